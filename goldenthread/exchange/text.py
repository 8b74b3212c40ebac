"""Reading .csv and .txt: which encoding, which delimiter, and where each record ends. Runs in the child process.

The encoding is chosen by reading the file in each of a few candidates and counting the letters and the rubbish that
come out: on short files of names this is right where charset-normalizer mistakes Windows-1252 for Central European
(docs/adr/0006). The person confirms names with accents before anything is stored.
"""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from goldenthread.exchange.grid import MAX_CELL, MAX_COLUMNS, MAX_ROWS, UNFIT, Cell, Grid, Row, Unreadable

CANDIDATES = ("cp1252", "mac_roman", "cp1250", "cp1254", "cp850")
"""In order of preference: the first wins a draw."""

ENCODINGS = {
    "utf-8": "Unicode (UTF-8)", "cp1252": "Windows, western Europe", "mac_roman": "older Mac",
    "cp1250": "Windows, central Europe", "cp1254": "Windows, Turkish", "cp850": "MS-DOS", "utf-16": "Unicode (UTF-16)",
}  # fmt: skip
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
DELIMITERS = ",;\t|"
FOREIGN = re.compile(r"(?:^|.)[^\x00-\x7f]", re.S)
SAMPLE = 200_000
NEWLINE = re.compile(r"\r\n|\r|\n")
QUOTED_LINES = 10
"""A quoted cell may run over this many lines; a quote still open after them was never closed."""
MAX_LINE = MAX_CELL * 20


def read(data: bytes, encoding: str = "") -> Grid:
    """The rows of a delimited text file. `encoding` is the person's own choice and is then believed."""
    text, found, sure = decode(data, encoding)
    lines = NEWLINE.split(text)
    if lines and lines[-1] == "":
        lines.pop()
    grid = Grid(kind="text", encoding=found, sure_of_encoding=sure)
    delimiter = delimiter_of(lines)
    for row in records(lines, delimiter):
        if row.number > MAX_ROWS:
            raise Unreadable(f"The file has more than {MAX_ROWS:,} rows. Split it and import the parts one by one.")
        grid.rows.append(row)
    return grid


def decode(data: bytes, encoding: str = "") -> tuple[str, str, bool]:
    """(text, encoding, whether it is certain). Certain: a byte order mark, plain UTF-8, or somebody's choice."""
    if encoding:
        return data.decode(encoding, "replace").removeprefix("\ufeff"), encoding, True
    for bom, name in BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace"), "utf-8" if name == "utf-8-sig" else name, True
    if wide := _wide(data):
        return data.decode(wide, "replace"), "utf-16", True
    try:
        return data.decode("utf-8"), "utf-8", True
    except UnicodeDecodeError:
        sample = data[:SAMPLE]
        best = max(CANDIDATES, key=lambda name: _likeness(sample.decode(name, "replace")))
        return data.decode(best, "replace"), best, False


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of western text is nought."""
    head = data[:4_000]
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if max(odd, even) * 2 < len(head) * 0.6:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _likeness(text: str) -> int:
    """How much like names a text is: letters that fit their word count for, symbols and rubbish against."""
    return sum(_worth(match[0]) for match in FOREIGN.finditer(text))


@lru_cache(maxsize=4_096)
def _worth(pair: str) -> int:
    """Of a character and the one before it. A capital inside a word, or a small letter that begins one, fits badly."""
    before, char = pair[:-1], pair[-1]
    if char in "‘’":
        return 2 if before.isalpha() else 0
    if not char.isalpha() or not unicodedata.name(char, "").startswith("LATIN"):
        return -2
    inside = before.isalpha()
    return 2 if char.islower() == (inside and not before.isupper()) or (inside and before.isupper()) else 0


def delimiter_of(lines: list[str]) -> str:
    """The delimiter that cuts most of the first lines into the same number of cells, more than one."""
    sample = [line[:MAX_LINE] for line in lines if line.strip()][:40]
    return max(DELIMITERS, key=lambda d: _regularity(sample, d))


def _regularity(sample: list[str], delimiter: str) -> tuple[int, int]:
    widths = Counter(len(cut(line, delimiter)[0]) for line in sample)
    widths.pop(1, None)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return times, width


def records(lines: list[str], delimiter: str) -> Iterator[Row]:
    """One Row per record, numbered as a spreadsheet would; a bad one is said and does not swallow those after it."""
    at = number = 0
    while at < len(lines):
        number += 1
        cells, taken, trouble = _record(lines, at, delimiter)
        at += taken
        yield _row(number, cells, trouble)


def _record(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int, str]:
    if len(lines[at]) > MAX_LINE:
        head = lines[at][: MAX_LINE // 10]
        return head.split(delimiter), 1, "This row is far too long to be about one learner, and was not read in full."
    for taken in range(1, QUOTED_LINES + 1):
        cells, is_open = cut("\n".join(lines[at : at + taken]), delimiter)
        if not is_open:
            return cells, taken, ""
        if at + taken >= len(lines):
            break
    return lines[at].replace('"', "").split(delimiter), 1, "A quotation mark is opened in this row and never closed."


def cut(record: str, delimiter: str) -> tuple[list[str], bool]:
    """(cells, whether a quote is left open)."""
    if '"' not in record:
        return record.split(delimiter), False
    try:
        return next(csv.reader([record], delimiter=delimiter, strict=True), []), False
    except csv.Error as problem:
        if "unexpected end" in str(problem):
            return [record], True
        return next(csv.reader([record], delimiter=delimiter), []), False


def _row(number: int, cells: list[str], trouble: str) -> Row:
    while cells and not cells[-1].strip():
        cells.pop()
    if any("\0" in c for c in cells):
        trouble = trouble or "This row holds characters that are not text. Save the file again and try once more."
    if len(cells) > MAX_COLUMNS:
        cells, trouble = cells[:MAX_COLUMNS], f"This row has more than {MAX_COLUMNS} columns."
    kept = tuple(Cell(UNFIT.sub("", c[:MAX_CELL]), "l" if len(c) > MAX_CELL else "") for c in cells)
    return Row(number, kept, trouble)
