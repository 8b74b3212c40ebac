"""Reading .xlsx. Runs in the child process.

python-calamine gives the values; it does not say what is hidden, merged or computed, and it would build a dense table
for a stray value in the last row. So every XML part is first walked by expat, which refuses document types and depth,
counts what is really there, and notes those things.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from goldenthread.exchange.grid import MAX_CELL, MAX_COLUMNS, MAX_ROWS, UNFIT, Cell, Grid, Row, Unreadable
from goldenthread.exchange.headings import looks_like_headings
from goldenthread.exchange.package import BROKEN, left_alone, open_package, walk

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")


@dataclass
class Sheet:
    """What the XML of one sheet says that its values do not."""

    name: str
    part: str
    is_hidden: bool
    index: int
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    errors: set[tuple[int, int]] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


def read(data: bytes, include_hidden: bool = False) -> Grid:
    """The rows of the sheet that has the learners' headings, or of the first that shows anything."""
    package = open_package(data)
    sheets, epoch = _sheets(package)
    for name in package.namelist():
        if name.endswith((".xml", ".rels")) and name not in {s.part for s in sheets}:
            walk(package, name)
    for sheet in sheets:
        _survey(package, sheet)
    grid = Grid(kind="xlsx", epoch=epoch, notes=left_alone(package))
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            _fill(grid, book, sheets, include_hidden)
    except CalamineError as problem:
        raise Unreadable(BROKEN) from problem
    return grid


