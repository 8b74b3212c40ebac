"""A Document put into the words and the order in which people read it; screen and paper both draw exactly this.

Plain dicts, because the paper's half is handed to typst as JSON. Text that may hold Markdown is under "text" only.

Of the copy's `meta` it reads, besides what every version has, `one_side`: prints as a profile; `cover`: rows of its
own; `family`: whose sheets bear no fingerprint; `own`: the learner's, which begins with the
learner, says plainly which words are a grown-up's, and at its end which version it is; `opens`: the sections that lie
open in it on screen, while the others are folded. Folded or not, screen and paper hold the same.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from goldenthread.learners.audiences import AUDIENCES, SENCO, STAFF
from goldenthread.plans.document import Document, Node, Section
from goldenthread.plans.rendering.own import OWN_COLUMNS, THEIRS_LEADS, a_target_of_theirs, told_to_the_learner
from goldenthread.plans.rendering.statement import (
    COLUMNS,
    LEADS,
    a_target,
    arrange_node,
    heading_of,
    labelled,
    wordings_of,
)
from goldenthread.schools.templatetags.gt import day, initials

NOTHING_HERE = "Nothing has been written here yet."
NOT_NEEDED = "Not needed."
PERSONAL = "Contains personal information about a child"
# What says nothing of the child: it is met at the end.
OF_THE_COPY = {"Made as", "Fingerprint"}
# What others are drawn like.
DRAWN_AS = {"view": "entry", "finding": "entry", "judgement": "outcome"}


def arrange(document: Document) -> dict[str, Any]:
    """Everything a rendering shows, in order; for a copy that is already filtered for its reader."""
    meta = document.meta
    learner = _fact(document, "fact:name")
    wordings = wordings_of(document)
    return {
        "title": document.title,
        "school": (meta.get("school") or {}).get("name", ""),
        "learner": learner,
        "initials": initials(learner),
        "standing": meta.get("standing", ""),
        "draft": is_draft(document),
        "own": bool(meta.get("own")),
        "folds": bool(meta.get("opens")),
        **_cover_and_closing(meta),
        "what_changed": {"text": meta.get("what_changed") or ""},
        "photo": _photo(document, learner),
        "imprint": _imprint(meta),
        "personal": PERSONAL,
        "issued_on": meta.get("issued_on") or "",
        "one_side": bool(meta.get("one_side")),
        "sections": [_section(section, document, wordings) for section in document.sections
                     if not _is_left_out(section, meta)],
    }


def is_draft(document: Document) -> bool:
    return str(document.meta.get("standing", "")).startswith("Draft")


def short_hash(meta: dict[str, Any]) -> str:
    """Enough of the hash to tell two printouts apart by eye."""
    return str(meta.get("sha256") or "")[:8]


def _fact(document: Document, node_id: str) -> str:
    return next((node.data["value"] for node in document.nodes if node.id == node_id), "")


def _photo(document: Document, learner: str) -> dict[str, str] | None:
    """A withdrawn photo and one never taken look alike: initials."""
    for node in document.nodes:
        if node.kind == "photo" and node.data.get("file"):
            return {"file": node.data["file"], "alt": node.data.get("alt") or f"Photo of {learner or 'the learner'}"}
    return None


def _imprint(meta: dict[str, Any]) -> str:
    to_tell_copies_apart = "" if meta.get("own") or meta.get("family") else short_hash(meta)
    parts = [meta.get("standing"), to_tell_copies_apart, meta.get("for")]
    return " · ".join(part for part in parts if part)


def _cover_and_closing(meta: dict[str, Any]) -> dict[str, Any]:
    """What is said of the version before it, and in small print after it."""
    if meta.get("own"):
        return {"cover": [], "closing": _closing(meta)}
    cover = meta.get("cover") or _cover(meta)
    closing = " · ".join(f"{row['label']}: {row['value']}" for row in cover if row["label"] in OF_THE_COPY)
    return {"cover": [row for row in cover if row["label"] not in OF_THE_COPY], "closing": closing}


def _cover(meta: dict[str, Any]) -> list[dict[str, str]]:
    issued = " by ".join(part for part in (day(meta.get("issued_on")), meta.get("issued_by")) if part)
    rows = [
        ("Issued" if issued else "Standing", ", ".join(part for part in (meta.get("standing"), issued) if part)),
        ("Corrected", _corrected(meta)),
        ("To be reviewed by", day(meta.get("review_by"))),
        ("Made as", meta.get("for")),
        ("Fingerprint", short_hash(meta)),
    ]
    return labelled(rows)


def _corrected(meta: dict[str, Any]) -> str:
    return ": ".join(part for part in (day(meta.get("corrected_on")), meta.get("reason")) if part)


def _closing(meta: dict[str, Any]) -> str:
    """The cover of the learner's own copy, in one quiet line after everything else."""
    corrected, review = _corrected(meta), day(meta.get("review_by"))
    parts = [meta.get("standing"), day(meta.get("issued_on")), f"Corrected {corrected}" if corrected else "",
             f"We look at it again by {review}" if review else ""]
    return " · ".join(part for part in parts if part)


