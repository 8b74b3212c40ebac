"""Composing: from the living record to the Document a plan would be if it were issued now.

What is composed is whole; whoever shows it asks `for_reader` first (reading.py does).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from goldenthread.learners import codes
from goldenthread.learners.audiences import narrower
from goldenthread.learners.models import Enrolment, Learner
from goldenthread.plans.builders import BUILDERS, NAME, Section
from goldenthread.plans.document import Document, Node
from goldenthread.plans.document import Section as Made
from goldenthread.plans.models import Plan, PlanChoice, PlanVersion, SectionState, Withdrawal
from goldenthread.plans.states import Section as How
from goldenthread.plans.states import State
from goldenthread.plans.templates import Part

# Where `load` keeps what no builder asked for: the year each learner is in, where a section is for some years only.
YEARS = ""

Mark = tuple[Any, ...]


@dataclass
class Choices:
    """What was put in and left out of one plan by hand, what was taken back, and which sections are not needed."""

    out: set[str] = field(default_factory=set)
    back: set[str] = field(default_factory=set)
    into: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    unneeded: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Current:
    """What composing needs to know of the version in force."""

    version: PlanVersion
    document: Document


def compose(plan: Plan, on: date) -> Document:
    """The whole plan as it would be issued on this day."""
    return compose_many([plan], on)[0]


def with_what_is_left_out(plan: Plan, on: date) -> Document:
    """The plan as it would be if no line were left out of it: where each would stand, were it put back."""
    chosen = replace(choices_of([plan])[plan.pk], out=set())
    return arranged(plan, on, load([plan], on), chosen, currents_of([plan]).get(plan.pk))


def load(plans: Sequence[Plan], on: date, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What the builders of these plans look things up in; `without` leaves kinds of section unmade."""
    parts = [part for plan in plans for part in plan.as_template.sections]
    loaded = {name: BUILDERS[name].load(plans, on) for name in sorted({part.builder for part in parts} - without)}
    return loaded | ({YEARS: school_years(plans)} if any(part.only_from_year for part in parts) else {})


