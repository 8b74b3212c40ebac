"""What age and year group bring: decisions that are the young person's own, and reviews that look to adulthood."""

from datetime import date

from goldenthread.learners.ages import OLDEST, birthday, end_of_compulsory_school_age
from goldenthread.learners.codes import YEAR_ORDER
from goldenthread.reviews.clocks.spans import months_from

AREAS = ("Employment and higher education", "Independent living", "Friends, relationships and community",
         "Good health")
FIRST_YEAR = "9"
UNDER = 5
NOTICE_MONTHS = 6


def passes_on(dob: date) -> date:
    """The last day of compulsory school age: from the next day decisions about an EHC plan are the young person's."""
    return end_of_compulsory_school_age(dob)


def have_passed(dob: date, on: date) -> bool:
    return passes_on(dob) < on


def pass_soon(dob: date, on: date) -> bool:
    """Within six months: time to say so to the young person and the family, and to think about capacity."""
    return on <= passes_on(dob) <= months_from(on, NOTICE_MONTHS)


def looks_to_adulthood(nc_year: str) -> bool:
    """Every review in or beyond year 9 considers provision for adulthood in four areas."""
    place, first = YEAR_ORDER.get(nc_year), YEAR_ORDER[FIRST_YEAR]
    return place is not None and first is not None and place >= first


def is_under_five(dob: date, on: date) -> bool:
    return on < birthday(dob, UNDER)


def plan_ends_by(dob: date) -> date:
    """The end of the academic year in which they turn 25: no EHC plan lasts longer."""
    turns = birthday(dob, OLDEST)
    return date(turns.year + (turns.month >= 9), 8, 31)
