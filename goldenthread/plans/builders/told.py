"""What is told under the fields of the record, and who helped by telling it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from goldenthread.learners.audiences import EVERYONE, WIDTH, narrower
from goldenthread.learners.models import Learner
from goldenthread.plans.builders.builder import Section
from goldenthread.plans.document import Node
from goldenthread.plans.models import Plan
from goldenthread.story.fields import FIELDS
from goldenthread.story.models import Entry

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
