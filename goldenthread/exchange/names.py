"""Names in a spreadsheet: what is odd about one, how two are compared, and a whole name cut in two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from goldenthread.exchange.grid import HOLD, STOP, WARN, Problem
from goldenthread.learners.names import BadName, clean, mixes_scripts

LONGEST = 120
FORENAME_FIRST, SURNAME_FIRST = "forename", "surname"
MOJIBAKE = re.compile(
    r"[ÃÂÅÄ][\u0080-\u00bf\u0152-\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€"
)
PLAIN = re.compile(r"[A-Za-z'-]+(?: [A-Za-z'-]+)*")
PARTICLES = {"van", "von", "der", "den", "de", "da", "di", "del", "della", "dos", "du", "la", "le", "ter", "ten", "bin",
             "bint", "ibn", "al", "el", "ap", "ab", "mac", "st", "st."}  # fmt: skip


def is_plain(text: str) -> bool:
    """A name of ordinary letters with nothing to say of it, as nearly all are: it need not be looked at closely."""
    return len(text) <= LONGEST and bool(PLAIN.fullmatch(text))


def problems(text: str, field: str, title: str) -> list[Problem]:
    """What is wrong with a name as found in the file. `title` begins the sentences: "The surname"."""
    if "\ufffd" in text:
        return [Problem(field, f"{title} has lost a letter on the way here. Type it again.")]
    try:
        return _oddities(text, clean(text, LONGEST), field, title)
    except BadName as refusal:
        return [Problem(field, f"{title} cannot be kept. {refusal}")]


def _oddities(raw: str, name: str, field: str, title: str) -> list[Problem]:
    found = []
    if MOJIBAKE.search(raw):
        guess = unmangled(raw)
        meant = f" Is it {guess}?" if guess else ""
        found.append(Problem(field, f"{title} ({name}) looks garbled by the wrong encoding.{meant}", HOLD, guess))
    elif any(unicodedata.category(c) == "So" for c in name):
        found.append(Problem(field, f"{title} ({name}) has a picture in it.", STOP))
    elif any(c.isdigit() for c in name):
        found.append(Problem(field, f"{title} ({name}) has a figure in it.", HOLD))
    if mixes_scripts(name):
        said = f"{title} ({name}) mixes alphabets: one of its letters only looks like ours."
        found.append(Problem(field, said, WARN))
    return found


def unmangled(name: str) -> str:
    """UTF-8 that was read as Windows-1252, read rightly; empty where that makes no sense."""
    try:
        return clean(name.encode("cp1252").decode("utf-8"))
    except (UnicodeError, BadName):
        return ""


def is_uncut(whole: str) -> bool:
    """Whether nothing in a name in one cell says which of its words is the surname."""
    return "," not in whole and len(whole) <= LONGEST and len(whole.split()) > 1


def split(whole: str, order: str = FORENAME_FIRST) -> tuple[str, str, bool]:
    """(first names, surname, sure) of a name in one cell: "Okafor, Ada" or "Ada Okafor"; by `order` "Okafor Ada".

    Not sure where a name without a comma has more than two words: the surname starts at a particle, or is the last (the
    first, with the particles before it, where surnames come first).
    """
    if "," in whole:
        last, _, first = whole.partition(",")
        return first.strip(), last.strip(), "," not in first
    words = whole.split()
    if len(words) < 2:
        return whole, "", True
    if order == SURNAME_FIRST:
        named = next((i for i, w in enumerate(words) if w.lower() not in PARTICLES), 0)
        end = min(named + 1, len(words) - 1)
        return " ".join(words[end:]), " ".join(words[:end]), len(words) == 2
    start = next((i for i, w in enumerate(words) if i and w.lower() in PARTICLES), len(words) - 1)
    return " ".join(words[:start]), " ".join(words[start:]), len(words) == 2


SMALL = {"van", "von", "der", "den", "de", "da", "di", "del", "della", "dos", "du", "la", "ter", "ten", "bin", "bint",
         "ibn"}  # fmt: skip


def is_shouted(texts: Iterable[str]) -> bool:
    """Whether all of a column's names are in capitals, and at least one is long enough to tell."""
    written = [t for t in texts if any(map(str.isalpha, t))]
    telling = [t for t in written if sum(map(str.isalpha, t)) > 2 and t != t.lower()]
    return bool(telling) and all(t == t.upper() for t in written)


def name_case(shouted: str) -> str:
    """A name in capitals as it is probably written: O'Brien, McDonald, van der Berg after a first word.

    Nobody can know (MacDonald, Macdonald), so it is a proposal that the preview shows.
    """
    words = shouted.split()
    return " ".join(w.lower() if at and w.lower() in SMALL and at + 1 < len(words) else _parts(w)
                    for at, w in enumerate(words))  # fmt: skip


def _parts(word: str) -> str:
    return "".join(_capital(part) for part in re.split("([-'\u2019])", word))


def _capital(part: str) -> str:
    low = unicodedata.normalize("NFC", part.lower().replace("i\u0307", "i"))
    if len(low) > 3 and low.startswith("mc"):
        return "Mc" + low[2:].capitalize()
    return low[:1].upper() + low[1:]
