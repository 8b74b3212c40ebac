"""Names here that a row writes otherwise without saying that they are others: they stay, and that is said. Pure."""

from __future__ import annotations

from typing import Any

from goldenthread.exchange.grid import WARN, Problem
from goldenthread.exchange.roll import Known
from goldenthread.exchange.rows import Candidate
from goldenthread.learners.alike import key

PARTS = {"first": "first name", "last": "surname"}


def keep_names(found: dict[str, tuple[Any, Any]], one: Candidate, known: Known) -> list[Problem]:
    """Take out of what a row would change the names that stay as they are here, with a sentence for each."""
    if is_swapped(one, known):
        taken = [found.pop(name, None) for name in ("legal_first", "legal_last")]
        said = f"First name and surname stand the other way round in this row. Ours stay: {known.name}."
        return [Problem("", said, WARN)] if any(taken) else []
    told = []
    for part, title in PARTS.items():
        name = f"legal_{part}"
        old, new = found.get(name, ("", ""))
        in_use = key(new) == key(known.values.get(f"preferred_{part}") or "")
        # A whole name in one column does not say that its first name is the legal one.
        if old and (in_use or (one.whole and part == "first")):
            del found[name]
            told.append(Problem("", f"The row says {new}. Their legal {title} stays {old}.", WARN))
    return told


def is_swapped(one: Candidate, known: Known) -> bool:
    """Whether a row has our surname for a first name and our first name for a surname."""
    first, last = (key(one.values.get(name, "")) for name in ("legal_first", "legal_last"))
    return first != last and first in known.lasts and last in known.firsts
