"""Holidays, from the first and last days of terms. A legal date never moves for them; what to do it by may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

Span = tuple[date, date]
# A closure this long excuses late advice (SEND Regulations 2014, reg 10(4)(a) and its like).
LONG = timedelta(weeks=4)
WEEK = timedelta(weeks=1)
SATURDAY = 5
# Without school in any year, whether or not terms are set (month, day).
FREE = {(12, 25), (12, 26), (1, 1)}


@dataclass(frozen=True)
class Closure:
    """A time between two terms: its first day, and the day on which school opens again."""

    starts_on: date
    reopens_on: date

    def holds(self, on: date) -> bool:
        return self.starts_on <= on < self.reopens_on

    @property
    def is_long(self) -> bool:
        return self.reopens_on - self.starts_on >= LONG


def closures(terms: Iterable[Span]) -> list[Closure]:
    """The holidays between terms (first day, last day). Terms that touch leave none: nobody has set them yet."""
    gaps = (Closure(one[1] + timedelta(days=1), two[0]) for one, two in pairwise(sorted(terms)))
    return [gap for gap in gaps if gap.reopens_on > gap.starts_on]


def closure_at(on: date, holidays: Iterable[Closure]) -> Closure | None:
    """The holiday a day falls in."""
    return next((closure for closure in holidays if closure.holds(on)), None)


def do_by(due: date, holidays: Iterable[Closure]) -> date:
    """The last school day on or before a due date, as far as terms and weekends tell."""
    holidays = list(holidays)
    if closure := closure_at(due, holidays):
        return do_by(closure.starts_on - timedelta(days=1), holidays)
    return do_by(due - timedelta(days=1), holidays) if why_no_school(due, holidays) else due


def why_no_school(due: date, holidays: Iterable[Closure]) -> str:
    """What a due date falls in, for a sentence: "in the school holidays", "on a Saturday"; empty on a school day."""
    if closure_at(due, holidays):
        return "in the school holidays"
    if due.weekday() >= SATURDAY:
        return f"on a {due:%A}"
    return "on a day when schools are closed" if (due.month, due.day) in FREE else ""


def closure_that_excuses(asked_on: date, holidays: Iterable[Closure]) -> Closure | None:
    """The long closure for which advice asked on a day may be late: asked from a week before it began until a week
    before school opened again.
    """
    return next((closure for closure in holidays if closure.is_long
                 and closure.starts_on - WEEK <= asked_on <= closure.reopens_on - WEEK), None)
