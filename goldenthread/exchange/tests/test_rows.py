"""Rows of text in, candidates out. Nothing here touches a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.exchange import cells, names
from goldenthread.exchange.grid import HOLD, STOP, WARN, Cell, Row
from goldenthread.exchange.headings import FIELDS, find, folded, learners_rows
from goldenthread.exchange.rows import Override, candidate, rules_for
from goldenthread.exchange.tests.files import ADA, HEADINGS
from goldenthread.exchange.tests.upns import UPN_FORMAT_OK_CHECK_WRONG, UPN_MALFORMED, UPN_PERMANENT, UPN_TEMPORARY
from goldenthread.learners.codes import ETHNICITIES, NC_YEARS, SEN_TYPES

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


def test_unknown_headings_leave_what_is_missing_to_be_asked():
    found = find(grid(["Vorname", "Nachname", "Geburtstag"], ["Ada", "Okafor", "14/03/2014"]))
    assert found.missing == ["First names", "Surname", "Date of birth"]


def test_what_the_school_said_of_a_heading_before_is_remembered():
    table = grid(["Vorname", "Nachname", "Geburtstag", "UPN"], ["Ada", "Okafor", "14/03/2014", "A820200114001"])
    found = find(table, {"vorname": "legal_first", "nachname": "legal_last", "geburtstag": "dob", "upn": ""})
    assert found.missing == []
    assert found.unused == ["UPN"]


def test_legal_names_come_first_and_the_others_are_those_in_use():
    found = one(
        ["Forename", "Legal Forename", "Surname", "Legal Surname", "DOB"],
        "Addy",
        "Ada",
        "Smith",
        "Okafor",
        "14/03/2014",
    )
    assert {k: found.values[k] for k in ("legal_first", "preferred_first", "legal_last", "preferred_last")} == {
        "legal_first": "Ada",
        "preferred_first": "Addy",
        "legal_last": "Okafor",
        "preferred_last": "Smith",
    }


@pytest.mark.parametrize(
    ("whole", "first", "last"),
    [
        ("Okafor, Ada", "Ada", "Okafor"),
        ("Ada Okafor", "Ada", "Okafor"),
        ("van der Berg, Jan", "Jan", "van der Berg"),
        ("Jan van der Berg", "Jan", "van der Berg"),
        ("O'Brien, Mary Ann", "Mary Ann", "O'Brien"),
    ],
)
def test_a_name_in_one_column_is_cut_in_two(whole, first, last):
    found = one(["Name", "DOB"], whole, "14/03/2014")
    assert (found.values["legal_first"], found.values["legal_last"]) == (first, last)


def test_how_a_long_name_was_cut_is_said():
    assert "Read as first names" in said(one(["Name", "DOB"], "Ana Maria Lopez", "14/03/2014"))


@pytest.mark.parametrize("name", ["Null", "None", "NaN", "True", "N/A", "Test", "-", "nan", "NULL"])
def test_e16_surnames_that_computers_take_for_nothing_are_names(name):
    found = one(BASE, "Ada", name, "14/03/2014", "8")
    assert found.values["legal_last"] == name
    assert not found.is_held


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien",
        "O’Brien",
        "OʼBrien",
        "D'Souza",
        "Smith-Jones",
        "van der Berg",
        "Núñez",
        "Nguyễn",
        "İlker",
        "Groß",
        "Ó Briain",
        "X",
        "李",
        "محمد",
    ],
)
def test_e17_e18_e20_names_are_stored_as_given(name):
    found = one(BASE, "Ada", name, "14/03/2014", "8")
    assert found.values["legal_last"] == name
    assert not found.is_held


def test_e18_a_single_name_is_asked_about_and_may_be_right():
    row = ["", "Sukarno", "14/03/2014", "8"]
    assert [p.weight for p in one(BASE, *row).problems] == [HOLD]
    found = one(BASE, *row, override=Override(accept=True))
    assert not found.is_held
    assert found.values["legal_last"] == "Sukarno"


def test_e18_a_name_of_300_letters_is_refused_not_cut():
    found = one(BASE, "A" * 300, "Okafor", "14/03/2014", "8")
    assert "300" in said(found)
    assert "legal_first" not in found.values


def test_e18_a_picture_in_a_name_is_refused():
    assert one(BASE, "Ada 😀", "Okafor", "14/03/2014", "8").is_held


@pytest.mark.parametrize(
    ("given_", "stored"),
    [
        ("Zoe\u0308", "Zoë"),
        ("A\u200bda", "Ada"),
        ("Ada\u00a0Grace", "Ada Grace"),
        ("  Ada   Grace ", "Ada Grace"),
        ("\ufeffAda", "Ada"),
    ],
)
def test_e19_names_are_composed_and_freed_of_what_nobody_sees(given_, stored):
    assert one(BASE, given_, "Okafor", "14/03/2014", "8").values["legal_first"] == stored


def test_e19_marks_that_turn_the_writing_round_are_refused():
    found = one(BASE, "Ada\u202e", "Okafor", "14/03/2014", "8")
    assert [p.weight for p in found.problems if p.field == "legal_first"] == [STOP]


def test_e19_letters_of_another_alphabet_are_pointed_out():
    found = one(BASE, "Аda", "Okafor", "14/03/2014", "8")
    assert "mixes alphabets" in said(found)
    assert names.key("Аda") == names.key("Ada")


def test_e10_names_garbled_by_the_wrong_encoding_are_held_with_the_guess():
    found = one(BASE, "SiÃ¢n", "Okafor", "14/03/2014", "8")
    assert found.is_held
    assert [p.guess for p in found.problems] == ["Siân"]


@pytest.mark.parametrize("upn", UPN_PERMANENT + UPN_TEMPORARY)
def test_upns_with_the_right_letter_are_taken_without_a_word(upn):
    assert cells.upn(Cell(upn)) == (upn, [])


@pytest.mark.parametrize("upn", UPN_FORMAT_OK_CHECK_WRONG)
def test_a_check_letter_that_does_not_fit_warns_and_never_refuses(upn):
    value, problems = cells.upn(Cell(upn))
    assert value == upn
    assert [p.weight for p in problems] == [WARN]


@pytest.mark.parametrize(
    "upn", [u for u in UPN_MALFORMED if u.strip() and cells.numbers.clean_upn(u) not in ("B801200005001",)]
)
def test_what_is_no_upn_holds_the_row_until_somebody_says_leave_it_out(upn):
    assert with_("UPN", upn).is_held
    found = with_("UPN", upn, override=Override(accept=True))
    assert not found.is_held
    assert "upn" not in found.values


@pytest.mark.parametrize("upn", ["b801200005001", " B801 2000 05001 ", "B801-2000-05001", "Ｂ801200005001"])
def test_upns_with_spaces_or_in_small_letters_are_tidied(upn):
    assert with_("UPN", upn).values["upn"] == "B801200005001"


def test_e15_a_upn_that_became_a_number_cannot_be_accepted():
    for cell in (Cell("801000000000", "n"), Cell("8.01E+11")):
        assert with_("UPN", cell, override=Override(accept=True)).is_held


@pytest.mark.parametrize("upn", ["A838200114001", "A839200114001", "A940200114001", "A943200114001"])
def test_e23_new_authorities_are_not_refused(upn):
    assert with_("UPN", upn).values["upn"] == upn


@pytest.mark.parametrize(
    ("cell", "guess"),
    [
        (Cell("70", "n"), "7E1"),
        (Cell("800", "n"), "8E2"),
        (Cell("2014-03-01", "d"), "MAR1"),
        (Cell("01-Mar"), "MAR1"),
        (Cell("Mar-01"), "MAR1"),
        (Cell("7", "n"), ""),
        (Cell("TRUE", "b"), ""),
        (Cell("70"), "7E1"),
        (Cell("7.00E+01"), ""),
    ],
)
def test_e15_tutor_groups_a_spreadsheet_spoilt_are_held_with_the_guess(cell, guess):
    found = with_("Tutor Group", cell)
    assert found.is_held
    assert [p.guess for p in found.problems] == [guess]


@pytest.mark.parametrize("group", ["7K", "7E1", "10", "1-2", "MAR1", "Kingfisher", "8/1", "12a"])
def test_tutor_groups_as_text_are_kept(group):
    found = with_("Tutor Group", group)
    assert found.values["tutor_group"] == group
    assert not found.is_held


def test_e15_what_a_person_types_instead_is_taken():
    found = with_("Tutor Group", Cell("70", "n"), override=Override(values={"tutor_group": "7E1"}))
    assert found.values["tutor_group"] == "7E1"
    assert not found.is_held


def test_e15_noughts_lost_from_school_numbers_are_held_with_the_guess():
    found = read(
        [*BASE, "Adno"],
        ["Ada", "Okafor", "14/03/2014", "8", "001234"],
        ["Leo", "Smith", "14/03/2014", "8", Cell("1235", "n")],
    )
    assert not found[0].is_held
    assert [p.guess for p in found[1].problems] == ["001235"]


def test_school_numbers_that_are_numbers_throughout_are_taken():
    assert with_("Adno", Cell("1235", "n")).values["mis_number"] == "1235"


def test_e15_names_held_as_numbers_or_truths_are_held():
    assert one(BASE, "Ada", Cell("TRUE", "b"), "14/03/2014", "8").is_held
    assert one(BASE, "Ada", Cell("12", "n"), "14/03/2014", "8").is_held


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7", "7"),
        ("07", "7"),
        ("Year 7", "7"),
        ("Yr 7", "7"),
        ("Y7", "7"),
        ("year 13", "13"),
        ("Reception", "R"),
        ("R", "R"),
        ("Rec", "R"),
        ("Year R", "R"),
        ("N1", "N1"),
        ("Nursery 2", "N2"),
        ("E2", "E2"),
        ("X", "X"),
        ("14", "14"),
        ("Curriculum Year 3", "3"),
    ],
)
def test_year_groups_as_schools_write_them(text, code):
    assert cells.nc_year(text) == (code, [])
    assert code in NC_YEARS


@pytest.mark.parametrize("text", ["70", "Form 7", "Upper Sixth", "7E1", "-1", "Year"])
def test_a_year_group_nobody_knows_stops_the_row(text):
    assert [p.weight for p in with_("Year Group", text).problems if p.field == "nc_year"] or cells.nc_year(text)[1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("K", "K"),
        ("k", "K"),
        ("SEN Support", "K"),
        ("SEN support (K)", ""),
        ("E", "E"),
        ("EHCP", "E"),
        ("EHC Plan", "E"),
        ("Education, Health and Care Plan", "E"),
        ("N", "N"),
        ("No SEN", "N"),
        ("No Special Educational Need", "N"),
        ("E - EHC Plan", "E"),
        ("K - SEN Support", "K"),
    ],
)
def test_sen_status_in_codes_and_words(text, code):
    assert cells.stage(text)[0] == code


@pytest.mark.parametrize(
    ("text", "guess"),
    [("S", "E"), ("A", "K"), ("P", "K"), ("Statement", "E"), ("School Action Plus", "K"), ("Yes", ""), ("maybe", "")],
)
def test_sen_status_of_other_days_holds_with_what_took_its_place(text, guess):
    value, problems = cells.stage(text)
    assert (value, [(p.weight, p.guess) for p in problems]) == ("", [(HOLD, guess)])


@pytest.mark.parametrize("code", SEN_TYPES)
def test_needs_by_code_and_by_name(code):
    assert cells.needs([code])[0] == ((code, ""),)
    assert cells.needs([SEN_TYPES[code][0]])[0] == ((code, ""),)
    assert cells.needs([f"{code} - {SEN_TYPES[code][0]}"])[0] == ((code, ""),)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["SLCN; ASD"], ["SLCN", "ASD"]),
        (["SLCN, ASD"], ["SLCN", "ASD"]),
        (["SLCN", "ASD"], ["SLCN", "ASD"]),
        (["Speech, language and communication needs; Autism"], ["SLCN", "ASD"]),
        (["ASD", "ASD"], ["ASD"]),
        (["Dyslexia"], ["SPLD"]),
        (["K"], []),
        (["None"], []),
    ],
)
def test_several_needs_keep_their_order(texts, found):
    assert [code for code, _ in cells.needs(texts)[0]] == found


def test_a_need_the_census_has_no_code_for_keeps_its_words_and_says_so():
    found = with_("SEN Description", "ADHD")
    assert found.values["needs"] == (("OTH", "ADHD"),)
    assert not found.is_held
    assert "ADHD" in said(found)


def test_old_codes_of_need_hold_the_row():
    assert with_("SEN Need", "BESD").is_held


@pytest.mark.parametrize("code", ETHNICITIES)
def test_ethnicity_by_main_or_extended_code(code):
    assert cells.ethnicity(code.lower()) == (code, [])


def test_ethnicity_by_name_and_otherwise_held():
    assert cells.ethnicity("White - British")[0] == "WBRI"
    assert cells.ethnicity("White British")[0] == "WBRI"
    assert cells.ethnicity("Martian")[1][0].weight == HOLD


@pytest.mark.parametrize(
    ("text", "code"), [("M", "M"), ("male", "M"), ("Boy", "M"), ("F", "F"), ("Female", "F"), ("U", "U"), ("W", "U")]
)
def test_sex_in_letters_and_words(text, code):
    assert cells.sex(text)[0] == code


@pytest.mark.parametrize(
    ("dob", "says"),
    [
        ("14/03/2027", "future"),
        ("14/03/1999", "27 years"),
        ("14/03/2025", "1 years"),
        ("14/03/2012", "usually in Year 10"),
    ],
)
def test_e13_a_date_of_birth_that_cannot_be_holds_the_row(dob, says):
    found = one(BASE, "Ada", "Okafor", dob, "8")
    assert found.is_held
    assert says in said(found)


def test_e13_a_learner_kept_back_a_year_may_be_right():
    assert not one(BASE, "Ada", "Okafor", "14/03/2013", "8", override=Override(accept=True)).is_held
    assert one(BASE, "Ada", "Okafor", "14/03/2027", "8", override=Override(accept=True)).is_held


def test_years_that_follow_no_curriculum_fit_any_age():
    assert not one(BASE, "Ada", "Okafor", "14/03/2012", "X").is_held


def test_e31_a_row_of_another_school_is_refused():
    assert "another school" in said(with_("School", "Ashfield School", schools=["Larkrise Primary School"]))
    assert not with_("School", "LARKRISE PRIMARY SCHOOL", schools=["Larkrise Primary School"]).is_held


def test_e26_merged_cells_hold_their_row():
    assert with_("Tutor Group", Cell("", "m")).is_held


def test_e27_formulas_warn_and_one_without_a_value_stops_the_row():
    assert not with_("Tutor Group", Cell("8K", "f")).is_held
    assert with_("Tutor Group", Cell("", "fe"), override=Override(accept=True)).is_held
    assert with_("Tutor Group", Cell("#N/A", "e"), override=Override(accept=True)).is_held


def test_a_blank_cell_says_nothing():
    assert "tutor_group" not in with_("Tutor Group", "  ").values


def test_trouble_with_the_row_itself_stops_it():
    table = grid(BASE, ["Ada", "Okafor", "14/03/2014", "8"])
    row = table[1]._replace(trouble="A quotation mark is opened in this row and never closed.")
    assert candidate(row, rules_for([row], find(table), on=ON)).is_held


ANY = st.text(max_size=60)


@given(
    st.lists(
        st.tuples(ANY, st.sampled_from(["", "n", "d", "t", "b", "e", "f", "fe", "m", "l"])), min_size=12, max_size=12
    )
)
def test_any_row_is_read_or_refused_in_words(values):
    headings = [*HEADINGS, "SEN Status", "SEN Need", "ULN"]
    if any("d" in m for _, m in values):
        values = [(t, m.replace("d", "")) for t, m in values]
    for found in read(headings, [Cell(t, m) for t, m in values]):
        assert all(p.text for p in found.problems)
        assert all(str(v).encode() for v in found.values.values())
