"""Two versions of a plan side by side: what came, what went, what was changed, what was closed.

Pure. Give it copies already filtered for one reader; what they may not read is in neither and can't show. Statements
are matched by id, so words moved or rewritten are still the same statement.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from goldenthread.plans.difference import CAME, GONE, Piece, difference
from goldenthread.plans.document import Document, Node, Section
from goldenthread.plans.rendering.statement import (
    FOLLOWED,
    FOLLOWS,
    LEADS,
    WORDS_OF_SOMEBODY,
    arrange_node,
    heading_of,
    outcome_status,
    wordings_of,
)
from goldenthread.plans.rendering.tree import plain

# What somebody says of a thing, and says otherwise later.
VIEWS = frozenset({"entry", "view"})


class Fate(StrEnum):
    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    CLOSED = "closed"
    SAME = "same"


@dataclass(frozen=True)
class Part:
    """One labelled piece of a statement, before and after; the first of a statement is what it says."""

    label: str
    old: str
    new: str

    @property
    def differs(self) -> bool:
        return self.old != self.new

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in difference(self.old, self.new) if piece.op != CAME]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in difference(self.old, self.new) if piece.op != GONE]


@dataclass(frozen=True)
class Change:
    """What became of one statement. `old` or `new` is None where it was not there."""

    fate: Fate
    old: Node | None
    new: Node | None
    parts: tuple[Part, ...]

    @property
    def node(self) -> Node:
        return self.new or self.old  # type: ignore[return-value]  # one of them is there

    @property
    def heading(self) -> str:
        return heading_of(self.node)

    @property
    def status(self) -> str:
        """`Met 3 December 2026` for an outcome that was closed: never "removed"."""
        return outcome_status(self.node.data) if is_closed(self.node) else ""

    @property
    def shown(self) -> list[Part]:
        """What it says, and whatever else differs."""
        return [part for n, part in enumerate(self.parts) if (n == 0 and (part.old or part.new)) or part.differs]


@dataclass(frozen=True)
class SectionChange:
    key: str
    title: str
    changes: tuple[Change, ...]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.fate != Fate.SAME]

    @property
    def unchanged(self) -> list[Change]:
        return [change for change in self.changes if change.fate == Fate.SAME]


@dataclass(frozen=True)
class Comparison:
    """Both versions by name, and what became of every statement in either."""

    old: str
    new: str
    sections: tuple[SectionChange, ...]

    @property
    def changes(self) -> list[Change]:
        return [change for section in self.sections for change in section.changed]

    @property
    def changed(self) -> list[SectionChange]:
        return [section for section in self.sections if section.changed]

    @property
    def unchanged(self) -> list[SectionChange]:
        return [section for section in self.sections if not section.changed]

    @property
    def nothing(self) -> bool:
        return not self.changes


def compare(old: Document, new: Document, closed: Iterable[Node] = ()) -> Comparison:
    """`closed` holds outcomes as they were closed, where the newer document no longer lists them."""
    pairs = _Pairs(old, new, {node.id: node for node in closed})
    sections = []
    for section in _in_order(old, new):
        changes = tuple(pairs.of(section.key))
        if changes:
            sections.append(SectionChange(section.key, section.title, changes))
    return Comparison(old.meta.get("standing", ""), new.meta.get("standing", ""), tuple(sections))


def is_closed(node: Node) -> bool:
    return node.kind == "outcome" and bool(node.data.get("closed_on"))


def _in_order(old: Document, new: Document) -> Iterator[Section]:
    """The newer document's sections; one that it has no more comes where it used to stand."""
    left = {section.key: section for section in new.sections}
    for section in old.sections:
        if section.key in left:
            while left:
                key = next(iter(left))
                yield left.pop(key)
                if key == section.key:
                    break
        elif section.key not in {other.key for other in new.sections}:
            yield section
    yield from left.values()


