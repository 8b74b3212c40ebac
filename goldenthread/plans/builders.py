"""What fills the sections of a plan: one builder for each kind of content, named by `builder` in a template.

A builder loads what it needs for many plans at once (the same few questions for 2 as for 2,000) and then makes the
nodes of one section of one plan. The kinds here draw on lower rooms; a higher room registers its own from config.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.learners import codes
from goldenthread.learners.audiences import EVERYONE, FAMILY, WIDTH, narrower
from goldenthread.learners.models import Enrolment, Learner, Need, StageSpell
from goldenthread.outcomes.levels import JUDGEMENTS, LEVELS
from goldenthread.outcomes.models import Outcome, ProgressNote
from goldenthread.outcomes.queries import for_learners as outcomes_of
from goldenthread.outcomes.queries import newest
from goldenthread.plans.above import with_parents
from goldenthread.plans.document import Node
from goldenthread.plans.models import Plan
from goldenthread.plans.templates import Part
from goldenthread.schools.forms import in_words
from goldenthread.story.fields import FIELDS
from goldenthread.story.models import Entry


@dataclass(frozen=True)
class Section:
    """What a builder is asked for: a section of a plan, and what was chosen for it."""

    part: Part
    plan: Plan
    on: date
    # Nodes put into this section by hand.
    chosen: frozenset[str] = frozenset()
    # What the current version shows: an outcome that was open in it is never just missing from the next.
    shown_open: frozenset[str] = frozenset()
    current_since: date | None = None
    # Nodes of the sections made so far; complete for a builder that comes `last`.
    made: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Builder:
    """`load` gives what `nodes` looks things up in. One that comes `last` sees the nodes of all other sections."""

    load: Callable[[Sequence[Plan], date], Any]
    nodes: Callable[[Section, Any], Iterable[Node]]
    last: bool = False


BUILDERS: dict[str, Builder] = {}


def register(name: str, builder: Builder) -> None:
    """Named once, at start-up, by config."""
    BUILDERS[name] = builder


def learner_ids(plans: Sequence[Plan]) -> list[int]:
    return sorted({plan.learner_id for plan in plans})


# -- facts: who this is ------------------------------------------------------------------------------------------------

# The family knows a child's former or legal name, their number and who looks after them; the child may not, or may not
# want to meet it on a plan that lies on a desk.
# What the learner is called. Taken back, it gives way to their name of today, for no plan is without one.
NAME = "fact:name"
FACT_AUDIENCE = {"legal-name": FAMILY, "upn": FAMILY, "home-authority": FAMILY, "looked-after": FAMILY}


def load_facts(plans: Sequence[Plan], on: date) -> dict[str, dict[int, Any]]:
    ids = learner_ids(plans)
    places = Enrolment.objects.filter(learner_id__in=ids, year__current=True)
    stages = StageSpell.objects.filter(learner_id__in=ids, ends_on=None)
    return {"place": {place.learner_id: place for place in places},
            "stage": {stage.learner_id: stage for stage in stages}}


def facts(section: Section, loaded: dict[str, dict[int, Any]]) -> Iterable[Node]:
    learner = section.plan.learner
    place, stage = (loaded[kind].get(learner.pk) for kind in ("place", "stage"))
    found = {
        "name": ("Name", learner.name),
        "legal-name": ("Legal name", legal_name(learner)),
        "born": ("Date of birth", in_words(learner.dob)),
        "year": ("Year", codes.year_name(place.nc_year) if place else ""),
        "tutor-group": ("Tutor group", place.tutor_group if place else ""),
        "stage": ("Stage", stage_name(stage)),
        "upn": ("UPN", learner.upn),
        "first-language": ("First language", codes.language(learner.first_language)),
        "communication": ("How they communicate", learner.communication),
        "home-authority": ("Home authority", codes.LAS.get(learner.home_authority, learner.home_authority)),
        "looked-after": ("Looked after", looked_after(learner)),
    }
    for key in section.part.facts:
        if key == "photo":
            if photo := learner.photo_on(section.on):
                yield Node("photo", "photo", 1, EVERYONE, {"file": photo, "alt": f"Photo of {learner.first}"})
        elif found[key][1]:
            label, value = found[key]
            yield Node(f"fact:{key}", "fact", 1, FACT_AUDIENCE.get(key, EVERYONE), {"label": label, "value": value})


def legal_name(learner: Any) -> str:
    """Only where it is another than the one they use."""
    legal = f"{learner.legal_first} {learner.legal_last}".strip()
    return "" if legal == learner.name else legal


def stage_name(stage: StageSpell | None) -> str:
    if stage is None:
        return ""
    name = codes.STAGES.get(stage.stage, stage.stage)
    return f"{name} ({stage.local_stage})" if stage.local_stage else name


def looked_after(learner: Any) -> str:
    if not learner.looked_after:
        return ""
    return f"By {codes.LAS[learner.looked_after_by]}" if learner.looked_after_by in codes.LAS else "Yes"


# -- fields: what is told ----------------------------------------------------------------------------------------------


OF_ENTRY = ("uuid", "learner_id", "field", "text", "said_by", "said_by_name", "how_gathered", "happened_on",
            "source_kind", "source_label", "audience", "revision", "retired_on", "written_by__name", "written_by__role")


def load_entries(plans: Sequence[Plan], on: date) -> dict[int, list[Entry]]:
    """The record, oldest first, with what was taken out of it; no more of it than a node needs, for this is asked on
    every page of a plan.
    """
    learners = {plan.learner_id: plan.learner for plan in plans}
    found = defaultdict(list)
    rows = Entry.objects.filter(learner_id__in=learners).select_related("written_by").only(*OF_ENTRY)
    for entry in rows.order_by("happened_on", "pk"):
        entry.learner = learners[entry.learner_id]
        found[entry.learner_id].append(entry)
    return found


def fields(section: Section, loaded: dict[int, list[Entry]]) -> Iterable[Node]:
    """Entries in the order of the template's fields; what was put in by hand comes after them."""
    entries = [entry for entry in loaded.get(section.plan.learner_id, []) if entry.retired_on is None]
    for key in section.part.fields:
        yield from (entry_node(entry) for entry in entries if entry.field == key)
    if section.chosen:
        yield from (entry_node(entry) for entry in entries
                    if entry_id(entry) in section.chosen and entry.field not in section.part.fields)


