"""A Document put into the words and the order in which people read it; screen and paper both draw exactly this.

Plain dicts, because the paper's half is handed to typst as JSON. Text that may hold Markdown is under "text" only.

Of the copy's `meta` it reads, besides what every version has, `one_side`: prints as a profile; `own`: the learner's,
which begins with the learner, says plainly which words are a grown-up's, and at its end which version it is.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from goldenthread.plans.document import Document, Node, Section
from goldenthread.plans.rendering.whose import said_by_whom, whose_words
from goldenthread.schools.templatetags.gt import day, initials

Line = dict[str, Any]

LEADS = "Leads towards"
FOLLOWS, FOLLOWED = "Follows", "Followed by"
NOTHING_HERE = "Nothing has been written here yet."
PERSONAL = "Contains personal information about a child"
# Kinds of statement that are somebody's words under a heading; and what others are drawn like.
WORDS_OF_SOMEBODY = frozenset({"entry", "view", "finding"})
DRAWN_AS = {"view": "entry", "finding": "entry", "judgement": "outcome"}
AREA, HAPPENED = "Area", "What happened"


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
        "cover": [] if meta.get("own") else _cover(meta),
        "closing": _closing(meta) if meta.get("own") else "",
        "what_changed": {"text": meta.get("what_changed") or ""},
        "photo": _photo(document, learner),
        "imprint": _imprint(meta),
        "personal": PERSONAL,
        "issued_on": meta.get("issued_on") or "",
        "one_side": bool(meta.get("one_side")),
        "sections": [_section(section, document, wordings) for section in document.sections],
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
    parts = [meta.get("standing"), "" if meta.get("own") else short_hash(meta), meta.get("for")]
    return " · ".join(part for part in parts if part)


def _cover(meta: dict[str, Any]) -> list[dict[str, str]]:
    issued = " by ".join(part for part in (day(meta.get("issued_on")), meta.get("issued_by")) if part)
    rows = [
        ("Standing", meta.get("standing")),
        ("Issued", issued),
        ("Corrected", _corrected(meta)),
        ("To be reviewed by", day(meta.get("review_by"))),
        ("Made as", meta.get("for")),
        ("Fingerprint", short_hash(meta)),
    ]
    return _labelled(rows)


def _corrected(meta: dict[str, Any]) -> str:
    return ": ".join(part for part in (day(meta.get("corrected_on")), meta.get("reason")) if part)


def _closing(meta: dict[str, Any]) -> str:
    """The cover of the learner's own copy, in one quiet line after everything else."""
    corrected, review = _corrected(meta), day(meta.get("review_by"))
    parts = [meta.get("standing"), day(meta.get("issued_on")), f"Corrected {corrected}" if corrected else "",
             f"We look at it again by {review}" if review else ""]
    return " · ".join(part for part in parts if part)