def _sheets(package: zipfile.ZipFile) -> tuple[list[Sheet], int]:
    """The sheets in the workbook's order and the year its dates count from."""
    parts: dict[str, str] = {}
    sheets: list[Sheet] = []
    epoch = 1900

    def relation(tag: str, attrs: dict[str, str]) -> None:
        if tag == "Relationship" and attrs.get("TargetMode") != "External":
            parts[attrs.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", attrs.get("Target", ""))).lstrip("/")

    def workbook(tag: str, attrs: dict[str, str]) -> None:
        nonlocal epoch
        if tag == "workbookPr" and attrs.get("date1904", "0") in {"1", "true", "on"}:
            epoch = 1904
        if tag == "sheet":
            rid = next((v for k, v in attrs.items() if k == "id" or k.endswith(":id")), "")
            hidden = attrs.get("state", "visible") != "visible"
            sheets.append(Sheet(attrs.get("name", ""), parts.get(rid, ""), hidden, len(sheets)))

    if "xl/_rels/workbook.xml.rels" in package.namelist():
        walk(package, "xl/_rels/workbook.xml.rels", relation)
    walk(package, "xl/workbook.xml", workbook)
    return [s for s in sheets if s.part in package.namelist() and "chartsheet" not in s.part], epoch


def _survey(package: zipfile.ZipFile, sheet: Sheet) -> None:
    at = (0, 0)
    is_error = is_formula = is_words = False

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal at, is_error, is_formula, is_words
        if tag == "c":
            at = place(attrs["r"]) if "r" in attrs else (at[0], at[1] + 1)
            is_error, is_words, is_formula = attrs.get("t") == "e", attrs.get("t") == "str", False
        elif tag == "f":
            is_formula = True
            sheet.formulas[at] = False
        elif tag in {"v", "is"}:
            _found(sheet, at, is_error, is_formula and is_words)
        elif tag == "row":
            number = _number(attrs.get("r"), at[0] + 1)
            at = (number, 0)
            if attrs.get("hidden") in {"1", "true"}:
                sheet.hidden_rows.add(number)
        elif tag == "col" and attrs.get("hidden") in {"1", "true"}:
            sheet.hidden_columns.update(range(_number(attrs.get("min"), 1), min(_number(attrs.get("max"), 1), 999) + 1))
        elif tag == "mergeCell" and len(sheet.merges) < MAX_ROWS:
            first, _, last = attrs.get("ref", "A1").partition(":")
            sheet.merges.append((*place(first), *place(last or first)))

    walk(package, sheet.part, start)


def _found(sheet: Sheet, at: tuple[int, int], is_error: bool, may_be_empty: bool) -> None:
    sheet.last_row, sheet.last_column = max(sheet.last_row, at[0]), max(sheet.last_column, at[1])
    if is_error:
        sheet.errors.add(at)
    elif may_be_empty:
        sheet.formulas[at] = True


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def place(reference: str) -> tuple[int, int]:
    """(row, column), from one: "C7" is (7, 3)."""
    match = REFERENCE.match(reference)
    if not match:
        raise Unreadable(BROKEN)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _fill(grid: Grid, book: CalamineWorkbook, sheets: list[Sheet], include_hidden: bool) -> None:
    shown = [s for s in sheets if s.last_row and (include_hidden or not s.is_hidden)]
    hidden = [s.name for s in sheets if s.last_row and s.is_hidden]
    if hidden:
        grid.hidden = True
        grid.notes.append(_hidden_note(f"hidden sheet{'s' * (len(hidden) > 1)} {', '.join(hidden)}", include_hidden))
    if not shown:
        raise Unreadable("There is nothing in this workbook." + (" Its only sheets are hidden." if hidden else ""))
    sheet = _choose(book, shown)
    if others := [s.name for s in shown if s is not sheet]:
        grid.notes.append(f"Only the sheet {sheet.name} was read; not: {', '.join(others[:10])}.")
    grid.sheet = sheet.name
    _note_hidden(grid, sheet, include_hidden)
    dropped_columns = set() if include_hidden else sheet.hidden_columns
    for row in _rows(book, sheet):
        if include_hidden or row.number not in sheet.hidden_rows:
            grid.rows.append(row._replace(cells=tuple(_shown(row.cells, dropped_columns))))


def _shown(cells: tuple[Cell, ...], dropped: set[int]) -> list[Cell]:
    return [Cell("") if column in dropped else cell for column, cell in enumerate(cells, 1)]


def _choose(book: CalamineWorkbook, shown: list[Sheet]) -> Sheet:
    """The first sheet whose opening rows look like headings; else the first."""
    if len(shown) > 1:
        for sheet in shown[:20]:
            if sheet.last_column > MAX_COLUMNS or sheet.last_row > MAX_ROWS:
                continue
            top = book.get_sheet_by_name(sheet.name).to_python(nrows=30)
            if any(looks_like_headings([str(v) for v in row]) for row in top):
                return sheet
    return shown[0]


def _note_hidden(grid: Grid, sheet: Sheet, included: bool) -> None:
    rows = sorted(n for n in sheet.hidden_rows if n <= sheet.last_row)
    columns = sorted(n for n in sheet.hidden_columns if n <= sheet.last_column)
    for things, said in ((rows, "row"), (columns, "column")):
        if things:
            grid.hidden = True
            named = [letter(n) if said == "column" else str(n) for n in things[:20]]
            more = f" and {len(things) - 20} more" if len(things) > 20 else ""
            what = f"hidden {said}{'s' * (len(things) > 1)} {', '.join(named)}{more}"
            grid.notes.append(_hidden_note(what, included))


def _hidden_note(what: str, included: bool) -> str:
    return f"Read as you asked: {what}." if included else f"Left out: {what}."


def letter(column: int) -> str:
    """3 is C."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _rows(book: CalamineWorkbook, sheet: Sheet) -> list[Row]:
    if sheet.last_row > MAX_ROWS or sheet.last_column > MAX_COLUMNS:
        raise Unreadable(
            f"The sheet {sheet.name} goes to row {sheet.last_row:,} and column {letter(sheet.last_column)}; "
            f"we read {MAX_ROWS:,} rows and {MAX_COLUMNS} columns. Delete what is far outside the list and send it."
        )
    calamine = book.get_sheet_by_name(sheet.name)
    skipped = calamine.start[1] if calamine.start else 0
    merged = _merged_over(sheet)
    rows = []
    for number, values in enumerate(calamine.iter_rows(), 1):
        cells = [Cell("")] * skipped + [
            _cell(v, (number, column), sheet, merged) for column, v in enumerate(values, skipped + 1)
        ]
        rows.append(Row(number, tuple(cells)))
    return rows


def _merged_over(sheet: Sheet) -> set[tuple[int, int]]:
    """The cells that a merge swallowed: all but its first. A long title merge is cut short; nobody reads it."""
    swallowed: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merges:
        for row in range(top, min(bottom, MAX_ROWS) + 1):
            if len(swallowed) > 200_000:
                raise Unreadable("The sheet has too many merged cells. Unmerge them and send it again.")
            swallowed.update((row, column) for column in range(left, min(right, MAX_COLUMNS) + 1))
        swallowed.discard((top, left))
    return swallowed


def _cell(value: Any, at: tuple[int, int], sheet: Sheet, merged: set[tuple[int, int]]) -> Cell:
    text, marks = _plain(value)
    if at in sheet.errors:
        text, marks = text or "#error", "e"
    if at in sheet.formulas:
        marks += "f" if text or sheet.formulas[at] or at in sheet.errors else "fe"
    if at in merged:
        marks += "m"
    if len(text) > MAX_CELL:
        text, marks = text[:MAX_CELL], marks + "l"
    return Cell(UNFIT.sub("", text), marks)


def _plain(value: Any) -> tuple[str, str]:
    if isinstance(value, str):
        return value, ""
    if isinstance(value, bool):
        return str(value).upper(), "b"
    if isinstance(value, int | float):
        is_whole = abs(value) < 1e15 and value == int(value)
        return str(int(value)) if is_whole else repr(value), "n"
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.isoformat(" ", "minutes"), "dt"
    if isinstance(value, dt.date):
        return value.isoformat()[:10], "d"
    return str(value), "t"
