"""Rows of text in, candidates out: what the tests of rows share. Nothing there touches a database."""

from datetime import date

from goldenthread.exchange.grid import Cell, Row
from goldenthread.exchange.headings import find, learners_rows
from goldenthread.exchange.rows import candidate, rules_for

ON = date(2026, 9, 7)


def grid(*rows):
    return [Row(n, tuple(c if isinstance(c, Cell) else Cell(c) for c in row)) for n, row in enumerate(rows, 1)]


def read(headings, *rows, override=None, **options):
    table = grid(headings, *rows)
    found = find(table)
    kept, _ = learners_rows(table, found)
    rules = rules_for(kept, found, on=ON, **options)
    return [candidate(row, rules, override) for row in kept]


def one(headings, *row, **options):
    return read(headings, row, **options)[0]


BASE = ["Forename", "Surname", "DOB", "Year"]


def with_(heading, value, *more, **options):
    """A sound row with one more column."""
    return one([*BASE, heading], "Ada", "Okafor", "14/03/2014", "8", value, *more, **options)


def said(found):
    return " ".join(p.text for p in found.problems)
