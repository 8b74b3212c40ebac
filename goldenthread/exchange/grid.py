"""What a spreadsheet is to us once read: cells of text with a few marks, under the file's own row numbers.

Imported by the child process as well, so it knows nothing of Django.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 1_000

NUMBER, DATE, TIME, TRUTH, ERROR, FORMULA, MERGED, LONG = "ndtbefml"


# What no database and no spreadsheet takes: control characters, halves of pairs, what is no character at all.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Unreadable(Exception):
    """The file cannot be read; str() is a sentence that says why and what to do."""


class Cell(NamedTuple):
    """One cell's text and marks: how the spreadsheet held it (number, date ...), which the words alone do not say."""

    text: str
    marks: str = ""

    def as_json(self) -> str | list[str]:
        return [self.text, self.marks] if self.marks else self.text

    @classmethod
    def from_json(cls, value: str | list[str]) -> Cell:
        return cls(value) if isinstance(value, str) else cls(*value)


EMPTY = Cell("")


class Row(NamedTuple):
    """A row under the number the person sees in the margin of their spreadsheet; trouble is said once for the row."""

    number: int
    cells: tuple[Cell, ...]
    trouble: str = ""

    def as_json(self) -> list[Any]:
        return [self.number, [c.as_json() for c in self.cells], self.trouble]

    @classmethod
    def from_json(cls, value: list[Any]) -> Row:
        number, cells, trouble = value
        return cls(number, tuple(Cell.from_json(c) for c in cells), trouble)

    @property
    def is_blank(self) -> bool:
        return not self.trouble and not any(c.text.strip() for c in self.cells)


@dataclass
class Grid:
    """A whole sheet as read, with notes of what was left out or looked odd."""

    kind: str = "text"
    sheet: str = ""
    encoding: str = ""
    sure_of_encoding: bool = True
    epoch: int = 1900
    hidden: bool = False
    notes: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    peak: int = 0

    def head(self) -> dict[str, Any]:
        """Everything but the rows, for the first line of the child's answer."""
        return {k: v for k, v in self.__dict__.items() if k not in {"rows", "peak"}}


STOP, HOLD, WARN = "stop", "hold", "warn"


class Problem(NamedTuple):
    """Something to say of a row. A stop must be mended, a hold may be accepted with a note, a warning holds nothing."""

    field: str
    text: str
    weight: str = STOP
    guess: str = ""