def _labelled(rows: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    return [{"label": label, "value": str(value)} for label, value in rows if value]


def _section(section: Section, document: Document, wordings: dict[str, str]) -> dict[str, Any]:
    shown = [node for node in section.nodes if node.kind != "photo"]
    if section.layout == "needs":
        shown.sort(key=lambda node: node.data.get("rank", 0))
    own = bool(document.meta.get("one_side"))  # a profile is the learner speaking, whoever reads it
    groups = [list(nodes) for _, nodes in groupby(shown, key=_kind_and_field)]
    arranged = [_group(nodes, section.title, wordings, own) for nodes in groups]
    if document.meta.get("own"):
        for group, nodes in zip(arranged, groups, strict=True):
            group["lines"] = list(map(_told_to_the_learner, group["lines"], nodes))
    return {
        "key": section.key,
        "title": section.title,
        "intro": section.intro,
        "layout": section.layout,
        "empty": "" if section.nodes else NOTHING_HERE,
        "groups": list(_targets(shown)) if section.layout == "targets" else arranged,
    }


def _targets(nodes: list[Node]) -> Iterator[dict[str, Any]]:
    """Targets in tables, one for each outcome that they lead to, which stands above its own."""
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
        yield {"kind": "target", "heading": told.get("wording", ""), "level": told.get("level_name", ""),
               "lines": [_a_target(node) for node in targets]}


def _a_target(node: Node) -> Line:
    """An outcome as a row: where it goes from and to, what is done, and what came of it."""
    data = node.data
    return {
        "id": node.id,
        "kind": "target",
        **{key: _an_outcome(data)[key] for key in ("title", "level", "status", "closed", "mark", "text")},
        "aims": _labelled([("Start", data.get("baseline")), ("Aim", data.get("target")),
                           ("We will know by", data.get("measure"))]),
        "help": _labelled([("", data.get("strategies")), ("Who", data.get("who_helps")), (HAPPENED, _happened(data))]),
        "by": day(data.get("due_on")),
    }


def _kind_and_field(node: Node) -> tuple[str, str]:
    return node.kind, node.data.get("field") or heading_of(node)


def _group(nodes: list[Node], title: str, wordings: dict[str, str], own: bool) -> dict[str, Any]:
    """Neighbours of one kind under one heading; a heading that repeats the section's own is left out."""
    heading = (own and nodes[0].data.get("child_heading")) or heading_of(nodes[0])
    return {
        "kind": DRAWN_AS.get(nodes[0].kind, nodes[0].kind),
        "heading": "" if heading == title else heading,
        "lines": [arrange_node(node, wordings) for node in nodes],
    }


def _told_to_the_learner(line: Line, node: Node) -> Line:
    """In their own copy: whose words these are where they are not the learner's, and no area of need on an outcome."""
    if node.kind in WORDS_OF_SOMEBODY:
        line["who"] = said_by_whom(node.data)
    if node.kind == "outcome":
        line["facts"] = [fact for fact in line["facts"] if fact["label"] != AREA]
    return line


def heading_of(node: Node) -> str:
    """The field's title as frozen with the entry; its key, made readable, in a body that holds none."""
    if node.kind not in WORDS_OF_SOMEBODY:
        return ""
    return node.data.get("heading") or node.data.get("field", "").replace("-", " ").capitalize()


def arrange_node(node: Node, wordings: dict[str, str] | None = None) -> Line:
    """One statement as shown. A kind this release does not know still shows its words."""
    known = {"fact": _a_fact, "entry": _an_entry, "need": _a_need, "person": _a_person, "outcome": _an_outcome,
             "triple": _a_triple, "view": _an_entry, "finding": _a_finding, "judgement": _a_judgement}
    line = {"id": node.id, "kind": node.kind} | known.get(node.kind, _anything)(node.data)
    if node.kind == "outcome":
        others = {LEADS: node.data.get("parent"), FOLLOWS: node.data.get("follows"), FOLLOWED: after(node.id)}
        line["facts"] += _labelled((label, (wordings or {}).get(id or "")) for label, id in others.items())
    return line


def wordings_of(document: Document) -> dict[str, str]:
    """What outcomes are called by those they stand beside: by id, and by what they follow. Those of the reader's own
    copy alone, so that nothing names what was left out of it.
    """
    told = [node for node in document.nodes if node.kind == "outcome"]
    return {node.id: node.data.get("wording", "") for node in told} | {
        after(node.data["follows"]): node.data.get("wording", "") for node in told if node.data.get("follows")}


def after(id: str) -> str:
    return f"after {id}"


def _a_fact(data: dict[str, Any]) -> Line:
    return {"label": data.get("label", ""), "value": data.get("value", "")}


def _an_entry(data: dict[str, Any]) -> Line:
    voice = data.get("said_by", "")
    return {"text": data.get("text", ""), "voice": voice, "who": whose_words(data), "how": _how(data)}


def _how(data: dict[str, Any]) -> str:
    writer = data.get("written_by", "")
    parts = [
        data.get("how_gathered", ""),
        f"written down by {writer}" if writer and writer != data.get("said_by_name") else "",
        day(data.get("happened_on")),
        f"source: {data['source']}" if data.get("source") else "",
    ]
    return " · ".join(part for part in parts if part)


def _a_finding(data: dict[str, Any]) -> Line:
    """What a meeting found; of what was agreed, who does it and by when."""
    doing = [data.get("owner", ""), f"by {day(data['due_on'])}" if data.get("due_on") else ""]
    return _an_entry(data) | {"how": " ".join(filter(None, doing))}


def _a_judgement(data: dict[str, Any]) -> Line:
    """How an outcome was judged when it was reviewed."""
    met = data.get("state") == "met"
    return {"title": data.get("wording", ""), "level": data.get("level_name", ""), "status": data.get("state_name", ""),
            "closed": False, "mark": "met" if met else "version", "facts": [], "text": data.get("words", "")}


def _a_need(data: dict[str, Any]) -> Line:
    return {
        "title": data.get("type_name") or data.get("type", ""),
        "area": data.get("area_name", ""),
        "mark": "Main need" if data.get("rank") == 1 else "",
        "text": data.get("description", ""),
    }


def _a_person(data: dict[str, Any]) -> Line:
    return {key: data.get(key, "") for key in ("name", "role", "capacity")}


def _an_outcome(data: dict[str, Any]) -> Line:
    rows = [
        (AREA, data.get("area_name")),
        ("Where we start", data.get("baseline")),
        ("What we aim for", data.get("target")),
        ("How we will know", data.get("measure")),
        ("What we do", data.get("strategies")),
        ("Who helps", data.get("who_helps")),
        ("By", day(data.get("due_on"))),
        (HAPPENED, _happened(data)),
    ]
    return {
        "title": data.get("wording", ""),
        "level": data.get("level_name", ""),
        "status": outcome_status(data),
        "closed": bool(data.get("closed_on")),
        "mark": "met" if data.get("result") == "met" else "archived" if data.get("closed_on") else "version",
        "facts": _labelled(rows),
        "text": data.get("progress", ""),
    }


def _happened(data: dict[str, Any]) -> str:
    """Why it was closed as it was, unless that is said as its progress already."""
    why = data.get("result_why", "")
    return "" if why == data.get("progress") else why


def outcome_status(data: dict[str, Any]) -> str:
    """`Met 3 December 2026` once closed; the state in words before."""
    if not data.get("closed_on"):
        return data.get("state_name", "")
    return f"{data.get('result_name') or 'Closed'} {day(data['closed_on'])}"


def _a_triple(data: dict[str, Any]) -> Line:
    return {"need": data.get("need", ""), "title": data.get("outcome", ""), "text": data.get("provision", ""),
            "area": data.get("area_name", "")}


def _anything(data: dict[str, Any]) -> Line:
    title = next((data[key] for key in ("title", "name", "wording", "label") if data.get(key)), "")
    text = next((data[key] for key in ("text", "description", "value") if data.get(key)), "")
    return {"title": str(title), "text": str(text)}
