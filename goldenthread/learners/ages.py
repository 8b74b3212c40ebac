"""What follows from a date of birth: age, year group, compulsory school age. Safe for 29 February."""

from datetime import date, timedelta

from goldenthread.learners.codes import YEAR_ORDER

OLDEST = 25
# From this age a learner, not the family, says whether their photo is shown.
CONSENTS_FOR_ONESELF = 16


def age(dob: date, on: date) -> int:
    """Whole years. One born on 29 February is a year older on 1 March of a common year."""
    return on.year - dob.year - ((on.month, on.day) < (dob.month, dob.day))


def expected_year(dob: date, starts: int) -> str | None:
    """The NC year a learner born then is in during the school year that starts in September `starts`.

    None for the unborn and for those past the year of their 25th birthday. A learner may well be in another year.
    """
    order = age(dob, date(starts, 8, 31)) - 4
    return next((code for code, place in YEAR_ORDER.items() if place == order), None)


def years_apart(nc_year: str, dob: date, starts: int) -> int | None:
    """How many years ahead (+) of or behind (-) their age a learner is taught; None where years have no order."""
    placed, expected = YEAR_ORDER.get(nc_year), expected_year(dob, starts)
    if placed is None or expected is None:
        return None
    return placed - (YEAR_ORDER[expected] or 0)


def end_of_compulsory_school_age(dob: date) -> date:
    """The last Friday of June of the school year in which they turn 16; from then a learner's rights are their own."""
    turns = dob.year + 16 + ((dob.month, dob.day) >= (9, 1))
    last = date(turns, 6, 30)
    return last - timedelta(days=(last.weekday() - 4) % 7)


def starts_compulsory_school_age(dob: date) -> date:
    """The first of the days 31 December, 31 March and 31 August on or after the fifth birthday."""
    fifth = birthday(dob, 5)
    days = [date(fifth.year, 3, 31), date(fifth.year, 8, 31), date(fifth.year, 12, 31)]
    return next(day for day in days if day >= fifth)


def birthday(dob: date, years: int) -> date:
    """The day they turn that many years; 1 March in a common year for those born on 29 February."""
    try:
        return dob.replace(year=dob.year + years)
    except ValueError:
        return date(dob.year + years, 3, 1)


def is_young_person(dob: date, on: date) -> bool:
    """Over compulsory school age and under 25: decides for themselves (Children and Families Act 2014, s.83)."""
    return end_of_compulsory_school_age(dob) < on and age(dob, on) < OLDEST


def why_odd(dob: date, on: date) -> str:
    """What is wrong with a date of birth for a learner, in a sentence; empty where nothing is."""
    if dob > on:
        return "This date of birth is in the future."
    if age(dob, on) > OLDEST:
        return f"This date of birth makes them {age(dob, on)}. We hold learners up to 25."
    return ""
