"""From a grid as read to rows with fates: what must be asked of the whole file, then each row by checking.check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from goldenthread.exchange import dates
from goldenthread.exchange.checking import Checked, check
from goldenthread.exchange.grid import EMPTY, Cell, Grid, Row
from goldenthread.exchange.headings import Headings, doubts, find, folded, learners_rows, told
from goldenthread.exchange.names import FORENAME_FIRST, SURNAME_FIRST, is_uncut
from goldenthread.exchange.roll import Roll
from goldenthread.exchange.rows import DATES, NAMES, Override, candidate, column, rules_for

COLUMNS, ORDER, ACCENTS, NAME_ORDER = "columns", "order", "accents", "name_order"
MOST_ACCENTS = 12
MOST_UNCUT = 2


def settle(grid: Grid, answers: Mapping[str, Any], remembered: Mapping[str, str]) -> tuple[dict[str, Any], list[Row]]:
    """(how the file was read, its rows of learners with only the columns we use). `asks` says what is still open.

    `answers` may hold `called` (folded heading -> field) and `alone`, where nobody is there to ask about columns.
    """
    if COLUMNS in answers:
        headings = told(grid.rows, int(answers.get("row", 1)), answers[COLUMNS])
        unsure: list[str] = []
        unknown: list[str] = []
    else:
        remembered = {**remembered, **answers.get("called", {})}
        headings = find(grid.rows, remembered)
        unsure, unknown = doubts(headings, remembered)
    rows, notes = learners_rows(grid.rows, headings)
    order = dates.order_of(c for key in DATES for c in column(rows, headings, key))
    accents = accented(rows, headings)
    asks = [COLUMNS] if headings.missing or (unsure and not answers.get("alone")) else []
    # An answer given before the file was seen does not overrule what the file shows by itself.
    order = answers.get(ORDER) or order if order == dates.UNKNOWN else order
    if order == dates.UNKNOWN and not answers.get(ORDER):
        asks.append(ORDER)
    undivided = uncut(rows, headings)
    if undivided and not answers.get(NAME_ORDER) and not answers.get("alone"):
        asks.append(NAME_ORDER)
    mangled = not grid.sure_of_encoding or answers.get("encoding")
    if accents and mangled and not answers.get("looked"):
        asks.append(ACCENTS)
    reading = grid.head() | {
        "notes": [*grid.notes, *notes], "headings": headings.narrowed().as_json(), "unused": headings.unused,
        "missing": headings.missing, "unsure": unsure, "unknown": unknown, "order": order,
        "accents": accents, "asks": asks, "uncut": undivided,
        "name_order": answers.get(NAME_ORDER) or name_order(headings),
    }  # fmt: skip
    return reading, [_narrow(row, headings.used) for row in rows]


def _narrow(row: Row, used: Sequence[int]) -> Row:
    return Row(row.number, tuple(row.cells[c] if c < len(row.cells) else EMPTY for c in used), row.trouble)


def accented(rows: Sequence[Row], headings: Headings) -> list[str]:
    """Some names that the wrong encoding would spoil."""
    cells = [c.text.strip() for key in ("name", *NAMES) for c in column(rows, headings, key)]
    return list(dict.fromkeys(text for text in cells if not text.isascii()))[:MOST_ACCENTS]


def uncut(rows: Sequence[Row], headings: Headings) -> list[str]:
    """Some whole names that do not say which of their words is the surname; none where the heading says it of all."""
    if name_order(headings) == SURNAME_FIRST:
        return []
    return [c.text.strip() for c in column(rows, headings, "name") if is_uncut(c.text)][:MOST_UNCUT]


def name_order(headings: Headings) -> str:
    """Which comes first in a whole name, by its heading ("Surname Forename")."""
    called = [folded(headings.texts[c]) for c in headings.columns.get("name", ()) if c < len(headings.texts)]
    return SURNAME_FIRST if any("surnameforename" in text for text in called) else FORENAME_FIRST


def judge(
    reading: Mapping[str, Any],
    rows: Sequence[Row],
    decisions: Mapping[int, Mapping[str, Any]],
    *,
    roll: Roll,
    on: date,
    starts: int,
    schools: Sequence[str],
) -> list[Checked]:
    """Each row's fate against the school's learners as they are now."""
    headings = Headings.from_json(reading["headings"])
    rules = rules_for(rows, headings, on=on, starts=starts, schools=schools, epoch=reading["epoch"],
                      order=reading["order"], name_order=reading.get(NAME_ORDER) or FORENAME_FIRST)  # fmt: skip
    candidates = [candidate(row, rules, override(decisions.get(row.number, {}))) for row in rows]
    return check(candidates, roll, decisions)


def override(decision: Mapping[str, Any]) -> Override | None:
    if not decision.get("values") and not decision.get("accept"):
        return None
    return Override(decision.get("values", {}), bool(decision.get("accept")))


def as_json(checked: Checked) -> dict[str, Any]:
    """What a row's page shows, as plain JSON."""
    return {
        "values": {k: plain(v) for k, v in checked.values.items()},
        "changes": {k: [plain(old), plain(new)] for k, (old, new) in checked.changes.items()},
        "candidates": list(checked.candidates),
        "problems": [p._asdict() for p in checked.problems],
    }


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def row_of(number: int, cells: Sequence[Any], trouble: str) -> Row:
    return Row(number, tuple(Cell.from_json(c) for c in cells), trouble)


def flat(value: Any) -> Any:
    """Tuples as lists, all the way down: as the value is after a journey through JSON."""
    if isinstance(value, dict):
        return {k: flat(v) for k, v in value.items()}
    return [flat(v) for v in value] if isinstance(value, tuple | list) else value
