"""Counting periods as the law counts them. Weeks are calendar weeks; a month ends on its own last day."""

import calendar
from datetime import date, timedelta

DAYS, WEEKS, MONTHS = "days", "weeks", "months"
UNITS = (DAYS, WEEKS, MONTHS)


def months_from(on: date, months: int) -> date:
    """The same day so many months on (back, where negative), or the last of that month where it is shorter."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def after(on: date, count: int, unit: str) -> date:
    """So long after a day, which is not counted itself: 6 weeks after a Monday is a Monday."""
    return months_from(on, count) if unit == MONTHS else on + days(count, unit)


def before(on: date, count: int, unit: str) -> date:
    """The last day that is so long before another."""
    return months_from(on, -count) if unit == MONTHS else on - days(count, unit)


def last_of(on: date, count: int, unit: str) -> date:
    """The last day of a period that starts with a day: 12 months starting with 1 January end on 31 December.

    Where the day has no fellow in the month it ends in, the period ends with that month: 29 February to 28 February.
    """
    end = after(on, count, unit)
    return end if unit == MONTHS and end.day < on.day else end - timedelta(days=1)


def days(count: int, unit: str) -> timedelta:
    return timedelta(weeks=count) if unit == WEEKS else timedelta(days=count)
