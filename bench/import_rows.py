"""Bringing in 2,000 joiners, against reading the same file and one bulk insert of the same learners."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import xlsxwriter
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from bench.harness import against_floor, at_most
from goldenthread.exchange import operations, reading
from goldenthread.exchange.models import Batch
from goldenthread.learners.models import Learner
from goldenthread.learners.names import search_name, sort_name
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now, today, year_starting
from goldenthread.schools.models import School
from goldenthread.schools.operations import open_school

ROWS = 2_000
RUNS = 10
HEADINGS = ["First Names", "Surnames", "Dates of Birth", "Year Group", "Tutor Group", "Gender", "Ethnicity", "UPN",
            "SIMS number", "SEN Status", "SEN Need", "Password"]  # fmt: skip
STATUSES = [("N", ""), ("N", ""), ("N", ""), ("N", ""), ("N", ""), ("N", ""), ("K", "SLCN"), ("E", "ASD; SLCN")]


def measure() -> list[dict[str, Any]]:
    """Read, checked and applied in one go at a school with nobody in it; every run is rolled back."""
    school = open_school(slug="bench-joiners", name="Joiners", phase="secondary", on=today())
    by = Membership.system(school)
    content = workbook()
    with CaptureQueriesContext(connection) as caught, transaction.atomic():
        bring(school, by, content)
        transaction.set_rollback(True)
    statements = sum("SAVEPOINT" not in query["sql"] for query in caught)
    return [
        against_floor("import 2,000 rows, check and apply", floor(school, content),
                      rolled_back(lambda: bring(school, by, content)), 12, runs=RUNS),
        at_most("import 2,000 rows: statements", statements, "statements", 200),
        at_most("import 2,000 rows: memory of the child", reading.read(content).peak / 2**20, "MB", 256),
    ]  # fmt: skip


def bring(school: School, by: Membership, content: bytes) -> None:
    batch = operations.stage(school=school, name="joiners.xlsx", content=content, on=today(), by=by, now=now())
    batch = operations.read(batch=batch)
    batch = operations.apply(batch=batch, by=by, now=now())
    if (batch.state, batch.counts) != (Batch.State.APPLIED, {"new": ROWS}):
        raise RuntimeError(f"the import did not do its work: {batch.state} {batch.trouble} {batch.counts}")


def floor(school: School, content: bytes) -> Callable[[], None]:
    """What cannot be done without: the cells in memory, the learners in the database."""

    def read_and_insert() -> None:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            rows = book.get_sheet_by_index(0).to_python()[1:]
        Learner.objects.bulk_create(
            Learner(school=school, legal_first=row[0], legal_last=row[1], dob=row[2], sex=row[5], ethnicity=row[6],
                    upn=row[7], mis_number=row[8], sort_name=sort_name(row[0], row[1]),
                    search_name=search_name(row[0], row[1]))
            for row in rows)  # fmt: skip

    return rolled_back(read_and_insert)


def rolled_back(act: Callable[[], None]) -> Callable[[], None]:
    def acted() -> None:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)

    return acted


def workbook() -> bytes:
    """Two thousand learners of a secondary school, the same every time."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Learners")
        sheet.write_row(0, 0, HEADINGS)
        for n in range(ROWS):
            year = 7 + n % 5
            stage, need = STATUSES[n % len(STATUSES)]
            cells = [named(n), f"Sur{named(n // 7).lower()}", None, None, f"{year}{'ABCDEFGH'[n % 8]}", "FM"[n % 2],
                     "WBRI", "", f"{n:06}", stage, need, "secret"]  # fmt: skip
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write_string(n + 1, column, cell)
            born = date(year_starting(today()) - year - 4, 1 + n % 8, 1 + n % 28)
            sheet.write_datetime(n + 1, 2, born, day)
            sheet.write_number(n + 1, 3, year)
    return held.getvalue()


def named(n: int) -> str:
    """A name of letters for a number."""
    letters = ""
    while True:
        n, rest = divmod(n, 26)
        letters += chr(97 + rest)
        if not n:
            return f"Na{letters}".capitalize()
