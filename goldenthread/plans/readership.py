"""Lines that are there before and after, for fewer readers or for more: said to those who read the line both times."""

from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.learners.audiences import READS, WIDTH
from goldenthread.learners.policies import Reader
from goldenthread.plans.comparing import Comparison
from goldenthread.plans.document import Document, Node
from goldenthread.plans.rendering.statement import heading_of

KINDS = {"learner": "the learner", "family": "the family", "professional": "professionals",
         "staff": "staff outside the SENCO’s team"}


@dataclass(frozen=True)
class Moved:
    """A line under its heading, for whose eyes it was and is."""

    heading: str
    was: str
    now: str

    @property
    def kinds(self) -> list[str]:
        return [words for kind, words in KINDS.items() if (self.was in READS[kind]) != (self.now in READS[kind])]

    def __str__(self) -> str:
        *most, last = self.kinds
        who = f"{', '.join(most)} and {last}" if most else last
        how = "no longer shown to" if WIDTH[self.now] > WIDTH[self.was] else "now shown to"
        return f"Under “{self.heading}” a line is {how} {who}."


def readers_moved(old: Document, new: Document, copy: Document, reader: Reader) -> list[str]:
    """Sentences, each once. Both documents are whole, for a copy of an older version has today's readers where those
    are fewer; `copy` is the reader's own of the newer, who is told of nothing that it leaves out.
    """
    here, was = {node.id for node in copy.nodes}, {node.id: node.audience for node in old.nodes}
    return list(dict.fromkeys(
        str(Moved(title, was[node.id], node.audience)) for node, title in titled(new)
        if node.id in here and was.get(node.id, node.audience) != node.audience and reader.may_read(was[node.id])))


def titled(document: Document) -> Iterator[tuple[Node, str]]:
    for section in document.sections:
        for node in section.nodes:
            yield node, heading_of(node) or section.title


def told_with_readers(said: list[str], comparison: Comparison, moved: list[str]) -> list[str]:
    """The sentences of a comparison, and those about readers; that nothing has changed is then not said."""
    return ([] if comparison.nothing and moved else said) + moved
