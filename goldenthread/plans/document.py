"""The Document: the single thing that screen, PDF, comparison and every other rendering take.

Frozen when a version is issued, composed live for a draft, and filtered for its reader either way. It holds no rows
and asks no database, so a body written by the first release opens in every later one.

What belongs to a *copy* and not to the frozen body (`standing`, `sha256`, `for`) is added with `with_meta` after
reading; the body is hashed without it.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

FORMAT = 1


class Unreadable(ValueError):
    """The text is no document this release can open; str() says why in a sentence."""


@dataclass(frozen=True)
class Node:
    """One statement. `id` follows it across versions; `audience` is who might read it when it was frozen."""

    id: str
    kind: str
    revision: int
    audience: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Section:
    """A heading with its statements. With `drop_empty` it is absent, not empty, for a reader who may read none."""

    key: str
    title: str
    intro: str
    layout: str
    nodes: tuple[Node, ...] = ()
    drop_empty: bool = False


# What a version says about its own making, and two versions with the same words say differently.
OF_ITS_MAKING = frozenset({"number", "correction", "issued_on", "issued_by", "what_changed", "corrected_on",
                           "corrected_by", "reason"})


@dataclass(frozen=True)
class Document:
    """A whole plan as one reader sees it."""

    type: str
    title: str
    template: str
    meta: dict[str, Any] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    format: int = FORMAT

    @property
    def nodes(self) -> Iterator[Node]:
        return (node for section in self.sections for node in section.nodes)

    def as_json(self) -> str:
        """Canonical: the same document gives the same characters everywhere, so a hash of them can be kept."""
        plain = {
            "format": self.format,
            "type": self.type,
            "title": self.title,
            "template": self.template,
            "meta": self.meta,
            "sections": [_plain_section(section) for section in self.sections],
        }
        return json.dumps(_normal(plain), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> "Document":
        """Opens every format ever written; refuses what it doesn't know, for half a plan is worse than none."""
        try:
            plain = json.loads(text)
            version = plain["format"]
        except (ValueError, KeyError, TypeError) as wrong:
            raise Unreadable("This is not a plan.") from wrong
        if version not in READERS:
            raise Unreadable(f"This plan is in format {version}, which this release of Golden Thread cannot open.")
        try:
            return READERS[version](plain)
        except (KeyError, TypeError, AttributeError) as wrong:
            raise Unreadable("Part of this plan is missing or damaged.") from wrong

    def sha256(self) -> str:
        """The hash of the canonical text, as hexadecimal."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()

    def same_plan_as(self, other: "Document") -> bool:
        """Whether two versions say the same, whatever each says of its own making. Who may read a line is compared too,
        and the day of the next review.
        """
        return self._plan() == other._plan()

    def _plan(self) -> str:
        about = {key: value for key, value in self.meta.items() if key not in OF_ITS_MAKING}
        return replace(self, meta=about).as_json()

    def with_meta(self, **facts: Any) -> "Document":
        """This document as a particular copy: its standing now, whom it is for, the hash of the body it came from."""
        return replace(self, meta=self.meta | facts)

    def for_reader(
        self,
        may: Callable[[str], bool],
        withdrawn: Iterable[str] = (),
        renamed: Mapping[str, str] | None = None,
    ) -> "Document":
        """What somebody may read, with nothing left that shows there was more.

        `may` answers for an audience; `withdrawn` are ids of nodes taken back since; `renamed` maps a name sealed since
        to the one used now, in every text. A section is empty in the same way whether its nodes are hidden or were
        never written; a thread to an outcome that the reader can't see is cut; needs are ranked among those left.
        """
        gone = set(withdrawn)
        kept = [
            replace(section, nodes=tuple(n for n in section.nodes if n.id not in gone and may(n.audience)))
            for section in self.sections
        ]
        mended = _ranked_anew(_with_threads_cut([s for s in kept if s.nodes or not s.drop_empty]))
        seen = replace(self, sections=tuple(mended))
        return _renamed(seen, renamed) if renamed and any(renamed) else seen


def _plain_section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "intro": section.intro,
        "layout": section.layout,
        "drop_empty": section.drop_empty,
        "nodes": [
            {"id": n.id, "kind": n.kind, "revision": n.revision, "audience": n.audience, "data": n.data}
            for n in section.nodes
        ],
    }


def _normal(value: Any) -> Any:
    """NFC throughout: "é" typed on a Mac and on Windows must not be two different plans."""
    return _map_text(value, lambda text: unicodedata.normalize("NFC", text))


def _map_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {change(key): _map_text(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_map_text(item, change) for item in value]
    return value


def _read_1(plain: dict[str, Any]) -> Document:
    return Document(
        format=1,
        type=plain["type"],
        title=plain["title"],
        template=plain["template"],
        meta=plain["meta"],
        sections=tuple(_read_1_section(section) for section in plain["sections"]),
    )


def _read_1_section(plain: dict[str, Any]) -> Section:
    nodes = tuple(Node(n["id"], n["kind"], n["revision"], n["audience"], n["data"]) for n in plain["nodes"])
    return Section(
        key=plain["key"],
        title=plain["title"],
        intro=plain["intro"],
        layout=plain["layout"],
        nodes=nodes,
        drop_empty=plain["drop_empty"],
    )


# One reader for each format ever written; an entry is added, never changed and never taken out.
READERS: dict[int, Callable[[dict[str, Any]], Document]] = {1: _read_1}


def _change_nodes(sections: Iterable[Section], change: Callable[[Node], Node]) -> list[Section]:
    return [replace(section, nodes=tuple(map(change, section.nodes))) for section in sections]


def _with_threads_cut(sections: list[Section]) -> list[Section]:
    """The id of a hidden parent, or of what is followed, would say that it exists."""
    ids = {node.id for section in sections for node in section.nodes} | {""}

    def cut(node: Node) -> Node:
        hidden = {key for key in ("parent", "follows") if node.data.get(key, "") not in ids}
        if not hidden:
            return node
        data = {key: value for key, value in node.data.items() if key != "follows" or "follows" not in hidden}
        return replace(node, data=data | ({"parent": ""} if "parent" in hidden else {}))

    return _change_nodes(sections, cut)


def _ranked_anew(sections: list[Section]) -> list[Section]:
    """Needs 1 and 3 would say that there is a second."""
    needs = [node for section in sections for node in section.nodes if node.kind == "need"]
    rank = {old: new for new, old in enumerate(sorted({node.data["rank"] for node in needs}), 1)}

    def dense(node: Node) -> Node:
        return replace(node, data=node.data | {"rank": rank[node.data["rank"]]}) if node.kind == "need" else node

    return _change_nodes(sections, dense)


def _renamed(document: Document, names: Mapping[str, str]) -> Document:
    """Whole words only, longest first: "Ada Smith" before "Ada". Ids and keys stay as they are."""
    names = {_normal(old): new for old, new in names.items() if old}
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")

    def rename(value: Any) -> Any:
        return _map_text(value, lambda text: pattern.sub(lambda found: names[found.group()], text))

    def node(old: Node) -> Node:
        return replace(old, data={key: rename(item) for key, item in old.data.items()})

    return replace(
        document,
        title=rename(document.title),
        meta={key: rename(item) for key, item in document.meta.items()},
        sections=tuple(_change_nodes(document.sections, node)),
    )


def alike(before: Document, now: Document) -> set[str]:
    """The sections, by key, that hold the same in both documents, as one reader has them: every word, in order."""
    held = {section.key: section.nodes for section in before.sections}
    return {section.key for section in now.sections if section.nodes == held.get(section.key)}
