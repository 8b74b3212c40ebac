"""UPN and ULN checks, against vectors."""

import pytest

from goldenthread.learners.numbers import (
    LETTERS,
    TEMPORARY_ULN,
    clean_upn,
    is_uln,
    is_upn,
    uln_warning,
    upn_check_letter,
    upn_kind,
    upn_warning,
)
from goldenthread.learners.tests import vectors


@pytest.mark.parametrize("upn", vectors.PERMANENT)
def test_a_permanent_upn_has_one_right_letter(upn):
    assert upn_kind(upn) == "permanent"
    assert [letter for letter in LETTERS if is_upn(letter + upn[1:])] == [upn[0]]


def test_the_permanent_vectors_need_every_letter():
    assert {upn[0] for upn in vectors.PERMANENT} == set(LETTERS)


@pytest.mark.parametrize("upn", vectors.TEMPORARY)
def test_a_temporary_upn_ends_in_a_letter(upn):
    assert upn_kind(upn) == "temporary"
    assert is_upn(upn)


def test_the_temporary_vectors_end_in_every_letter():
    assert "".join(upn[-1] for upn in vectors.TEMPORARY) == LETTERS


@pytest.mark.parametrize("upn", vectors.PUBLISHED)
def test_published_upns_are_right(upn):
    assert is_upn(upn)


@pytest.mark.parametrize("upn", vectors.WRONG_LETTER)
def test_a_wrong_letter_is_a_warning_that_names_the_right_one(upn):
    assert upn_kind(upn)
    assert not is_upn(upn)
    assert f": {upn_check_letter(upn[1:])} would" in upn_warning(upn)


@pytest.mark.parametrize("upn", vectors.MALFORMED)
def test_what_is_no_upn_is_none(upn):
    assert upn_kind(upn) == ""
    assert not is_upn(upn)


def test_the_letter_catches_every_slip_and_every_swap_of_neighbours():
    for upn in vectors.PERMANENT:
        for place in range(1, 13):
            others = set("0123456789") - {upn[place]}
            assert not any(is_upn(upn[:place] + digit + upn[place + 1:]) for digit in others)
            if place < 12 and upn[place] != upn[place + 1]:
                assert not is_upn(upn[:place] + upn[place + 1] + upn[place] + upn[place + 2:])


def test_the_letter_cannot_tell_a_last_figure_from_the_letter_of_its_value():
    for digit, letter in zip("0123456789", "ABCDEFGHJK", strict=True):
        assert upn_check_letter("80100000001" + digit) == upn_check_letter("80100000001" + letter)


def test_the_example_on_the_help_pages_is_wrong():
    assert upn_check_letter("207000016049") == "P"


def test_spaces_hyphens_and_small_letters_are_tidied():
    assert clean_upn(" b801 2000-05001\u00a0") == "B801200005001"


@pytest.mark.parametrize("la", ["838", "839", "940", "941", "942", "943", "909", "001", "660", "708"])
def test_e_23_upns_of_new_abolished_and_special_issuers_are_known(la):
    rest = la + "000020001"
    assert upn_warning(upn_check_letter(rest) + rest) == ""


def test_an_issuer_nobody_knows_is_a_warning():
    rest = "999000020001"
    assert "No local authority" in upn_warning(upn_check_letter(rest) + rest)


@pytest.mark.parametrize("uln", vectors.ULNS)
def test_a_uln_passes(uln):
    assert is_uln(uln)


@pytest.mark.parametrize("uln", [*vectors.NOT_ULNS, TEMPORARY_ULN])
def test_what_is_no_uln_is_none(uln):
    assert not is_uln(uln)


def test_a_slip_in_a_uln_is_a_warning_and_a_stand_in_is_called_one():
    assert "does not fit" in uln_warning("1234567890")
    assert "stands in" in uln_warning(TEMPORARY_ULN)
    assert [uln_warning(uln) for uln in ("", vectors.ULNS[0])] == ["", ""]


@pytest.mark.parametrize("nine", ["100000006", "100000295", "100000555", "100000961"])
def test_some_nine_figures_have_no_tenth(nine):
    assert not any(is_uln(nine + last) for last in "0123456789")


def test_e_33_fifty_thousand_characters_are_no_upn_and_take_no_time():
    assert upn_kind("A" + "1" * 50_000) == ""
    assert len(clean_upn(" " * 50_000 + "-" * 50_000)) == 0
