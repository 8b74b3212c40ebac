"""The register as an Excel file: an allow-list of cells, every one written as text or as a date, never as a formula."""

import io
from datetime import date, datetime

import xlsxwriter
from django.http import HttpResponse

from goldenthread.home.rows import Row

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ["Name", "Year", "Stage", "Main need", "Plan", "Next review", "Meetings with the family", "Voices"]
WIDTHS = [28, 10, 18, 34, 14, 18, 24, 24]


def response(found: list[Row], on: date) -> HttpResponse:
    """A download with a neutral name: it says what it is, not who is in it."""
    answer = HttpResponse(workbook(found), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="register-{on.isoformat()}.xlsx"'
    return answer


def workbook(found: list[Row]) -> bytes:
    """The rows as one visible sheet, nothing hidden in it and no author in its properties."""
    buffer = io.BytesIO()
    # Strings stay strings: a name that begins with = is a name.
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False,
                                      "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Register")
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "d mmmm yyyy", "align": "left"})
        for place, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            sheet.write_string(0, place, heading, head)
            sheet.set_column(place, place, width)
        for line, row in enumerate(found, start=1):
            cells = [row.name, row.year, row.stage, row.need, row.stands, row.review_by,
                     "Behind" if row.behind else "", row.voices]
            for place, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(line, place, datetime(cell.year, cell.month, cell.day), day)
                else:
                    sheet.write_string(line, place, cell or "")
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(found), 1), len(HEADINGS) - 1)
    return buffer.getvalue()