def load_page(plan: Plan, on: date, mark: Mark, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """As load, for a page about one plan: what is told and hoped for is kept from the page before for as long as the
    learner's mark is the same. It is whole, and nobody's copy: every reader's is made from it anew.
    """
    kept = frozenset(part.builder for part in plan.as_template.sections if BUILDERS[part.builder].kept)
    return load([plan], on, without | kept) | told(kept, plan.learner_id, mark, on)


def mark_of(learner: Learner) -> Mark:
    """Another as soon as anything is written about the learner. Read it before what is kept under it; what is written
    in between is then read again under the next.

    Every write leaves an event about the learner in its own transaction, but for typing that saves itself: there the
    words say when they were last revised. Asked on every page of a plan, so in plain SQL: the same three questions
    through the ORM take six times as long to be put together as to be answered.
    """
    with connection.cursor() as cursor:
        cursor.execute(MARK, {"school": learner.school_id, "learner": learner.pk})
        return tuple(cursor.fetchone())


MARK = """
SELECT (SELECT link FROM audit_event WHERE school_id = %(school)s AND learner_id = %(learner)s
        ORDER BY number DESC LIMIT 1),
       (SELECT MAX(revised_at) FROM story_entry WHERE learner_id = %(learner)s),
       (SELECT MAX(revised_at) FROM outcomes_outcome WHERE learner_id = %(learner)s)
"""


@lru_cache(maxsize=200)
def told(names: frozenset[str], learner_id: int, mark: Mark, on: date) -> dict[str, Any]:
    """What these builders load for one learner, for as long as their mark is this one."""
    plans = [Plan(learner=Learner.objects.get(pk=learner_id))]
    return {name: BUILDERS[name].load(plans, on) for name in sorted(names)}


def school_years(plans: Iterable[Plan]) -> dict[int, str]:
    """The curriculum year each learner is in now, by learner."""
    places = Enrolment.objects.filter(learner__in={plan.learner_id for plan in plans}, year__current=True)
    return dict(places.values_list("learner", "nc_year"))


def is_for(part: Part, nc_year: str) -> bool:
    """Whether a learner in this year has this section. One whose year is not known has it: too much is mended sooner
    than too little is missed.
    """
    order = codes.YEAR_ORDER.get(nc_year)
    return order is None or order >= (codes.YEAR_ORDER.get(str(part.only_from_year)) or order)


def compose_many(plans: Iterable[Plan], on: date, *, loaded: dict[str, Any] | None = None,
                 current: dict[int, Current] | None = None, back: dict[int, set[str]] | None = None) -> list[Document]:
    """Many plans, in the order given, in a number of questions that does not grow with them.

    `loaded`, `current` (the versions in force) and `back` (the nodes taken back from each plan) are for callers who
    have them already. Give plans with `learner`, `learner.school` and `key_person` selected.
    """
    plans = list(plans)
    loaded = load(plans, on) if loaded is None else loaded
    chosen, current = choices_of(plans, back), currents_of(plans) if current is None else current
    return [arranged(plan, on, loaded, chosen[plan.pk], current.get(plan.pk)) for plan in plans]


def arranged(plan: Plan, on: date, loaded: dict[str, Any], choices: Choices, current: Current | None) -> Document:
    """One plan from what was loaded: sections in the template's order, made in the order builders ask for."""
    template, nc_year = plan.as_template, loaded.get(YEARS, {}).get(plan.learner_id, "")
    base = Section(part=template.sections[0], plan=plan, on=on, **shown_in(current))
    made: dict[str, tuple[Node, ...]] = {}
    for part in sorted(template.sections, key=lambda part: part.builder in BUILDERS and BUILDERS[part.builder].last):
        if part.builder in loaded and is_for(part, nc_year):
            so_far = tuple(node for nodes in made.values() for node in nodes)
            section = replace(base, part=part, chosen=frozenset(choices.into[part.key]), made=so_far)
            made[part.key] = section_nodes(section, loaded[part.builder], choices.out | choices.back)
    parts = [part for part in template.sections if part.key in made]
    unneeded = sorted(key for key in choices.unneeded if not made.get(key))
    return Document(
        type=template.type, title=f"{template.title} for {plan.learner.name}", template=template.ref,
        meta=meta_of(plan) | ({"unneeded": unneeded} if unneeded else {}),
        sections=tuple(headed(part, made[part.key]) for part in parts))


def section_nodes(section: Section, loaded: Any, left_out: set[str]) -> tuple[Node, ...]:
    """A section's nodes, each for the narrower of its own readers and the section's."""
    nodes = BUILDERS[section.part.builder].nodes(section, loaded)
    return tuple(for_fewer(node, section.part.audience) for node in nodes if node.id not in left_out)


def for_fewer(node: Node, audience: str) -> Node:
    """The node, for those only whom another audience allows as well."""
    narrow = narrower(node.audience, audience)
    return node if narrow == node.audience else replace(node, audience=narrow)


def headed(part: Part, nodes: tuple[Node, ...]) -> Made:
    return Made(key=part.key, title=part.title, intro=part.intro, layout=part.layout, nodes=nodes,
                drop_empty=part.drop_empty)


def shown_in(current: Current | None) -> dict[str, Any]:
    if current is None:
        return {}
    shown = {node.id for node in current.document.nodes if node.kind == "outcome" and not node.data["closed_on"]}
    return {"shown_open": frozenset(shown), "current_since": current.version.issued_on}


def meta_of(plan: Plan) -> dict[str, Any]:
    """What every version and draft says about itself; the learner's headings are frozen beside the adults'."""
    template = plan.as_template
    return {
        "school": {"name": plan.learner.school.name},
        "learner_uuid": str(plan.learner.uuid),
        "plan_uuid": str(plan.uuid),
        "number": None,
        "correction": 0,
        "issued_on": None,
        "issued_by": "",
        "what_changed": "",
        "review_by": plan.review_by.isoformat() if plan.review_by else None,
        "child": {"title": template.child_title, "sections": {p.key: p.child_title for p in template.sections},
                  "opens": list(template.child_opens)},
    } | ({"one_side": True} if template.kind == "live" else {})


def choices_of(plans: Sequence[Plan], back: dict[int, set[str]] | None = None) -> dict[int | None, Choices]:
    found: dict[int | None, Choices] = defaultdict(Choices)
    ids = [plan.pk for plan in plans if plan.pk]
    for plan, section, node in PlanChoice.objects.filter(plan__in=ids).values_list("plan", "section", "node"):
        if section:
            found[plan].into[section].add(node)
        else:
            found[plan].out.add(node)
    marks = SectionState.objects.filter(plan__in=ids, state=How.NOT_NEEDED)
    for plan, section in marks.values_list("plan", "section"):
        found[plan].unneeded.add(section)
    for plan, nodes in (taken_back(ids) if back is None else back).items():
        found[plan].back = nodes - {NAME}
    for live in (plan for plan in plans if plan.as_template.kind == "live"):
        found[live.pk].back |= taken_back_anywhere(live.learner_id) - {NAME}
    return found


def taken_back_anywhere(learner_id: int) -> set[str]:
    """The nodes taken back from any plan of a learner: a live plan has no versions to take a line back from."""
    rows = Withdrawal.objects.filter(plan__learner_id=learner_id, ended_on=None)
    return set(rows.values_list("node", flat=True))


def taken_back(ids: Iterable[int]) -> dict[int, set[str]]:
    """The nodes taken back from every version of each of these plans."""
    found: dict[int, set[str]] = defaultdict(set)
    for plan, node in Withdrawal.objects.filter(plan__in=ids, ended_on=None).values_list("plan", "node"):
        found[plan].add(node)
    return found


def currents_of(plans: Sequence[Plan] | QuerySet[Plan]) -> dict[int, Current]:
    """The version in force of each plan that has one, opened; one whose words were erased is as none. Plans not read
    yet are asked for in the same question.
    """
    wanted: Any = plans.values("pk") if isinstance(plans, QuerySet) else [plan.pk for plan in plans if plan.pk]
    found = PlanVersion.objects.filter(standing__state=State.CURRENT, standing__plan__in=wanted, body__isnull=False)
    return {version.plan_id: Current(version, Document.from_json(version.body.json))
            for version in found.select_related("body", "standing").order_by()}


def fingerprint(nodes: Iterable[Node]) -> str:
    """What a section holds, for telling later that a shared entry was changed elsewhere."""
    return hashlib.sha256("|".join(sorted(f"{node.id}@{node.revision}" for node in nodes)).encode()).hexdigest()
