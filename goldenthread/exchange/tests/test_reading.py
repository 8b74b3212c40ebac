"""Any file in, a grid or a sentence out; nothing hangs, nothing eats the machine."""

import io
import random
import re
import time
import zipfile
from datetime import date, datetime

import pytest

from goldenthread.exchange import child, reading
from goldenthread.exchange.grid import MAX_CELL, MAX_ROWS, Unreadable
from goldenthread.exchange.tests.files import ADA, HEADINGS, SHEET, delimited, repacked, sheet_xml, workbook


def texts(grid):
    return [[c.text for c in row.cells] for row in grid.rows]


def refusal(data, **options):
    with pytest.raises(Unreadable) as refused:
        child.read(data, **options)
    return str(refused.value)


def test_a_workbook_is_read_in_a_process_of_its_own_that_stays_small():
    grid = reading.read(workbook(HEADINGS, ADA))
    assert texts(grid) == [HEADINGS, ADA]
    assert 0 < grid.peak < reading.MEMORY


def test_a_large_workbook_stays_within_the_memory_of_the_child():
    grid = reading.read(workbook(HEADINGS, *([ADA] * 5_000)))
    assert len(grid.rows) == 5_001
    assert grid.peak < reading.MEMORY


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_line_end_is_understood(delimiter, newline):
    assert texts(child.read(delimited(HEADINGS, ADA, delimiter=delimiter, newline=newline))) == [HEADINGS, ADA]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "latin-1", "cp850"],
)
def test_e10_names_with_accents_survive_every_encoding(encoding):
    names = ["Siân", "Zoë", "Renée", "José", "Núñez", "François", "Åsa", "Jürgen"]
    rows = [["Forename", "Surname", "DOB"], *([name, "Smith", "14/03/2014"] for name in names)]
    grid = child.read(delimited(*rows, encoding=encoding))
    assert texts(grid) == rows


def test_e10_polish_from_an_older_office_is_recognised_and_nobody_pretends_to_be_sure():
    rows = [["Forename", "Surname"], ["Łukasz", "Wiśniewski"], ["Małgorzata", "Żak"]]
    grid = child.read(delimited(*rows, encoding="cp1250"))
    assert texts(grid) == rows
    assert not grid.sure_of_encoding


def test_e10_the_encoding_somebody_chose_is_believed():
    grid = child.read("Forename,Surname\nJosé,Smith".encode("cp1252"), encoding="mac_roman")
    assert texts(grid)[1][0] != "José"
    assert grid.sure_of_encoding


def test_apostrophes_of_windows_are_kept_as_given():
    assert texts(child.read("Forename,Surname\nAda,O’Brien".encode("cp1252")))[1] == ["Ada", "O’Brien"]


def test_rows_carry_the_numbers_of_the_spreadsheet_blank_ones_counted():
    grid = child.read(b"School list\n\nForename,Surname\nAda,Okafor\n\nLeo,Smith")
    assert [(r.number, r.cells[0].text) for r in grid.rows if not r.is_blank] == [
        (1, "School list"),
        (3, "Forename"),
        (4, "Ada"),
        (6, "Leo"),
    ]


def test_a_quoted_cell_may_hold_delimiters_quotes_and_lines():
    grid = child.read(b'Name,Note\n"Okafor, Ada","said ""hello""\nand left"\nLeo,x')
    assert texts(grid)[1:] == [["Okafor, Ada", 'said "hello"\nand left'], ["Leo", "x"]]


def test_e34_a_quote_never_closed_spoils_its_own_row_only():
    grid = child.read(b'Forename,Surname\n"Ada,Okafor\n' + b"\n".join(b"Leo,Smith" for _ in range(50)))
    assert len(grid.rows) == 52
    assert "never closed" in grid.rows[1].trouble
    assert not any(row.trouble for row in grid.rows[2:])


def test_e34_nul_characters_spoil_their_row_only():
    grid = child.read(b"Forename,Surname\nA\0da,Okafor\nLeo,Smith")
    assert "not text" in grid.rows[1].trouble
    assert not grid.rows[2].trouble


def test_e34_a_cell_of_a_megabyte_is_an_error_of_its_row_and_quick():
    began = time.monotonic()
    grid = child.read(b"Forename,Surname\n" + b"A" * 1_000_000 + b",Okafor\nLeo,Smith")
    assert "too long" in grid.rows[1].trouble
    assert all(len(c.text) <= MAX_CELL * 2 for c in grid.rows[1].cells)
    assert time.monotonic() - began < 1


