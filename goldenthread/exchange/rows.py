"""One row of a spreadsheet to one candidate: what it says about a learner, and what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.exchange import cells, dates, names
from goldenthread.exchange.grid import EMPTY, HOLD, STOP, WARN, Cell, Problem, Row
from goldenthread.exchange.headings import FIELDS, Headings, folded
from goldenthread.learners import ages
from goldenthread.learners.codes import year_name
from goldenthread.learners.names import clean
from goldenthread.schools.clock import year_starting
from goldenthread.schools.forms import in_words

NAMES = ("legal_first", "legal_last", "preferred_first", "preferred_last")
DATES = ("dob", "stage_on", "entered_on")
OF_TEXT = {"sex": cells.sex, "ethnicity": cells.ethnicity, "stage": cells.stage, "nc_year": cells.nc_year,
           "uln": cells.uln}  # fmt: skip
OF_CELL = {"upn": cells.upn, "tutor_group": cells.tutor_group}
YOUNGEST = 2


@dataclass(frozen=True)
class Rules:
    """What must be known of the whole file to read one row of it."""

    on: date
    starts: int
    headings: Headings
    order: str = dates.NONE
    name_order: str = names.FORENAME_FIRST
    epoch: int = 1900
    padded: int = 0
    schools: frozenset[str] = frozenset()
    shouted: frozenset[str] = frozenset()
    alone: bool = False


@dataclass(frozen=True)
class Override:
    """What a person said of a row: other words for a field, and that what holds it back is known and right."""

    values: Mapping[str, str] = field(default_factory=dict)
    accept: bool = False


@dataclass(frozen=True)
class Candidate:
    """What a row says. `values` has only what the row gives: a blank cell never wipes anything out.

    `shouted` are the names that the file has in capitals throughout, so that their case says nothing; `whole` is a
    name cut in two by us.
    """

    row: int
    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    shouted: frozenset[str] = frozenset()
    whole: bool = False

    @property
    def is_held(self) -> bool:
        return any(p.weight != WARN for p in self.problems)


def rules_for(
    rows: Sequence[Row],
    headings: Headings,
    *,
    on: date,
    starts: int | None = None,
    epoch: int = 1900,
    order: str = "",
    name_order: str = names.FORENAME_FIRST,
    schools: Iterable[str] = (),
) -> Rules:
    """Read from the whole file what single rows cannot say. `order` and `name_order` are somebody's answers, and are
    believed.

    `starts` is the September of the school year that the rows are for; without one, the year that `on` is in.
    """
    return Rules(
        on=on, starts=year_starting(on) if starts is None else starts, headings=headings, epoch=epoch,
        order=order or dates.order_of(c for key in DATES for c in column(rows, headings, key)),
        padded=max((len(c.text) for c in column(rows, headings, "mis_number") if c.text.startswith("0")), default=0),
        schools=frozenset(folded(s) for s in schools if s), shouted=shouted(rows, headings, name_order),
        name_order=name_order, alone=len(rows) == 1,
    )  # fmt: skip


def shouted(rows: Sequence[Row], headings: Headings, order: str) -> frozenset[str]:
    """The names that are in capitals in every row; of a whole name each half by itself ("OKAFOR, Ada")."""
    texts = {key: [c.text for c in column(rows, headings, key)] for key in NAMES}
    halves = [names.split(" ".join(c.text.split()), order) for c in column(rows, headings, "name")]
    texts["legal_first"] += [first for first, _, _ in halves]
    texts["legal_last"] += [last for _, last, _ in halves]
    return frozenset(key for key, found in texts.items() if names.is_shouted(found))


def column(rows: Iterable[Row], headings: Headings, key: str) -> list[Cell]:
    return [row.cells[c] for c in headings.columns.get(key, ()) for row in rows if c < len(row.cells)]


def candidate(row: Row, rules: Rules, override: Override | None = None) -> Candidate:
    """Everything a row says, each thing read by its own rule, with all that is wrong with it in words."""
    override = override or Override()
    found = _found(row, rules.headings, override)
    values: dict[str, Any] = {}
    problems = [Problem("", row.trouble)] if row.trouble else []
    for key, texts in found.items():
        spoilt = [p for c in texts for p in _marks(key, c)]
        problems += spoilt
        if any(p.weight == STOP for p in spoilt):
            continue
        value, told = _value(key, texts, rules)
        problems += told
        if value:
            values |= value if isinstance(value, dict) else {key: value}
    problems += _whole(values, found, rules)
    if override.accept:
        problems = [p._replace(weight=WARN, text=f"{p.text} Accepted.") if p.weight == HOLD else p for p in problems]
    quiet = rules.shouted - override.values.keys()
    # One row is not a column: a name by itself may well be written so.
    values |= {key: names.name_case(values[key]) for key in quiet & values.keys() if not rules.alone}
    return Candidate(row.number, _tidied(values), tuple(problems), quiet, "name" in found)


def _found(row: Row, headings: Headings, override: Override) -> dict[str, list[Cell]]:
    """The filled cells of each field, a person's own words before the file's."""
    found = {}
    for key, columns in headings.columns.items():
        texts = [row.cells[c] if c < len(row.cells) else EMPTY for c in columns]
        found[key] = [c for c in texts if c.text.strip() or set("em") & set(c.marks)]
    for key, text in override.values.items():
        found[key] = [Cell(text)] if text.strip() else []
    if {"legal_first", "legal_last"} & override.values.keys():
        found.pop("name", None)
    return {key: texts for key, texts in found.items() if texts}


def _marks(key: str, cell: Cell) -> list[Problem]:
    """What the spreadsheet did to a cell, whatever it is about."""
    if not cell.marks:
        return []
    title, marks = FIELDS[key].title, set(cell.marks)
    if "l" in marks:
        return [Problem(key, f"{title}: this cell holds more than a thousand characters.")]
    if "e" in marks:
        what = "a formula whose value was not saved" if "f" in marks and not cell.text else f"an error ({cell.text})"
        return [Problem(key, f"{title}: this cell holds {what}. Type the value itself.")]
    if "m" in marks:
        return [Problem(key, f"{title}: this cell is merged with another, so it is empty. Unmerge and fill it.", HOLD)]
    said = []
    if "f" in marks:
        said.append(Problem(key, f"{title}: worked out by a formula; its value as last saved is used.", WARN))
    if key in (*NAMES, "name") and marks & set("ndtb"):
        became = "true or false" if "b" in marks else "a number" if "n" in marks else "a date"
        text = f"{title}: held as {became} ({cell.text}), which spreadsheets do by themselves."
        said.append(Problem(key, text, HOLD))
    return said


def _value(key: str, texts: list[Cell], rules: Rules) -> tuple[Any, list[Problem]]:
    """(value, problems) by the rule of the field."""
    cell = texts[0]
    text = " ".join(cell.text.split())
    if key == "needs":
        return cells.needs([c.text for c in texts])
    if not text:
        return None, []
    if key in OF_TEXT:
        return OF_TEXT[key](text)
    if key in OF_CELL:
        return OF_CELL[key](cell)
    return BY_RULE.get(key, _name)(key, cell, rules)


def _name(key: str, cell: Cell, rules: Rules) -> tuple[str, list[Problem]]:
    if names.is_plain(cell.text):
        return cell.text, []
    problems = names.problems(cell.text, key, FIELDS[key].title)
    return "" if any(p.weight == STOP for p in problems) else clean(cell.text), problems


def _whole_name(key: str, cell: Cell, rules: Rules) -> tuple[dict[str, str], list[Problem]]:
    problems = names.problems(cell.text, key, FIELDS[key].title)
    if any(p.weight == STOP for p in problems):
        return {}, problems
    first, last, sure = names.split(clean(cell.text), rules.name_order)
    if not sure:
        problems.append(Problem("name", f"Read as first names “{first}” and surname “{last}”.", WARN))
    return {k: v for k, v in (("legal_first", first), ("legal_last", last)) if v}, problems


def _date(key: str, cell: Cell, rules: Rules) -> tuple[date | None, list[Problem]]:
    try:
        day = dates.parse(cell, order=rules.order, epoch=rules.epoch, on=rules.on)
        if key == "stage_on" and day > rules.on:
            return None, [Problem(key, f"{FIELDS[key].title} ({in_words(day)}) is in the future.", HOLD)]
        return day, []
    except dates.NotADate as reason:
        return None, [Problem(key, f"{FIELDS[key].title} {reason}.", STOP if key == "dob" else HOLD)]


def _other_school(key: str, cell: Cell, rules: Rules) -> tuple[None, list[Problem]]:
    if folded(cell.text) in rules.schools:
        return None, []
    return None, [Problem(key, f"This row is about another school ({cell.text.strip()[:80]}), so it is not taken.")]


def _mis_number(key: str, cell: Cell, rules: Rules) -> tuple[str, list[Problem]]:
    return cells.mis_number(cell, rules.padded)


BY_RULE: dict[str, Callable[[str, Cell, Rules], tuple[Any, list[Problem]]]] = {
    "name": _whole_name, "mis_number": _mis_number, "school": _other_school, **dict.fromkeys(DATES, _date),
}  # fmt: skip


def _whole(values: dict[str, Any], found: dict[str, list[Cell]], rules: Rules) -> list[Problem]:
    """What only shows when the row is seen whole: a name missing, an age that does not fit."""
    problems = []
    told = {"legal_first", "legal_last"} & ({*values} if "name" in found else {*found})
    if not told and "name" not in found:
        problems.append(Problem("legal_last", "There is no name in this row."))
    elif len(told) == 1:
        only = values.get("legal_first") or values.get("legal_last") or ""
        problems.append(Problem("legal_last", f"There is only one name in this row ({only}).", HOLD))
    if values.get("stage") == "N" and values.get("needs"):
        said = "The row has a need but no SEN stage (N): say which is right."
        problems.append(Problem("sen", said, HOLD))
    if "dob" in values:
        problems += _age(values["dob"], values.get("nc_year", ""), rules)
    return problems


def _age(dob: date, nc_year: str, rules: Rules) -> list[Problem]:
    if dob > rules.on:
        return [Problem("dob", f"The date of birth ({in_words(dob)}) is in the future.")]
    age = ages.age(dob, rules.on)
    if not YOUNGEST <= age <= ages.OLDEST:
        return [Problem("dob", f"The date of birth ({in_words(dob)}) makes them {age} years old.", HOLD)]
    apart = ages.years_apart(nc_year, dob, rules.starts)
    if not apart:
        return []
    usual = year_name(ages.expected_year(dob, rules.starts) or "")
    text = f"Born {in_words(dob)}, a learner is usually in {usual} this year; the row says {year_name(nc_year)}."
    return [Problem("fit", text, HOLD, str(apart))]


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    """A name they use that is also their legal one says nothing more."""
    same = {f"preferred_{p}" for p in ("first", "last") if values.get(f"preferred_{p}") == values.get(f"legal_{p}")}
    return {k: v for k, v in values.items() if k not in same}
