"""A comparison in plain words for its reader: "2 targets met. What helps me was rewritten by Ada. New support: …".

Those who work with it every day are told how many; those who meet it three times a year are told each by its name.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from goldenthread.plans.comparing import Change, Comparison, Fate
from goldenthread.plans.document import Node
from goldenthread.plans.rendering.tree import plain
from goldenthread.plans.rendering.whose import NAMELESS
from goldenthread.schools.templatetags.gt import day

NOUNS = {"aspiration": "hope", "term": "target", "step": "target"}
NOTHING = "Nothing has changed."
# Of changes told one by one, and of the words of each.
MOST, SHORT = 12, 120
FIRST = [Fate.CLOSED, Fate.ADDED, Fate.CHANGED, Fate.GONE]


def summed_up(comparison: Comparison) -> list[str]:
    """Sentences, what was reached first. They name only what the reader of both versions may read."""
    sentences = [sentence for kind, say in SAY.items() for sentence in say(list(_of_kind(kind, comparison)))]
    return sentences or [NOTHING]


def told_one_by_one(comparison: Comparison) -> list[str]:
    """As summed_up, for the family and the learner: a sentence for each change; of very many, how many more."""
    sentences = list(dict.fromkeys(
        sentence for kind, say in ONE_BY_ONE.items()
        for change in sorted(_of_kind(kind, comparison), key=lambda change: FIRST.index(change.fate))
        for sentence in say([change])))
    if (more := len(sentences) - MOST) > 0:
        sentences[MOST:] = [f"And {more} more change{'s' if more > 1 else ''}."]
    return sentences or [NOTHING]


def _of_kind(kind: str, comparison: Comparison) -> Iterator[Change]:
    return (change for change in comparison.changes if _spoken_of_as(change.node) == kind)


def _spoken_of_as(node: Node) -> str:
    return node.kind if node.kind in SAY else "support"


def _outcomes(changes: list[Change]) -> Iterator[str]:
    for (noun, result), closed in _by(lambda c: (_noun(c.node), _result(c.node)), changes, Fate.CLOSED):
        yield f"{_count(closed, noun)} {result}."
    for noun, added in _by(lambda c: _noun(c.node), changes, Fate.ADDED):
        yield _new(noun, [change.node.data["wording"] for change in added])
    for noun, changed in _by(lambda c: _noun(c.node), changes, Fate.CHANGED):
        yield from _how_changed(noun, changed)
    for noun, gone in _by(lambda c: _noun(c.node), changes, Fate.GONE):
        yield f"{_count(gone, noun)} no longer in this plan."


def _how_changed(noun: str, changed: list[Change]) -> Iterator[str]:
    reworded = [change for change in changed if change.parts[0].differs]
    noted = [change for change in changed if _only_noted(change)]
    others = [change for change in changed if change not in reworded and change not in noted]
    if reworded:
        yield f"{_count(reworded, noun)} reworded."
    if noted:
        yield f"Progress noted on {_count(noted, noun)}."
    if others:
        yield f"{_count(others, noun)} changed."


def _only_noted(change: Change) -> bool:
    return [part.label for part in change.parts if part.differs] == ["Progress"]


def _an_outcome(changes: list[Change]) -> Iterator[str]:
    (change,) = changes
    data, noun, words = change.node.data, _noun(change.node), _short(change.node.data["wording"])
    if change.fate == Fate.CLOSED:
        yield f"{data.get('result_name') or 'Closed'} on {day(data['closed_on'])}: {words}"
    elif change.fate == Fate.ADDED:
        yield f"New {noun}: {words}"
    elif change.fate == Fate.GONE:
        yield f"No longer in this plan: {words}"
    elif change.parts[0].differs:
        yield f"A{'n' * (noun == 'outcome')} {noun} in new words: {words}"
    elif _only_noted(change):
        yield f"Progress noted on “{words.rstrip('.')}”."
    else:
        yield f"Changed for “{words.rstrip('.')}”: {_names(_what_differs(change))}."


def _what_differs(change: Change) -> Iterator[str]:
    """On track now, by when, what we do."""
    for part in change.parts:
        if part.differs:
            yield f"{part.new.lower()} now" if part.label == "Standing" and part.new else (
                "by when" if part.label == "By" else part.label.lower())


def _an_entry(changes: list[Change]) -> Iterator[str]:
    (change,) = changes
    words = _short(plain(change.node.data["text"]).replace("• ", ""))
    if change.fate == Fate.ADDED:
        yield f"New under “{change.heading}”{_from(changes)}: {words}"
    elif change.fate == Fate.GONE:
        yield f"Taken out of “{change.heading}”: {words}"
    else:
        yield from _entries(changes)


def _a_judgement(changes: list[Change]) -> Iterator[str]:
    for change in changes:
        if change.fate == Fate.ADDED:
            data = change.node.data
            yield f"Judged at the review, {data['state_name'].lower()}: {_short(data['wording'])}"


def _entries(changes: list[Change]) -> Iterator[str]:
    for (heading, who), _ in _by(lambda c: (c.heading, _rewritten(c)), changes, Fate.CHANGED):
        yield f"“{heading}”{who}."
    for heading, added in _by(lambda c: c.heading, changes, Fate.ADDED):
        yield f"New under “{heading}”{_from(added)}."
    for heading, gone in _by(lambda c: c.heading, changes, Fate.GONE):
        yield f"{_count(gone, 'line')} taken out of “{heading}”."


def _rewritten(change: Change) -> str:
    """By whom, never guessed: words of one person that another wrote down anew are not said to be the first's doing."""
    teller, reviser = _teller(change.node), change.node.data.get("revised_by", "")
    if change.old and change.old.id != change.node.id:
        return f": newer words from {teller}" if teller else " says something newer"
    if reviser and reviser == teller:
        return f" was rewritten by {teller}"
    what = f"what {teller} says" if teller else "what was said"
    return f": {reviser} put {what} into new words" if reviser else f": {what} is in new words"


