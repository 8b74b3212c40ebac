"""Reading a plan that somebody else wrote: an EHC plan, as it was received."""

from goldenthread.learners import codes
from goldenthread.learners.audiences import FAMILY
from goldenthread.learners.models import Learner
from goldenthread.outcomes.levels import EHC_PLAN
from goldenthread.outcomes.models import Outcome, Triple
from goldenthread.plans.document import Document, Node, Section
from goldenthread.plans.models import Received
from goldenthread.plans.templates import Template
from goldenthread.schools.forms import in_words

# What a section of a received plan can hold, in place of a builder: words, or needs with their outcomes and provision.
KEEPS = ("words", "triples")


def all_received(learner: Learner, type: str) -> list[Received]:
    """Every plan of this type that came in, the one in force first."""
    return list(Received.objects.filter(plan__learner=learner, plan__type=type))


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


def as_document(received: Received, rows: list[Triple], template: Template) -> Document:
    """A received plan as a document, word for word, so that everything that shows a plan can show it."""
    sections = tuple(
        Section(part.key, part.title, part.intro, part.layout,
                tuple(map(triple_node, rows)) if part.builder == "triples" else words_nodes(received, part.key),
                part.drop_empty)
        for part in template.sections)
    meta = {"standing": "As received", "review_by": None, "issued_on": None, "issued_by": "", "what_changed": ""}
    return Document(template.type, template.title, received.template, meta,
                    tuple(section for section in sections if section.nodes or not section.drop_empty))


def triple_node(row: Triple) -> Node:
    return Node(f"triple:{row.uuid}", "triple", 1, FAMILY, {
        "need": row.need, "outcome": row.wording, "provision": row.provision,
        "area_name": codes.AREAS.get(row.outcome.area, row.outcome.area)})


def words_nodes(received: Received, key: str) -> tuple[Node, ...]:
    text = received.words.get(key, "")
    return (Node(f"words:{received.uuid}:{key}", "words", 1, FAMILY, {"text": text}),) if text else ()


def received_cover(received: Received) -> list[dict[str, str]]:
    """What came, from whom and when, as the head of the page says it."""
    rows = [("Dated", in_words(received.dated_on)),
            ("From", codes.LAS.get(received.from_authority, received.from_authority)),
            ("Received", f"{in_words(received.received_on)}, recorded by {received.received_by_name}"),
            ("Note", received.note)]
    return [{"label": label, "value": value} for label, value in rows if value]
