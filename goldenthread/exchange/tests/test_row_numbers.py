"""UPNs, tutor groups and the school's own numbers, whole and as spreadsheets spoil them."""


import pytest

from goldenthread.exchange import cells
from goldenthread.exchange.grid import WARN, Cell
from goldenthread.exchange.rows import Override
from goldenthread.exchange.tests.rows import BASE, one, read, with_
from goldenthread.exchange.tests.upns import UPN_FORMAT_OK_CHECK_WRONG, UPN_MALFORMED, UPN_PERMANENT, UPN_TEMPORARY


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
