"""Which columns of a file are read, by their headings."""

from datetime import date

import pytest

from goldenthread.exchange.headings import FIELDS, find, folded, learners_rows
from goldenthread.exchange.rows import candidate, rules_for
from goldenthread.exchange.tests.files import ADA, HEADINGS
from goldenthread.exchange.tests.rows import BASE, ON, grid, one


def test_the_nine_columns_of_the_template_are_read():
    found = one(HEADINGS, *ADA)
    assert found.values == {
        "legal_first": "Ada",
        "legal_last": "Okafor",
        "dob": date(2014, 3, 14),
        "nc_year": "8",
        "tutor_group": "8K",
        "sex": "F",
        "ethnicity": "BAFR",
        "upn": "A820200114001",
        "mis_number": "001234",
    }
    assert not found.is_held


@pytest.mark.parametrize(
    "heading",
    ["Surname", "Legal Surname", "Last Name", "Last name", "LastName", "Legal Last Name", "Surnames", " SURNAME: "],
)
def test_headings_of_the_surname(heading):
    assert one(["Forename", heading, "DOB"], "Ada", "Okafor", "14/03/2014").values["legal_last"] == "Okafor"


@pytest.mark.parametrize(
    "heading",
    [
        "Forename",
        "Legal Forename",
        "First Name",
        "First name",
        "FirstName",
        "Legal First Name",
        "Preferred Forename",
        "First Names",
    ],
)
def test_headings_of_the_first_name(heading):
    assert one([heading, "Surname", "DOB"], "Ada", "Okafor", "14/03/2014").values["legal_first"] == "Ada"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("UPN", "upn"),
        ("Unique Pupil Number", "upn"),
        ("DOB", "dob"),
        ("Date of Birth", "dob"),
        ("Date of birth", "dob"),
        ("Dates of Birth", "dob"),
        ("Year", "nc_year"),
        ("Year Group", "nc_year"),
        ("Year group", "nc_year"),
        ("YearGroup", "nc_year"),
        ("NC Year", "nc_year"),
        ("Reg", "tutor_group"),
        ("Reg Group", "tutor_group"),
        ("Reg. Group", "tutor_group"),
        ("Registration form", "tutor_group"),
        ("Form", "tutor_group"),
        ("Form Group", "tutor_group"),
        ("Tutor", "tutor_group"),
        ("Tutor Group", "tutor_group"),
        ("Form Tutor", "tutor_group"),
        ("Class", "tutor_group"),
        ("Classes", "tutor_group"),
        ("Adno", "mis_number"),
        ("Admission Number", "mis_number"),
        ("Admissions Number", "mis_number"),
        ("SIMS No", "mis_number"),
        ("Id", "mis_number"),
        ("Sex", "sex"),
        ("Gender", "sex"),
        ("Ethnicity", "ethnicity"),
        ("Ethnic Group", "ethnicity"),
        ("SEN Status", "stage"),
        ("SEND Status", "stage"),
        ("SEN", "stage"),
        ("SEN Provision", "stage"),
        ("EHCP or SEN Support", "stage"),
        ("SEN Detail", "needs"),
        ("SEN Description", "needs"),
        ("Name", "name"),
        ("Full Name", "name"),
    ],
)
def test_every_heading_met_in_the_wild_is_known(heading, field):
    assert folded(heading) in FIELDS[field].headings


@pytest.mark.parametrize(
    "heading",
    [
        "EAL",
        "Pupil Premium",
        "FSM",
        "FSM6",
        "Disadvantaged",
        "Email",
        "Parent Email",
        "Username",
        "Password",
        "Tags",
        "Medical notes",
    ],
)
def test_e29_columns_we_do_not_use_are_named_and_not_taken(heading):
    table = grid([*BASE, heading], ["Ada", "Okafor", "14/03/2014", "8", "CANARY"])
    found = find(table)
    assert found.unused == [heading]
    assert "CANARY" not in str(candidate(table[1], rules_for(table[1:], found, on=ON)))


def test_title_rows_above_the_headings_are_passed_over():
    table = grid(["Larkrise Primary School"], ["Printed 7 September 2026"], [], HEADINGS, ADA)
    found = find(table)
    assert found.row == 4
    assert [r.number for r in learners_rows(table, found)[0]] == [5]


def test_e26_headings_met_again_and_totals_are_left_out_and_said():
    table = grid(HEADINGS, ADA, HEADINGS, ["Total", "1"], ["Total", "Smith", "14/03/2014", "8"])
    kept, notes = learners_rows(table, find(table))
    assert [r.number for r in kept] == [2, 5]
    assert notes == ["Row 3: headings again, left out.", "Row 4: totals, left out."]


@pytest.mark.parametrize("row", [["Total", "15 pupils"], ["Total", "15"], ["", "Total", "", "", "3 Boys"],
                                 ["Number of pupils", "15 on roll"], ["Total: 15 pupils", ""]])
def test_e26_so_are_totals_with_their_count_in_any_cell(row):
    headings = ["Name", "DOB", "Year", "Class", "UPN"]
    table = grid(headings, row, ["Sum Wong", "14/03/2014", "8"], ["Total", "14032014"])
    kept, notes = learners_rows(table, find(table))
    assert [r.number for r in kept] == [3, 4]
    assert notes == ["Row 2: totals, left out."]


def test_unknown_headings_leave_what_is_missing_to_be_asked():
    found = find(grid(["Vorname", "Nachname", "Geburtstag"], ["Ada", "Okafor", "14/03/2014"]))
    assert found.missing == ["First names", "Surname", "Date of birth"]


def test_what_the_school_said_of_a_heading_before_is_remembered():
    table = grid(["Vorname", "Nachname", "Geburtstag", "UPN"], ["Ada", "Okafor", "14/03/2014", "A820200114001"])
    found = find(table, {"vorname": "legal_first", "nachname": "legal_last", "geburtstag": "dob", "upn": ""})
    assert found.missing == []
    assert found.unused == ["UPN"]


@pytest.mark.parametrize("heading", ["M/F", "Gender (M/F)", "Sex M/F", "Sex"])
def test_headings_of_the_sex(heading):
    assert one(["Forename", "Surname", "DOB", heading], "Ada", "Okafor", "14/03/2014", "F").values["sex"] == "F"
