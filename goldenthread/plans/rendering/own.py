"""A statement as the learner's own copy tells it to them: whose words it is in, and how a step of theirs is going."""

from collections.abc import Iterable

from goldenthread.plans.document import Node
from goldenthread.plans.rendering.statement import (
    AREA,
    FOLLOWED,
    FOLLOWS,
    LEADS,
    WORDS_OF_SOMEBODY,
    Line,
    a_target,
)
from goldenthread.plans.rendering.whose import said_by_whom
from goldenthread.schools.templatetags.gt import day

# How an outcome stands, said to whoever it is about; one that was agreed is simply being worked on.
STANDS = {"proposed": "We are thinking about this", "agreed": "", "on_track": "Going well",
          "at_risk": "I need more help with this", "met": "I did it", "partly_met": "I did part of it",
          "not_met": "Not there yet", "stopped": "We stopped this"}
THEIRS_LEADS = "This helps me with"
LABELS = {"Where we start": "Where I start", "What we aim for": "Where I want to get to",
          "What we do": "What people do to help", "Who helps": "Who helps me", LEADS: THEIRS_LEADS,
          FOLLOWS: "This comes after", FOLLOWED: "What came after it",
          # and as a table of targets says it
          "Start": "Where I start", "Aim": "Where I want to get to", "We will know by": "How we will know",
          "Who": "Who helps me"}
OWN_COLUMNS = ("My target", "Where I start, where I get to", "What people do to help", "By when, and how it is going")


def told_to_the_learner(line: Line, node: Node) -> Line:
    """Whose words these are where they are not the learner's, without where any were filed; and of an outcome neither
    its level nor its area of need.
    """
    if node.kind in WORDS_OF_SOMEBODY:
        line["who"] = said_by_whom(node.data)
    if node.kind in {"entry", "view"}:
        line["how"] = day(node.data.get("happened_on"))
    return a_step(line, node) if node.kind == "outcome" else line


def a_step(line: Line, node: Node) -> Line:
    facts = relabelled(fact for fact in line["facts"] if fact["label"] != AREA)
    return line | {"own": True, "level": "", "status": how_it_stands(line, node), "facts": facts,
                   "told": "How it is going"}


def a_target_of_theirs(node: Node) -> Line:
    """As statement.a_target, in the words of a_step."""
    line = a_target(node)
    return line | {"level": "", "status": how_it_stands(line, node), "aims": relabelled(line["aims"]),
                   "help": relabelled(line["help"])}


def relabelled(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return [row | {"label": LABELS.get(row["label"], row["label"])} for row in rows]


def how_it_stands(line: Line, node: Node) -> str:
    closed = node.data.get("closed_on")
    stands = STANDS.get(node.data.get("result") or node.data.get("state", ""))
    return str(line["status"]) if stands is None else f"{stands}, {day(closed)}" if closed else stands
