"""Where a higher room hears of what happened here: people knows nobody above it, config names who listens."""

from datetime import date
from typing import Protocol

from goldenthread.people.models import Membership


class Accepted(Protocol):
    """Called in the transaction in which an invitation made for a room was taken; may raise Refused."""

    def __call__(self, *, member: Membership, reference: str, by: Membership, on: date) -> object: ...


# By the room an invitation is for: learners ties a contact to the member.
accepted: dict[str, Accepted] = {}


class StillFor(Protocol):
    """Whether a letter about something in a room may still go to this address; asked as it is about to be sent."""

    def __call__(self, *, reference: str, address: str, on: date) -> bool: ...


# By the room a letter is about: learners withholds it from who may no longer see the learner.
still_for: dict[str, StillFor] = {}