def entry_id(entry: Entry) -> str:
    return f"entry:{entry.uuid}"


def entry_node(entry: Entry) -> Node:
    """The field's headings go in with it, so that the version reads the same when the bank has changed."""
    field = FIELDS.get(entry.field)
    data = {
        "field": entry.field,
        "heading": field.title if field else entry.field,
        "child_heading": field.child_title if field else entry.field,
        "text": entry.text,
        "said_by": entry.said_by,
        "said_by_name": entry.said_by_name or (entry.learner.first if entry.said_by == "learner" else ""),
        "how_gathered": entry.how_gathered,
        "source_kind": entry.source_kind,
        "source": entry.source,
        "written_by": entry.scribe,
        "happened_on": entry.happened_on.isoformat(),
    }
    return Node(entry_id(entry), "entry", entry.revision, entry_audience(entry), data)


def entry_audience(entry: Entry) -> str:
    field = FIELDS.get(entry.field)
    return narrower(entry.audience, field.audience) if field else entry.audience


# -- needs -------------------------------------------------------------------------------------------------------------


def load_needs(plans: Sequence[Plan], on: date) -> dict[int, list[Need]]:
    found = defaultdict(list)
    for need in Need.objects.filter(learner_id__in=learner_ids(plans), ends_on=None).order_by("rank", "pk"):
        found[need.learner_id].append(need)
    return found


def needs(section: Section, loaded: dict[int, list[Need]]) -> Iterable[Node]:
    for need in loaded.get(section.plan.learner_id, []):
        area = need.area or codes.area_of(need.type)
        yield Node(f"need:{need.uuid}", "need", need.revision, EVERYONE, {
            "type": need.type, "type_name": codes.type_name(need.type), "area": area,
            "area_name": codes.AREAS.get(area, area), "rank": need.rank, "description": need.description})


# -- outcomes ----------------------------------------------------------------------------------------------------------


def load_outcomes(plans: Sequence[Plan], on: date) -> dict[int, list[Outcome]]:
    """Every outcome, from the highest level down, with its parent, what it follows and its `latest` note."""
    return outcomes_of(learner_ids(plans), people=False)


def outcomes(section: Section, loaded: dict[int, list[Outcome]]) -> Iterable[Node]:
    """Those worked towards, and those closed since the current version, with what came of them."""
    part = section.part
    shown = [outcome for outcome in loaded.get(section.plan.learner_id, [])
             if outcome.level in part.levels and (not part.origins or outcome.origin in part.origins)
             and (outcome.is_open or closed_since(outcome, section))]
    further_down(shown, loaded.get(section.plan.learner_id, []))
    placed = with_parents(shown) if part.parents else ((outcome, False) for outcome in shown)
    yield from (outcome_node(outcome, above) for outcome, above in placed)


def further_down(shown: list[Outcome], all: list[Outcome]) -> None:
    """Each shown with `.below`, the newest note under it that this section has no place for, or None; never one that
    fewer may read than read the outcome it is told at.
    """
    here = {outcome.pk for outcome in shown}
    for outcome in all:
        outcome.below = None  # type: ignore[attr-defined]
    for outcome in (each for each in all if each.pk not in here):
        above = outcome.parent
        while above:
            if above.pk in here and narrower(outcome.audience, above.audience) == above.audience:
                above.below = newest([above.below, outcome.latest])  # type: ignore[attr-defined]
            above = above.parent