def test_e34_thousands_of_open_quotes_do_not_take_long():
    began = time.monotonic()
    child.read(b"Forename,Surname\n" + b'"Ada,Okafor\n' * 15_000)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \r\n ", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7\n", "not a spreadsheet"),
        (b"<html><table><tr><td>UPN</td></tr></table>", "web page"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "not a spreadsheet"),
        (random.Random(7).randbytes(4_000), "not text"),
        (b"PK\x03\x04 and nothing else", "damaged"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_a_sentence(data, says):
    assert says in refusal(data)


def zipped(**names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, content in names.items():
            package.writestr(name.replace("__", "/"), content)
    return held.getvalue()


def test_other_packages_are_told_apart():
    assert "OpenDocument" in refusal(zipped(**{"content.xml": "x"}))
    assert "xlsb" in refusal(zipped(**{"xl/workbook.bin": "x"}))
    assert "not a spreadsheet" in refusal(zipped(**{"word/document.xml": "x"}))


DTD = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{}">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData>'
)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"])
def test_e01_e02_a_document_type_is_refused_in_every_part(part):
    assert "no spreadsheet program" in refusal(repacked(workbook(HEADINGS, ADA), {part: DTD.format("lol" * 9)}))


def test_e01_an_external_entity_is_not_fetched():
    xml = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'
    assert "no spreadsheet program" in refusal(repacked(workbook(HEADINGS, ADA), {SHEET: xml}))


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml"])
def test_e03_two_hundred_thousand_levels_are_refused(part):
    deep = "<a>" * 200_000 + "</a>" * 200_000
    data = repacked(workbook(HEADINGS, ADA), {part: deep}, compression=zipfile.ZIP_STORED)
    assert "no spreadsheet program" in refusal(data)


def test_e06_more_rows_than_we_read_are_refused_with_the_number():
    data = workbook(HEADINGS, build=lambda book, sheet: sheet.write_string(1_048_575, 16_383, "far"))
    assert "1,048,576" in refusal(data)
    assert f"{MAX_ROWS:,}" in refusal(b"a,b\n" * (MAX_ROWS + 1))


def test_e06_formats_without_values_do_not_count_as_rows():
    data = workbook(
        HEADINGS, ADA, build=lambda book, sheet: sheet.write_blank(900_000, 3, None, book.add_format({"bold": 1}))
    )
    assert len(child.read(data).rows) == 2


def test_d05_a_bomb_is_refused_by_its_directory():
    blank = b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>"
    assert "unpacks" in refusal(repacked(workbook(HEADINGS, ADA), {SHEET: blank}))


def test_d05_a_bomb_whose_directory_lies_is_stopped_all_the_same():
    blank = b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>"
    data = repacked(workbook(HEADINGS, ADA), {SHEET: blank})
    size = len(blank).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        child.read(data.replace(size, (1_000).to_bytes(4, "little")))


def test_d06_duplicate_entries_are_refused():
    held = io.BytesIO(workbook(HEADINGS, ADA))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(held, "a") as package:
        package.writestr(SHEET, "<worksheet/>")
    assert "no spreadsheet program" in refusal(held.getvalue())


def test_the_parent_ends_a_child_that_takes_too_much_memory():
    with pytest.raises(Unreadable, match="stopped"):
        reading.read(workbook(HEADINGS, *([ADA] * 3_000)), memory=20 * 2**20)


def test_the_parent_ends_a_child_that_takes_too_long():
    with pytest.raises(Unreadable, match="stopped"):
        reading.read(workbook(HEADINGS, *([ADA] * 3_000)), seconds=0.03)


def test_reading_stops_when_somebody_cancels():
    with pytest.raises(reading.Stopped):
        reading.read(workbook(HEADINGS, *([ADA] * 19_000)), cancelled=lambda: True)


def test_a_file_over_the_limit_is_not_even_handed_to_the_child():
    with pytest.raises(Unreadable, match="10 MB"):
        reading.read(b"a" * (reading.MAX_BYTES + 1))


def test_e15_numbers_dates_and_truths_are_told_from_text():
    grid = child.read(
        workbook(
            ["Tutor Group", "x"],
            [70, "70"],
            [date(2014, 3, 1), "MAR1"],
            [True, "True"],
            [8.01e11, "y"],
            [datetime(2014, 3, 14, 23), "z"],
        )
    )
    assert [(r.cells[0].text, r.cells[0].marks) for r in grid.rows[1:]] == [
        ("70", "n"),
        ("2014-03-01", "d"),
        ("TRUE", "b"),
        ("801000000000", "n"),
        ("2014-03-14 23:00", "dt"),
    ]
    assert all(not r.cells[1].marks for r in grid.rows)


def test_e12_dates_of_a_1904_workbook_are_right_and_its_epoch_is_told():
    grid = child.read(workbook(["DOB", "x"], [date(2014, 3, 14), "a"], date_1904=True))
    assert grid.epoch == 1904
    assert grid.rows[1].cells[0].text == "2014-03-14"


def odd(book, sheet):
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(1, 1, None, None, {"hidden": True})
    other = book.add_worksheet("Secret")
    other.write_string(0, 0, "UPN")
    other.hide()


def test_e26_hidden_sheets_rows_and_columns_are_left_out_and_named():
    data = workbook(["Forename", "Surname", "DOB"], ["Ada", "Okafor", "x"], ["Leo", "Smith", "y"], build=odd)
    grid = child.read(data)
    assert texts(grid) == [["Forename", "", "DOB"], ["Ada", "", "x"]]
    assert grid.hidden
    assert [n for n in grid.notes if n.startswith("Left out")] == [
        "Left out: hidden sheet Secret.",
        "Left out: hidden row 3.",
        "Left out: hidden column B.",
    ]


def test_e26_hidden_content_is_read_when_asked_for():
    data = workbook(["Forename", "Surname", "DOB"], ["Ada", "Okafor", "x"], ["Leo", "Smith", "y"], build=odd)
    assert texts(child.read(data, include_hidden=True))[2] == ["Leo", "Smith", "y"]


def test_e26_merged_cells_are_marked_where_their_value_is_missing():
    data = workbook(
        ["Forename", "Tutor Group"], ["Ada", "8K"], ["Leo"], build=lambda book, sheet: sheet.merge_range("B2:B3", "8K")
    )
    grid = child.read(data)
    assert grid.rows[1].cells[1].marks == ""
    assert grid.rows[2].cells[1].marks == "m"


def test_e27_formulas_are_marked_and_one_without_a_value_is_an_error():
    def formulas(book, sheet):
        sheet.write_formula("A2", '="A"&"da"', None, "Ada")
        sheet.write_formula("B2", "=NA()", None, "#N/A")
        sheet.write_formula("C2", "=1+1", None, "")

    data = workbook(["Forename", "Surname", "DOB"], build=formulas)
    xml = sheet_xml(data).replace("<f>1+1</f><v></v>", "<f>1+1</f>")
    first, second, third = child.read(repacked(data, {SHEET: xml})).rows[1].cells
    assert (first.text, first.marks) == ("Ada", "f")
    assert set(second.marks) == {"e", "f"}
    assert set(third.marks) == {"e", "f"}


@pytest.mark.parametrize(("stored", "marks"), [
    ("<c r='B2'><f>1+1</f><v></v></c>", {"e", "f"}), ("<c r='B2'><f>1+1</f><v/></c>", {"e", "f"}),
    ("<c r='B2' t='str'><f>A2</f><v></v></c>", {"f"})])
def test_e27_a_value_that_was_not_saved_is_told_from_one_that_is_empty(stored, marks):
    data = workbook(HEADINGS[:2], ADA[:1], build=lambda book, sheet: sheet.write_formula("B2", "=1+1"))
    xml, found = re.subn(r'<c r="B2".*?</c>', stored, sheet_xml(data))
    assert found == 1
    cell = child.read(repacked(data, {SHEET: xml})).rows[1].cells[1]
    assert (cell.text, set(cell.marks)) == ("", marks)


def test_e28_links_pivots_and_macros_are_reported_and_not_opened():
    data = repacked(
        workbook(HEADINGS, ADA),
        {"xl/externalLinks/externalLink1.xml": "<x/>", "xl/vbaProject.bin": "x", "xl/pivotCache/a.xml": "<x/>"},
    )
    note = child.read(data).notes[0]
    assert "links to other workbooks" in note
    assert "macros" in note
    assert "pivot" in note


def test_the_sheet_with_the_headings_is_chosen_and_the_others_are_named():
    def guidance(book, sheet):
        extra = book.add_worksheet("Roll")
        extra.write_row(0, 0, HEADINGS)
        extra.write_row(1, 0, ADA)

    grid = child.read(workbook(["How to fill this in"], ["Type one learner in each row"], build=guidance))
    assert grid.sheet == "Roll"
    assert texts(grid)[1] == ADA
    assert any("Learners" in note for note in grid.notes)


def test_a_damaged_workbook_is_refused_in_a_sentence():
    data = workbook(HEADINGS, ADA)
    for cut in (100, len(data) // 2, len(data) - 30):
        assert refusal(data[:cut])
    assert "damaged" in refusal(repacked(data, {SHEET: "<worksheet><sheetData>"}))
    assert "damaged" in refusal(
        repacked(data, {SHEET: '<worksheet><sheetData><row r="1"><c r="oops"/></row></sheetData></worksheet>'})
    )


def mutated(data, chance):
    """A few bytes changed, cut out or put in."""
    spoilt = bytearray(data)
    for _ in range(chance.choice([1, 2, 5, 20])):
        at = chance.randrange(len(spoilt))
        kind = chance.random()
        if kind < 0.5:
            spoilt[at] = chance.randrange(256)
        elif kind < 0.75:
            del spoilt[at : at + chance.randrange(1, 20)]
        else:
            spoilt[at:at] = chance.choice(
                [b"9" * 12, b"-1", b"<c>", b"</row>", b"NaN", b'r="ZZZ9999999"', b"\xff", b"\0"]
            )
    return bytes(spoilt)


@pytest.mark.parametrize("seed", range(6))
def test_spoilt_files_are_read_or_refused_and_nothing_else(seed):
    chance = random.Random(seed)
    book = workbook(HEADINGS, ADA, ["Leo", None, 70, date(2014, 1, 1), True])
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for _ in range(40):
        name = chance.choice(list(parts))
        for data in (
            mutated(book, chance),
            repacked(book, {name: mutated(parts[name], chance)}),
            mutated(
                delimited(HEADINGS, ADA, ['"x', 'y"'], encoding=chance.choice(["utf-8", "utf-16", "cp1252"])), chance
            ),
        ):
            try:
                found = child.read(data).rows
            except Unreadable as refused:
                found = str(refused)
            assert found
