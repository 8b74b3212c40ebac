"""A learner as one line of the register, for the screen and for the spreadsheet alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet
from django.urls import reverse

from goldenthread.learners.codes import STAGE_NAMES, type_name
from goldenthread.learners.managers import live
from goldenthread.learners.models import Enrolment, Learner, Need, StageSpell
from goldenthread.plans.models import Plan
from goldenthread.plans.states import State
from goldenthread.plans.templates import MAIN
from goldenthread.schools.models import School
from goldenthread.story.queries import voices_of

# A voice counts as heard for as long as a school year of weeks.
HEARD_FOR = timedelta(weeks=39)
WHO = {"learner": "the learner", "family": "family", "staff": "teacher"}


@dataclass(frozen=True)
class Row:
    """What the register shows of one learner, in words; `missing` names the voices nobody has asked for lately."""

    learner: Learner
    slug: str
    name: str
    year: str
    stage: str
    need: str
    standing: str
    standing_kind: str
    review_by: date | None
    overdue: bool
    heard: list[tuple[str, bool]]

    @property
    def url(self) -> str:
        return reverse("plans:current", kwargs={"slug": self.slug, "pk": self.learner.pk})

    @property
    def missing(self) -> list[str]:
        return [who for who, heard in self.heard if not heard]

    @property
    def voices(self) -> str:
        """All heard, or whose is missing; without SEN and without a plan there is nothing to be heard for."""
        if not self.missing:
            return "All heard"
        if self.stage.startswith(STAGE_NAMES["N"]) and not self.standing:
            return "–"
        *others, last = self.missing
        return f"{', '.join(others)}{' and ' if others else ''}{last} missing".capitalize()


def rows(school: School, learners: Iterable[Learner], on: date) -> list[Row]:
    """Learners as rows, in the order given: the same few questions for one or for all of them."""
    found = list(learners)
    ids = [learner.pk for learner in found]
    voices, facts = voices_of(ids, since=on - HEARD_FOR), facts_of(ids, on)
    return [row(school, learner, facts, voices[learner.pk], on) for learner in found]


@dataclass(frozen=True)
class Facts:
    """What is known of many learners, each by the learner's id."""

    place: dict[int, tuple[Any, ...]]
    stage: dict[int, tuple[Any, ...]]
    need: dict[int, tuple[Any, ...]]
    plan: dict[int, tuple[Any, ...]]


def facts_of(ids: Sequence[int], on: date) -> Facts:
    """Four plain questions cost a fraction of what subqueries for each learner do. The last of several rows counts."""
    whose = {"learner__in": ids}
    in_force = FilteredRelation("standings", condition=Q(standings__state=State.CURRENT))
    plans = Plan.objects.filter(type=MAIN, **whose).annotate(in_force=in_force).order_by()
    return Facts(
        place=by_learner(Enrolment.objects.filter(year__current=True, **whose).order_by(), "nc_year", "tutor_group"),
        stage=by_learner(StageSpell.objects.filter(live(on), **whose).order_by("starts_on", "pk"),
                         "stage", "local_stage"),
        need=by_learner(Need.objects.filter(live(on), **whose).order_by("-rank", "-pk"), "type"),
        plan=by_learner(plans, "review_by", "in_force__version__number", "in_force__version__correction"),
    )


def by_learner(found: QuerySet[Any], *names: str) -> dict[int, tuple[Any, ...]]:
    return {pk: values for pk, *values in found.values_list("learner", *names)}


def row(school: School, learner: Any, facts: Facts, heard: Mapping[str, date | None], on: date) -> Row:
    review_by, *version = facts.plan.get(learner.pk, (None, None, None))
    standing = standing_of(version, learner.pk in facts.plan)
    stage, local_stage = facts.stage.get(learner.pk, ("N", ""))
    (need,) = facts.need.get(learner.pk, ("",))
    return Row(
        learner=learner,
        slug=school.slug,
        name=learner.name,
        year=" ".join(filter(None, facts.place.get(learner.pk, ()))),
        stage=" · ".join(filter(None, [STAGE_NAMES[stage], local_stage])),
        need=type_name(need) if need else "",
        standing=standing,
        standing_kind=standing.split()[0].lower() if standing else "",
        review_by=review_by,
        overdue=bool(review_by and review_by < on and version[0]),
        heard=[(name, heard[voice] is not None) for voice, name in WHO.items()],
    )


def standing_of(version: Sequence[int | None], begun: bool) -> str:
    """Draft, Version 2 or Version 2.1; empty where no plan was started."""
    number, correction = version
    if number:
        return f"Version {number}" + (f".{correction}" if correction else "")
    return "Draft" if begun else ""