def closed_since(outcome: Outcome, section: Section) -> bool:
    """Open in the current version (whatever day it was closed for), or set and closed since that was issued."""
    if section.current_since is None or outcome.closed_on is None or outcome.is_slip:
        return False
    return outcome_id(outcome) in section.shown_open or (
        outcome.closed_on >= section.current_since and outcome.starts_on >= section.current_since)


def outcome_id(outcome: Outcome) -> str:
    return f"outcome:{outcome.uuid}"


def outcome_node(outcome: Outcome, above: bool = False) -> Node:
    """`above`: it is there for those below it."""
    note = outcome.latest or getattr(outcome, "below", None)  # type: ignore[attr-defined]
    data = {
        "level": outcome.level,
        "level_name": LEVELS[outcome.level],
        "wording": outcome.wording,
        "area_name": codes.AREAS.get(outcome.area, outcome.area),
        "measure": outcome.measure,
        "baseline": outcome.baseline,
        "target": outcome.target,
        "due_on": outcome.due_on.isoformat() if outcome.due_on else "",
        "state": outcome.state,
        "state_name": outcome.state_name,
        "closed_on": outcome.closed_on.isoformat() if outcome.closed_on else "",
        "result": outcome.result,
        "result_name": outcome.result_name,
        "parent": f"outcome:{outcome.parent.uuid}" if outcome.parent else "",
        "progress": told_progress(outcome, note) if note else "",
        "progress_on": note.on.isoformat() if note else "",
        "judgement": JUDGEMENTS[note.judgement] if note else "",
    }
    # Only where there is something to say, so that a plan issued before these were asked for still reads the same.
    more = {"unit": outcome.unit, "strategies": outcome.strategies, "who_helps": outcome.who_helps, "above": above,
            "follows": outcome_id(outcome.follows) if outcome.follows else "",
            "result_why": outcome.result_why}
    data |= {key: value for key, value in more.items() if value}
    return Node(outcome_id(outcome), "outcome", outcome.revision, outcome.audience, data)


def told_progress(outcome: Outcome, note: ProgressNote) -> str:
    """Its own words; of a step further down also how it went, for nothing else here says that it is another's."""
    if note.outcome_id == outcome.pk:
        return note.text
    said = f"Further down: {note.judgement_name.lower()}, {in_words(note.on)}"
    return f"{said}: {note.text}" if note.text else f"{said}."


# -- people ------------------------------------------------------------------------------------------------------------

CAPACITY = {"learner": "It is their plan", "family": "Told us what they know", "staff": "Told us what they see",
            "professional": "Gave advice"}


def people(section: Section, loaded: None) -> Iterable[Node]:
    """Who helped: whoever answers for the plan, those whose words stand in it, and those who wrote them down.

    Each is shown to whoever may read something they helped with, and to nobody else.
    """
    # By person and capacity: who may be shown them, and their role as far as those may read it.
    helped: dict[tuple[str, str], tuple[str, str]] = {}
    if person := section.plan.key_person:
        helped[person.name, "Key person for this plan"] = EVERYONE, person.as_role.title
    for node in section.made:
        if node.kind == "entry" and (named := node.data["said_by_name"] or of_family(node, section.plan.learner)):
            name, role = who_and_role(named)
            who = name, CAPACITY[node.data["said_by"]]
            helped[who] = widest(helped.get(who, (node.audience, "")), (node.audience, role))
    nameless = f"{section.plan.learner.first}’s family", CAPACITY["family"]
    by_name = [WIDTH[told[0]] for who, told in helped.items() if who != nameless and who[1] == nameless[1]]
    if nameless in helped and by_name and min(by_name) <= WIDTH[helped[nameless][0]]:
        del helped[nameless]  # one of them is thanked by name, before all who would read of the family
    for (name, capacity), (audience, role) in helped.items():
        yield Node(person_id(name, capacity), "person", 1, audience, {"name": name, "role": role, "capacity": capacity})


def of_family(node: Node, learner: Learner) -> str:
    """The family is thanked also where nobody wrote down which of them said it."""
    return f"{learner.first}’s family" if node.data["said_by"] == "family" else ""


def who_and_role(name: str) -> tuple[str, str]:
    """`Grace Okafor, mum` is Grace Okafor, who is told of once however often her role was written beside her."""
    who, _, role = name.partition(", ")
    return who, role


def widest(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    """Of two ways of being told of, the one more may read; a role that only fewer may read stays with them."""
    if one[0] == other[0]:
        return one[0], one[1] or other[1]
    return min(one, other, key=lambda told: WIDTH[told[0]])


def person_id(*what: str) -> str:
    return f"person:{hashlib.sha256('|'.join(what).encode()).hexdigest()[:12]}"


register("facts", Builder(load_facts, facts))
register("fields", Builder(load_entries, fields))
register("needs", Builder(load_needs, needs))
register("outcomes", Builder(load_outcomes, outcomes))
register("people", Builder(lambda plans, on: None, people, last=True))
