"""Spreadsheets we give out: the template, and what is left of an import to mend and send again."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter

from goldenthread.exchange.grid import UNFIT
from goldenthread.exchange.headings import Headings
from goldenthread.exchange.models import Batch, BatchRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATE = [
    ("First Names", "Ada", 18), ("Surnames", "Okafor", 20), ("Dates of Birth", "14/03/2014", 14),
    ("Year Group", "8 (or N1, N2, R, X)", 12), ("Tutor Group", "8K", 12), ("Gender", "F or M", 9),
    ("Ethnicity", "WBRI, or a name of the census list", 12), ("UPN", "a letter, then twelve more", 16),
    ("SIMS number", "your own system's number", 14), ("SEN Status", "N, K or E", 12),
    ("SEN Need", "SLCN; ASD: the first one foremost", 18),
]  # fmt: skip
WHY, ROW = "Why it was left (not read)", "Row in your file (not read)"


def template() -> bytes:
    """The nine columns and two for SEN, all held as text so that 7E1 and 001234 stay what they are."""
    held = io.BytesIO()
    with _book(held) as book:
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        learners = book.add_worksheet("Learners")
        help_ = book.add_worksheet("How to fill this in")
        for column, (heading, example, width) in enumerate(TEMPLATE):
            learners.set_column(column, column, width, text)
            learners.write_string(0, column, heading, head)
            help_.write_string(column + 2, 0, heading)
            help_.write_string(column + 2, 1, example)
        learners.freeze_panes(1, 0)
        help_.set_column(0, 1, 34)
        help_.write_string(0, 0, "One learner in each row of the first sheet. An empty cell changes nothing.", head)
    return held.getvalue()


def left_over(batch: Batch, rows: Iterable[BatchRow]) -> bytes:
    """Rows that did not go in, in the file's own columns (of those we read), each with the reason beside it and its
    number there, by which reasons call other rows.
    """
    headings = Headings.from_json(batch.reading["headings"])
    held = io.BytesIO()
    with _book(held) as book:
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        sheet = book.add_worksheet("Left")
        for column, heading in enumerate([*headings.texts, WHY, ROW]):
            sheet.set_column(column, column, 60 if heading == WHY else 16, text)
            sheet.write_string(0, column, fit(heading), head)
        for line, row in enumerate(rows, 1):
            cells = [c if isinstance(c, str) else c[0] for c in row.cells[0]]
            for column, cell in enumerate(cells[: len(headings.texts)]):
                sheet.write_string(line, column, fit(cell), text)
            sheet.write_string(line, len(headings.texts), fit(why(row)), text)
            sheet.write_string(line, len(headings.texts) + 1, str(row.number), text)
        sheet.freeze_panes(1, 0)
    return held.getvalue()


def _book(held: io.BytesIO) -> xlsxwriter.Workbook:
    """Nothing in it but what is written: no formulas, no links, no author."""
    return xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})


def fit(text: str) -> str:
    """What a cell can hold."""
    return UNFIT.sub("", text)[:32_000]


def why(row: BatchRow) -> str:
    problems = " ".join(p["text"] for p in row.result.get("problems", []))
    if row.fate == "possible_duplicate":
        return f"It may be a learner you have already. {problems}".strip()
    return "Left out." if row.fate == "left_out" else problems
