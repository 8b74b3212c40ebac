"""Spreadsheets made for the tests, sound and hostile: none is kept in the repository."""

import io
import zipfile
from datetime import date

import xlsxwriter

HEADINGS = [
    "First Names",
    "Surnames",
    "Dates of Birth",
    "Year Group",
    "Tutor Group",
    "Gender",
    "Ethnicity",
    "UPN",
    "SIMS number",
]
ADA = ["Ada", "Okafor", "14/03/2014", "8", "8K", "F", "BAFR", "A820200114001", "001234"]


def delimited(*rows, delimiter=",", encoding="utf-8", newline="\r\n"):
    """Rows of text as the bytes of a file."""
    return newline.join(delimiter.join(row) for row in rows).encode(encoding)


def workbook(*rows, build=None, **options):
    """Rows as the bytes of an .xlsx: text as text, numbers as numbers, dates as dates; `build(book, sheet)` adds."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, **options})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Learners")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(r, c, value)
            elif isinstance(value, date):
                sheet.write_datetime(r, c, value, day)
            elif value is not None:
                sheet.write(r, c, value)
    if build:
        build(book, sheet)
    book.close()
    return held.getvalue()


def repacked(data, parts=None, drop=(), compression=zipfile.ZIP_DEFLATED):
    """The same workbook with parts replaced, added or left out."""
    parts = dict(parts or {})
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", compression) as new:
        for name in old.namelist():
            if name not in drop:
                new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return held.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet_xml(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(SHEET).decode()
