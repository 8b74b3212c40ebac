"""How two children are told apart, or may be one: by names compared as loosely as people write them. Pure."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import lru_cache
from typing import Any

from goldenthread.learners.numbers import upn_kind

# Letters of other alphabets that look like Latin ones, for comparing only.
LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтɑοανρικτυχεηβɡłøđðþæœı",
    "aeopcyxijshdqwbkmhtaoavpiktuxenbgloddpaoi",
)


@lru_cache(maxsize=65_536)
def key(name: str) -> str:
    """A name for comparing only: without accents, case, apostrophes, hyphens, spaces or lookalike letters."""
    plain = unicodedata.normalize("NFKD", name.translate(LOOKALIKES)).casefold().translate(LOOKALIKES)
    return "".join(c for c in plain if c.isalnum())


def first_keys(*names: str | None) -> set[str]:
    """First names for comparing, whole and without middle names, which come and go between systems."""
    return {found for name in names if name for found in (key(name), key(name.split()[0])) if found}


def pairs(firsts: set[str], lasts: set[str], dob: date | None) -> set[tuple]:
    """The ways in which somebody can be found without a number; the last one also where the names were swapped."""
    found: set[tuple] = {("both", f, n) for f in firsts for n in lasts}
    if dob:
        found |= {("first", f, dob) for f in firsts} | {("last", n, dob) for n in lasts}
        found |= {("either way round", frozenset({f, n}), dob) for f in firsts for n in lasts}
    return found


def perhaps_one(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two of first name, surname and date of birth agree, or the birth and the names swapped. Two permanent
    UPNs are two people, unless everything else is one.
    """
    common = found_by(one) & found_by(other)
    numbered = all(upn_kind(each["upn"]) == "permanent" for each in (one, other))
    return {"both", "first", "last"} <= {way for way, *_ in common} if numbered else bool(common)


def found_by(child: dict[str, Any]) -> set[tuple]:
    lasts = {key(child[name]) for name in ("legal_last", "preferred_last") if child[name]}
    return pairs(first_keys(child["legal_first"], child["preferred_first"]), lasts, child["dob"])
