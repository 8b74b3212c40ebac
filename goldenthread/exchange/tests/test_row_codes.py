"""Year groups, SEN status, needs, ethnicity and sex, in codes and in words."""


import pytest

from goldenthread.exchange import cells
from goldenthread.exchange.grid import HOLD
from goldenthread.exchange.tests.rows import said, with_
from goldenthread.learners.codes import ETHNICITIES, NC_YEARS, SEN_TYPES


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
