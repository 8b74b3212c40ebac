"""Ending what holds between two dates."""

from datetime import date, timedelta

from goldenthread.learners.managers import SpellQuerySet


def close(spells: SpellQuerySet, on: date) -> None:
    """End spells so that they no longer hold on a day. One that began that day or later never held, and goes."""
    spells.filter(starts_on__gte=on).delete()
    spells.not_over(on).update(ends_on=on - timedelta(days=1))