def _section(section: Section, document: Document, wordings: dict[str, str]) -> dict[str, Any]:
    shown = [node for node in section.nodes if node.kind != "photo"]
    if section.layout == "needs":
        shown.sort(key=lambda node: node.data.get("rank", 0))
    own = bool(document.meta.get("one_side"))  # a profile is the learner speaking, whoever reads it
    groups = [list(nodes) for _, nodes in groupby(shown, key=_kind_and_field)]
    arranged = [_group(nodes, section.title, wordings, own) for nodes in groups]
    fold = _fold(section.key, document.meta)
    if document.meta.get("own"):
        for number, (group, nodes) in enumerate(zip(arranged, groups, strict=True)):
            group["lines"] = list(map(told_to_the_learner, group["lines"], nodes))
            group["folded"] = bool(fold == "open" and section.layout == "entries" and number and group["heading"])
    return {
        "key": section.key,
        "title": section.title,
        "intro": section.intro,
        "layout": section.layout,
        "fold": fold,
        "empty": "" if section.nodes else _why_empty(section, document.meta),
        "groups": list(_targets(shown, bool(document.meta.get("own")))) if section.layout == "targets" else arranged,
    }


def _fold(key: str, meta: dict[str, Any]) -> str:
    """How a section lies in the learner's own copy; nothing for anybody else's."""
    return ("open" if key in meta["opens"] else "shut") if meta.get("opens") else ""


def _is_left_out(section: Section, meta: dict[str, Any]) -> bool:
    """Whether a version says nothing of an empty section: nobody will write in it any more, and it is as empty for a
    reader who may not read its lines as for one to whom there are none. Not needed is something said.
    """
    return bool(meta.get("number")) and not section.nodes and _why_empty(section, meta) == NOTHING_HERE


def _why_empty(section: Section, meta: dict[str, Any]) -> str:
    return NOT_NEEDED if section.key in meta.get("unneeded", ()) else NOTHING_HERE


def _targets(nodes: list[Node], own: bool) -> Iterator[dict[str, Any]]:
    """Targets in tables, one for each outcome that they lead to, which stands above its own."""
    words = {"leads": THEIRS_LEADS, "columns": OWN_COLUMNS} if own else {"leads": LEADS, "columns": COLUMNS}
    above = {node.id: node for node in nodes if node.data.get("above")}
    groups: dict[str, list[Node]] = {}
    place: dict[str, str] = {}
    for node in nodes:
        if node.id not in above:
            parent = node.data.get("parent", "")
            place[node.id] = parent if parent in above else place.get(parent, "")
            groups.setdefault(place[node.id], []).append(node)
    for parent, targets in groups.items():
        told = above[parent].data if parent else {}
        yield {"kind": "target", "heading": told.get("wording", ""), **words,
               "level": "" if own else told.get("level_name", ""),
               "lines": [a_target_of_theirs(node) if own else marked(a_target(node), node) for node in targets]}


def _kind_and_field(node: Node) -> tuple[str, str]:
    return node.kind, node.data.get("field") or heading_of(node)


def _group(nodes: list[Node], title: str, wordings: dict[str, str], own: bool) -> dict[str, Any]:
    """Neighbours of one kind under one heading; a heading that repeats the section's own is left out."""
    heading = (own and nodes[0].data.get("child_heading")) or heading_of(nodes[0])
    return {
        "kind": DRAWN_AS.get(nodes[0].kind, nodes[0].kind),
        "heading": "" if heading == title else heading,
        "lines": [marked(line, node, own) for line, node in ((arrange_node(node, wordings), node) for node in nodes)],
    }


def marked(line: dict[str, Any], node: Node, own: bool = False) -> dict[str, Any]:
    """A line that is for the school's staff or the SENCO's team alone says so, as in the record: their copies alone
    have it, and are talked over with others beside. A profile is handed on as it is.
    """
    if own or node.audience not in {STAFF, SENCO}:
        return line
    readers = AUDIENCES[node.audience]
    readers = f"{readers[0].lower()}{readers[1:]}"
    if "how" in line:
        return line | {"how": " · ".join(filter(None, [line["how"], f"for {readers}"]))}
    rows = next((name for name in ("facts", "help") if name in line), None)
    return line | {rows: [*line[rows], *labelled([("For", readers)])]} if rows else line