def _judgements(changes: list[Change]) -> Iterator[str]:
    for state, judged in _by(lambda c: c.node.data["state_name"].lower(), changes, Fate.ADDED):
        yield f"{_count(judged, 'outcome')} judged at the review: {state}."


def _needs(changes: list[Change]) -> Iterator[str]:
    yield from _listed("New need", changes, Fate.ADDED, "type_name")
    yield from _listed("No longer listed as a need", changes, Fate.GONE, "type_name")
    yield from _listed("Described anew", changes, Fate.CHANGED, "type_name")


def _people(changes: list[Change]) -> Iterator[str]:
    yield from _listed("New among those who helped", changes, Fate.ADDED, "name")
    yield from _listed("No longer among those who helped", changes, Fate.GONE, "name")
    yield from _listed("Helped in another way", changes, Fate.CHANGED, "name")


def _facts(changes: list[Change]) -> Iterator[str]:
    for change in changes:
        label = change.node.data["label"]
        if change.fate == Fate.CHANGED:
            yield f"{label} was {change.old.data['value']} and is now {change.new.data['value']}."  # type: ignore[union-attr]
        elif change.fate == Fate.ADDED:
            yield f"{label} is now given: {change.node.data['value']}."
        else:
            yield f"{label} is no longer given."


def _triples(changes: list[Change]) -> Iterator[str]:
    """Rows of an EHC plan: a need, its outcome, the provision for it."""
    words = {Fate.ADDED: "New outcome", Fate.GONE: "Outcome no longer in the plan"}
    for change in changes:
        outcome = _short(change.node.data["outcome"])
        if change.fate in words:
            yield f"{words[change.fate]}: {outcome}"
        else:
            what = [part.label.lower() or "outcome" for part in change.parts if part.differs]
            yield f"Amended: {_names(what)} of “{outcome.rstrip('.')}”."


def _words(changes: list[Change]) -> Iterator[str]:
    words = {Fate.ADDED: "is new", Fate.GONE: "is no longer in the plan"}
    yield from (f"“{change.node.data['section']}” {words.get(change.fate, 'was amended')}." for change in changes)


def _photo(changes: list[Change]) -> Iterator[str]:
    words = {Fate.ADDED: "A photo was added.", Fate.GONE: "The photo was taken out."}
    yield from (words.get(change.fate, "The photo is a new one.") for change in changes)


def _support(changes: list[Change]) -> Iterator[str]:
    named = {Fate.ADDED: "New support", Fate.CHANGED: "Changed support", Fate.GONE: "Support no longer in this plan"}
    for fate, words in named.items():
        said = [change.parts[0] for change in changes if change.fate == fate and change.parts]
        if said:
            yield f"{words}: {'; '.join(part.new or part.old for part in said)}."


SAY: dict[str, Callable[[list[Change]], Iterator[str]]] = {
    "outcome": _outcomes,
    "judgement": _judgements,
    "view": _entries,
    "finding": _entries,
    "entry": _entries,
    "support": _support,
    "triple": _triples,
    "words": _words,
    "need": _needs,
    "fact": _facts,
    "person": _people,
    "photo": _photo,
}

ONE_BY_ONE = SAY | {"outcome": _an_outcome, "judgement": _a_judgement, "view": _an_entry, "finding": _an_entry,
                    "entry": _an_entry}


def _by(key: Callable[[Change], Any], changes: list[Change], fate: Fate) -> Iterator[tuple[Any, list[Change]]]:
    """Changes of one fate gathered by something they share, in the order of the plan."""
    gathered: dict[Any, list[Change]] = {}
    for change in changes:
        if change.fate == fate:
            gathered.setdefault(key(change), []).append(change)
    yield from gathered.items()


def _listed(words: str, changes: list[Change], fate: Fate, key: str) -> Iterator[str]:
    if names := [str(change.node.data.get(key, "")) for change in changes if change.fate == fate]:
        yield f"{words}: {_names(names)}."


def _noun(node: Node) -> str:
    return NOUNS.get(node.data.get("level", ""), "outcome")


def _result(node: Node) -> str:
    return (node.data.get("result_name") or "closed").lower()


def _count(changes: list[Change], noun: str) -> str:
    return f"{len(changes)} {noun}{'s' if len(changes) > 1 else ''}"


def _new(noun: str, wordings: list[str]) -> str:
    if len(wordings) > 3:
        return f"{len(wordings)} new {noun}s."
    return f"New {noun}{'s' if len(wordings) > 1 else ''}: {'; '.join(wording.rstrip('.') for wording in wordings)}."


def _short(text: str) -> str:
    """The words, or how they begin; either way the end of a sentence."""
    words = " ".join(text.split())
    if len(words) > SHORT:
        return f"{words[:SHORT].rsplit(' ', 1)[0]}…"
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _teller(node: Node) -> str:
    name = node.data.get("said_by_name") or NAMELESS.get(node.data.get("said_by", ""), "")
    return name or node.data.get("written_by", "")


def _from(added: Iterable[Change]) -> str:
    """Whose words came; of what a meeting found together nobody is named."""
    tellers = [teller for teller in (_teller(change.node) for change in added) if teller]
    return f" from {_names(tellers)}" if tellers else ""


def _names(names: Iterable[str]) -> str:
    """Ada, Grace Okafor and Mr Khan; each once."""
    *most, last = dict.fromkeys(names)
    return f"{', '.join(most)} and {last}" if most else last