class _Pairs:
    """Who is whose earlier self: first in the same section, then wherever it was moved to; last, what the same person
    said under the same heading before, where that has gone and newer words have come.
    """

    def __init__(self, old: Document, new: Document, closed: dict[str, Node]) -> None:
        self.old, self.new, self.closed = _placed(old), _placed(new), closed
        self.titles = {s.key: s.title for document in (old, new) for s in document.sections}
        self.wordings = [wordings_of(document) for document in (old, new)]
        self.moved = {node.id: key for key, node in self.old.items() if key not in self.new}
        self.arrived = {node.id for key, node in self.new.items() if key not in self.old}
        self.before = _said_before(self.old, self.new)
        self.updated = {node.id for node in self.before.values()}

    def of(self, section: str) -> Iterator[Change]:
        for (key, id), node in self.new.items():
            if key == section:
                yield self.change(self.earlier(key, id), node, key)
        for (key, id), node in self.old.items():
            if key == section and (key, id) not in self.new and id not in self.arrived | self.updated:
                yield self.change(node, self.closed.get(id), key)

    def earlier(self, section: str, id: str) -> Node | None:
        place = (section, id) if (section, id) in self.old else self.moved.get(id)
        return self.old[place] if place else self.before.get(id)

    def change(self, old: Node | None, new: Node | None, section: str) -> Change:
        parts = self.parts(old, new, section)
        return Change(_fate(old, new, any(part.differs for part in parts)), old, new, parts)

    def parts(self, old: Node | None, new: Node | None, section: str) -> tuple[Part, ...]:
        before, after = (
            _values(node, wordings) if node else {} for node, wordings in zip((old, new), self.wordings, strict=True)
        )
        if old and new and (place := self.moved.get(new.id)) and (section, new.id) not in self.old:
            before["Section"], after["Section"] = self.titles[place[0]], self.titles[section]
        for beside in (LEADS, FOLLOWS, FOLLOWED):
            if old and new and beside not in after:
                before.pop(beside, None)  # what it led towards or came after was closed and has left: no change of this
        labels = [*after, *(label for label in before if label not in after)]
        return tuple(Part(label, before.get(label, ""), after.get(label, "")) for label in labels)


def _placed(document: Document) -> dict[tuple[str, str], Node]:
    """By section and id; without what only stands above others, whose words each of those says where it leads to."""
    return {(section.key, node.id): node for section in document.sections for node in section.nodes
            if not node.data.get("above")}


def _said_before(old: dict[tuple[str, str], Node], new: dict[tuple[str, str], Node]) -> dict[str, Node]:
    """By the id of what somebody said anew, what they had said under the same heading of the same section."""
    then, now = ({node.id for node in each.values()} for each in (old, new))
    left: dict[tuple[str, ...], list[Node]] = {}
    for (section, id), node in old.items():
        if id not in now and node.kind in VIEWS:
            left.setdefault((section, *_voice(node)), []).append(node)
    came = (((section, *_voice(node)), node) for (section, id), node in new.items()
            if id not in then and node.kind in VIEWS)
    return {node.id: left[place].pop(0) for place, node in came if left.get(place)}


def _voice(node: Node) -> tuple[str, str, str]:
    return heading_of(node), node.data.get("said_by", ""), node.data.get("said_by_name", "")


def _fate(old: Node | None, new: Node | None, differs: bool) -> Fate:
    if new is None:
        # An outcome that the older version already showed as closed was not taken out of this one; its time is over.
        return Fate.SAME if old and is_closed(old) else Fate.GONE
    if is_closed(new) and not (old and is_closed(old)):
        return Fate.CLOSED
    if old is None:
        return Fate.ADDED
    return Fate.CHANGED if differs else Fate.SAME


def _values(node: Node, wordings: dict[str, str]) -> dict[str, str]:
    """A statement as labelled words, in the order of the page and without marks of Markdown."""
    line = arrange_node(node, wordings)
    return {label: text for label, text in _labelled(node, line, wordings) if text}


def _labelled(node: Node, line: dict[str, Any], standing: Container[str]) -> Iterator[tuple[str, str]]:
    if node.kind in WORDS_OF_SOMEBODY:
        yield from (("", plain(line["text"])), ("Whose words", line["who"]), ("How we know", line["how"]))
    elif node.kind == "fact":
        yield line["label"], line["value"]
    elif node.kind == "photo":
        yield "Photo", f"{node.data.get('alt', '')} ({node.data.get('file', '')[:8]})"
    elif node.kind == "triple":
        yield from (("", line["title"]), ("Need", line["need"]), ("Provision", line["text"]), ("Area", line["area"]))
    elif node.kind == "words":
        yield "", plain(line["text"])
    elif node.kind == "person":
        yield from (("", line["name"]), ("Role", line["role"]), ("How they helped", line["capacity"]))
    else:
        yield "", line["title"]
        yield from (("Level", line.get("level", "")), ("Standing", line.get("status") or line.get("mark", "")))
        yield from ((row["label"], row["value"]) for row in line.get("facts", []))
        # Progress from further down is news where it was noted, not once more at each outcome above it.
        text = "" if node.data.get("progress_of") in standing else plain(line["text"])
        yield from (("Area", line.get("area", "")), (TEXT_LABEL.get(node.kind, "Details"), text))


TEXT_LABEL = {"outcome": "Progress", "need": "What it means"}
