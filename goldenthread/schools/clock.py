"""The one place where the clock is read. Views and commands read it; operations are given their dates."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, in UTC."""
    return timezone.now()


def today() -> date:
    """Today in London: 31 August 23:30 UTC is already 1 September there."""
    return timezone.localdate()


def year_starting(on: date) -> int:
    """The academic year a date falls in, by the calendar year of its 1 September."""
    return on.year if on.month >= 9 else on.year - 1
