"""Reading a plan that somebody else wrote: an EHC plan, as it was received."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from goldenthread.learners import codes
from goldenthread.learners.audiences import FAMILY
from goldenthread.learners.models import Learner
from goldenthread.outcomes.levels import EHC_PLAN
from goldenthread.outcomes.models import Outcome, Triple
from goldenthread.plans.document import Document, Node, Section
from goldenthread.plans.models import Received
from goldenthread.plans.templates import Part, Template
from goldenthread.schools.forms import in_words

# What a section of a received plan can hold, in place of a builder: words, or needs with their outcomes and provision.
KEEPS = ("words", "triples")


def all_received(learner: Learner, type: str) -> list[Received]:
    """Every plan of this type that came in, the one in force first."""
    found = Received.objects.filter(plan__learner=learner, plan__type=type)
    return list(found.select_related("plan__learner__school"))


def triples(received: Received) -> list[Triple]:
    """Sections B, E and F as they stand together, with the outcome each was made into."""
    rows = Triple.objects.filter(learner=received.plan.learner_id, received=str(received.uuid))
    return list(rows.select_related("outcome").order_by("order"))


def left_behind(received: Received, rows: list[Triple]) -> list[Outcome]:
    """Outcomes of earlier plans still worked towards that this one does not have: to be closed, or replaced."""
    kept = {row.outcome_id for row in rows}
    return [outcome for outcome in Outcome.objects.filter(learner=received.plan.learner_id, origin=EHC_PLAN,
                                                          closed_on=None, triples__isnull=False).distinct()
            if outcome.pk not in kept]


def as_document(received: Received, rows: list[Triple], template: Template, ids: Sequence[str] = ()) -> Document:
    """A received plan as a document, word for word, so that everything that shows a plan can show it. `ids` are those
    of its rows, where they are told by the plan it stands beside.
    """
    told = tuple(map(triple_node, rows, ids or ids_of(rows)))
    sections = tuple(
        Section(part.key, part.title, part.intro, part.layout,
                told if part.builder == "triples" else words_nodes(received, part), part.drop_empty)
        for part in template.sections)
    learner = received.plan.learner
    meta = {"standing": f"Plan dated {in_words(received.dated_on)}", "cover": received_cover(received),
            "issued_on": received.dated_on.isoformat(), "school": {"name": learner.school.name}}
    return Document(template.type, f"{template.title} for {learner.name}", received.template, meta,
                    tuple(section for section in sections if section.nodes or not section.drop_empty))


def ids_of(rows: list[Triple]) -> list[str]:
    """A row is known by its outcome, which goes on from plan to plan; those that share one are counted."""
    seen: Counter[UUID] = Counter()
    ids = []
    for row in rows:
        seen[row.outcome.uuid] += 1
        ids.append(f"triple:{row.outcome.uuid}:{seen[row.outcome.uuid]}")
    return ids


def ids_beside(old: list[Triple], new: list[Triple]) -> list[str]:
    """The ids of the newer plan's rows: one whose outcome is in other words is what became of the row that its outcome
    follows, or of the one in its place, if that answered the same need.
    """
    before, now = ids_of(old), ids_of(new)
    left = [(row, id) for row, id in zip(old, before, strict=True) if id not in now]
    followed: dict[int | None, str] = {row.outcome_id: id for row, id in reversed(left)}
    placed = {(row.order, row.need): id for row, id in left}
    ids = []
    for row, id in zip(new, now, strict=True):
        became = id if id in before else followed.get(row.outcome.follows_id) or placed.get((row.order, row.need), id)
        ids.append(id if became in ids else became)
    return ids


def triple_node(row: Triple, id: str) -> Node:
    return Node(id, "triple", 1, FAMILY, {
        "need": row.need, "outcome": row.wording, "provision": row.provision,
        "area_name": codes.AREAS.get(row.outcome.area, row.outcome.area)})


def words_nodes(received: Received, part: Part) -> tuple[Node, ...]:
    text = received.words.get(part.key, "")
    return (Node(f"words:{part.key}", "words", 1, FAMILY, {"text": text, "section": part.title}),) if text else ()


def received_cover(received: Received) -> list[dict[str, str]]:
    """What came, from whom and when, as the head of the page says it."""
    rows = [("Dated", in_words(received.dated_on)),
            ("From", codes.LAS.get(received.from_authority, received.from_authority)),
            ("Received", f"{in_words(received.received_on)}, recorded by {received.received_by_name}"),
            ("Note", received.note)]
    return [{"label": label, "value": value} for label, value in rows if value]
