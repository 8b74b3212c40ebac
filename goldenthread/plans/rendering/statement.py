"""One statement of a plan in the words in which people read it: what is said, an outcome, a need, who helped.

A plain dict, because the paper's half is handed to typst as JSON. Text that may hold Markdown is under "text" only.
"""

from collections.abc import Iterable
from typing import Any

from goldenthread.plans.document import Document, Node
from goldenthread.plans.rendering.whose import whose_words
from goldenthread.schools.templatetags.gt import day

Line = dict[str, Any]

LEADS = "Leads towards"
# Of a table of targets.
COLUMNS = ("Target", "From and to", "What we do", "By when, and what came of it")
FOLLOWS, FOLLOWED = "Follows", "Followed by"
AREA, HAPPENED = "Area", "What happened"
# Kinds of statement that are somebody's words under a heading.
WORDS_OF_SOMEBODY = frozenset({"entry", "view", "finding"})


def labelled(rows: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    return [{"label": label, "value": str(value)} for label, value in rows if value]


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
        line["facts"] += labelled((label, (wordings or {}).get(id or "")) for label, id in others.items())
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
    writer, name = data.get("written_by", ""), data.get("said_by_name", "").partition(",")[0]
    parts = [
        data.get("how_gathered", ""),
        f"written down by {writer}" if writer and writer != name else "",
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
        ("Counted in", data.get("unit")),
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
        "facts": labelled(rows),
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


def a_target(node: Node) -> Line:
    """An outcome as a row: where it goes from and to, what is done, and what came of it."""
    data = node.data
    return {
        "id": node.id,
        "kind": "target",
        **{key: _an_outcome(data)[key] for key in ("title", "level", "status", "closed", "mark", "text")},
        "aims": labelled([("Start", data.get("baseline")), ("Aim", data.get("target")),
                          ("Counted in", data.get("unit")), ("We will know by", data.get("measure"))]),
        "help": labelled([("", data.get("strategies")), ("Who", data.get("who_helps")), (HAPPENED, _happened(data))]),
        "by": day(data.get("due_on")),
    }
