"""What plans are kept for a learner, of which types, and where each stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from goldenthread.learners.policies import Reader
from goldenthread.plans import policies
from goldenthread.plans.models import Plan, PlanVersion, Received
from goldenthread.plans.states import State
from goldenthread.plans.templates import LIVE, MAIN, RECEIVED, VERSIONED, Template, of_type, templates


@dataclass(frozen=True)
class Kept:
    """A plan kept for a learner: what it is and where it stands. `kind` is the tag its standing is shown in."""

    template: Template
    standing: str
    kind: str
    on: date | None = None
    review_by: date | None = None

    @property
    def place(self) -> str:
        """The address it is read at, by name."""
        return "plans:received" if self.template.kind == RECEIVED else "plans:current"


def kept(reader: Reader, on: date) -> list[Kept]:
    """The plans of the learner that this reader may know of, in one question: the main one first, then by title. The
    family and the learner are told of what was issued and what they may read.
    """
    in_force = FilteredRelation("standings", condition=Q(standings__state=State.CURRENT))
    newest = Received.objects.filter(plan=OuterRef("pk")).order_by("-dated_on", "-number")
    plans = Plan.objects.filter(learner=reader.learner).annotate(
        in_force=in_force, number=F("in_force__version__number"), correction=F("in_force__version__correction"),
        issued_on=F("in_force__version__issued_on"), dated_on=Subquery(newest.values("dated_on")[:1]))
    found = [standing for plan in plans if (standing := standing_of(plan, reader, on))]
    return sorted(found, key=lambda each: (each.template.type != MAIN, each.template.title))


def others(reader: Reader, type: str, on: date) -> list[Kept]:
    """As kept, for the page of a plan of this type: the rest."""
    return [each for each in kept(reader, on) if each.template.type != type]


def standing_of(plan: Plan, reader: Reader, on: date) -> Kept | None:
    """One plan as this reader may know of it; None where they may not."""
    template = of_type(plan.type)
    if template is None or template.kind == LIVE:
        return None
    if template.kind == RECEIVED:
        dated: date | None = plan.dated_on  # type: ignore[attr-defined]
        may = dated and policies.may_read_received(reader, on)
        return Kept(template, "As received", "version", dated) if may else None
    if plan.number:  # type: ignore[attr-defined]
        version = PlanVersion(number=plan.number, correction=plan.correction)  # type: ignore[attr-defined]
        return Kept(template, str(version), "version", plan.issued_on, plan.review_by)  # type: ignore[attr-defined]
    return None if reader.kind in {"family", "learner"} else Kept(template, "Draft", "draft", plan.opened_on,
                                                                  plan.review_by)


def could_be_kept(here: list[Kept], stage: str) -> list[Template]:
    """The kinds of plan that the school uses for learners at this stage, and this one does not have yet."""
    there = {each.template.type for each in here}
    return [template for template in sorted(templates().values(), key=lambda each: (each.type != MAIN, each.title))
            if template.kind in {VERSIONED, RECEIVED} and template.type not in there
            and of_type(template.type) is template and (not template.stages or stage in template.stages)]
