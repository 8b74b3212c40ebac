"""Dates as people type them. The order of day and month is never guessed: the file shows it, or its owner says it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from goldenthread.exchange.grid import Cell

DAY_FIRST, MONTH_FIRST, UNKNOWN, NONE = "day", "month", "unknown", ""

MONTHS = {name: n for n, names in enumerate((
    ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
    ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
    ("dec", "december")), 1) for name in names}  # fmt: skip
NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})\Z")
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
PACKED = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)\Z")
SERIAL = re.compile(r"\d{5}(?:\.\d{1,12})?\Z")
DAY_MONTH = re.compile(
    r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ \-/.]?(?:of )?([a-z]{3,9})[ \-/.,]{0,2}(\d{4}|\d{2})\Z"
)
MONTH_DAY = re.compile(r"(?:[a-z]{3,9},? )?([a-z]{3,9})[ \-]?(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\Z")
CLOCK = re.compile(r"[T ](\d{1,2}):(\d\d)(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?\Z")
BASES = {1900: dt.date(1899, 12, 30), 1904: dt.date(1904, 1, 1)}
LONGEST = 60
WHICH_ORDER = "say whether the day or the month comes first in this file"
NOBODY_SAID = "nobody said that this file does"


class NotADate(Exception):
    """str() says what is wrong with it, to follow "the date of birth"."""


def order_of(cells: Iterable[Cell]) -> str:
    """What a column of dates shows of its order: one day over twelve settles it, contradiction or silence does not."""
    day_first = month_first = doubtful = False
    for cell in cells:
        if "d" in cell.marks or not (match := NUMERIC.match(_bare(cell.text)[0])):
            continue
        first, second = int(match[1]), int(match[2])
        day_first |= first > 12 >= second
        month_first |= second > 12 >= first
        doubtful |= first <= 12 and second <= 12 and first != second
    if day_first and not month_first:
        return DAY_FIRST
    return UNKNOWN if month_first or doubtful else NONE


def looks_like_one(cell: Cell) -> bool:
    """Whether a cell holds a day in figures or words, whichever of them comes first."""
    text = _bare(cell.text)[0]
    return "d" in cell.marks or any(form.match(text) for form in (ISO, PACKED, NUMERIC)) or any(
        match[word] in MONTHS for form, word in ((DAY_MONTH, 2), (MONTH_DAY, 1)) if (match := form.match(text.lower())))


def parse(cell: Cell, *, order: str, epoch: int, on: dt.date) -> dt.date:
    """The date in a cell. Two-digit years mean the latest year that is not after `on`."""
    text, clock = _bare(cell.text)
    if clock and clock != (0, 0):
        raise NotADate(f"holds a time of day ({cell.text.strip()}), so the day may have slipped by one")
    if len(text) > LONGEST:
        raise NotADate("is not a date")
    if "d" in cell.marks:
        return dt.date.fromisoformat(text)
    try:
        return _read(text, order, epoch, on)
    except (ValueError, OverflowError) as problem:
        raise NotADate(f"is a day that does not exist ({text})") from problem


def _read(text: str, order: str, epoch: int, on: dt.date) -> dt.date:
    if match := ISO.match(text) or PACKED.match(text):
        return dt.date(*(int(g) for g in match.groups()))
    if match := NUMERIC.match(text):
        return _numeric(int(match[1]), int(match[2]), _year(match[3], on), text, order)
    if SERIAL.match(text):
        return _serial(float(text), epoch, text)
    words = text.lower()
    if match := DAY_MONTH.match(words):
        return dt.date(_year(match[3], on), _month(match[2], text), int(match[1]))
    if match := MONTH_DAY.match(words):
        return dt.date(int(match[3]), _month(match[1], text), int(match[2]))
    raise NotADate(f"is not a date we can read ({text})")


def _bare(text: str) -> tuple[str, tuple[int, int] | None]:
    """The text without its time of day, and that time."""
    text = " ".join(text[:200].split())
    match = CLOCK.search(text, max(0, len(text) - 30))
    return (text[: match.start()], (int(match[1]), int(match[2]))) if match else (text, None)


def _numeric(first: int, second: int, year: int, text: str, order: str) -> dt.date:
    if order == MONTH_FIRST:
        return dt.date(year, first, second)
    if order != DAY_FIRST and first != second and first <= 12 and second <= 12:
        raise NotADate(f"could be two days ({text}): {WHICH_ORDER}")
    if second > 12 >= first:
        raise NotADate(f"would have the month first ({text}), and {NOBODY_SAID}")
    return dt.date(year, second, first)


def _year(text: str, on: dt.date) -> int:
    if len(text) == 4:
        return int(text)
    year = on.year - on.year % 100 + int(text)
    return year if year <= on.year else year - 100


def _month(word: str, text: str) -> int:
    if word not in MONTHS:
        raise NotADate(f"is not a date we can read ({text})")
    return MONTHS[word]


def _serial(number: float, epoch: int, text: str) -> dt.date:
    """A spreadsheet's own count of days, as it leaks into text files and unformatted cells."""
    if number % 1:
        raise NotADate(f"holds a time of day ({text}), so the day may have slipped by one")
    return BASES[epoch] + dt.timedelta(days=int(number))
