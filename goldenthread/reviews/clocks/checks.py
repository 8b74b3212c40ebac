"""What must be right about the packs of this room before anything starts."""

from collections.abc import Callable
from typing import Any

from django.core.checks import CheckMessage, Error

from goldenthread.reviews.clocks import evidence, rules
from goldenthread.schools.packs import PackError

READ: list[Callable[[], object]] = [rules.book, evidence.lists]


def rules_are_sound(**_: Any) -> list[CheckMessage]:
    """The time limits and the lists of evidence can be read."""
    found: list[CheckMessage] = []
    for read in READ:
        try:
            read()
        except PackError as wrong:
            found.append(Error(str(wrong), id="reviews.E001"))
    return found
