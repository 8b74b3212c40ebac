"""Ages, years and the ends of school age."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.learners import ages

LEAP = date(2012, 2, 29)


@pytest.mark.parametrize(("on", "years"), [
    (date(2026, 2, 28), 13), (date(2026, 3, 1), 14), (date(2028, 2, 28), 15), (date(2028, 2, 29), 16)])
def test_e_14_one_born_on_29_february_grows_older_too(on, years):
    assert ages.age(LEAP, on) == years


def test_e_14_their_birthday_in_a_common_year_is_1_march():
    assert ages.birthday(LEAP, 16) == date(2028, 2, 29)
    assert ages.birthday(LEAP, 25) == date(2037, 3, 1)


@pytest.mark.parametrize(("dob", "starts", "year"), [
    (date(2014, 3, 14), 2026, "8"), (date(2014, 8, 31), 2026, "8"), (date(2014, 9, 1), 2026, "7"),
    (date(2021, 9, 1), 2026, "R"), (date(2022, 9, 1), 2026, "N2"), (date(2025, 12, 1), 2026, "E1"),
    (date(2001, 9, 2), 2026, "20"), (date(1999, 1, 1), 2026, None), (date(2009, 8, 31), 2026, "13")])
def test_the_year_by_age_turns_on_the_first_of_september(dob, starts, year):
    assert ages.expected_year(dob, starts) == year


@pytest.mark.parametrize(("nc_year", "apart"), [("8", 0), ("7", -1), ("9", 1), ("X", None)])
def test_a_learner_may_be_taught_out_of_their_year(nc_year, apart):
    assert ages.years_apart(nc_year, date(2014, 3, 14), 2026) == apart


@pytest.mark.parametrize(("dob", "ends"), [
    (date(2010, 3, 1), date(2026, 6, 26)), (date(2010, 9, 1), date(2027, 6, 25)),
    (date(2012, 2, 29), date(2028, 6, 30)),
    (date(2012, 9, 1), date(2029, 6, 29)), (date(2014, 8, 31), date(2030, 6, 28))])
def test_compulsory_school_age_ends_on_the_last_friday_of_june(dob, ends):
    assert ages.end_of_compulsory_school_age(dob) == ends


@pytest.mark.parametrize(("dob", "starts"), [
    (date(2021, 9, 1), date(2026, 12, 31)), (date(2022, 1, 1), date(2027, 3, 31)),
    (date(2022, 4, 1), date(2027, 8, 31)),
    (date(2020, 2, 29), date(2025, 3, 31))])
def test_compulsory_school_age_starts_with_the_term_after_five(dob, starts):
    assert ages.starts_compulsory_school_age(dob) == starts


def test_a_young_person_decides_for_themselves_until_25():
    dob = date(2010, 3, 1)
    assert not ages.is_young_person(dob, date(2026, 6, 26))
    assert ages.is_young_person(dob, date(2026, 6, 27))
    assert not ages.is_young_person(dob, date(2035, 3, 1))


@pytest.mark.parametrize(("dob", "odd"), [
    (date(2027, 1, 1), "future"), (date(1990, 1, 1), "36"), (date(2016, 1, 1), "")])
def test_a_date_of_birth_that_cannot_be_is_said_to_be_odd(dob, odd):
    sentence = ages.why_odd(dob, date(2026, 9, 7))
    assert odd in sentence if odd else sentence == ""


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.integers(0, 30))
def test_on_their_birthday_they_are_that_old_and_the_day_before_not_yet(dob, years):
    day = ages.birthday(dob, years)
    assert ages.age(dob, day) == years
    assert ages.age(dob, date.fromordinal(day.toordinal() - 1)) == years - 1
