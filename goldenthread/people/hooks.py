"""Where a higher room hears of what happened here: people knows nobody above it, config names who listens."""

from datetime import date
from typing import Protocol

from goldenthread.people.models import Membership


class Accepted(Protocol):
    """Called in the transaction in which an invitation made for a room was taken; may raise Refused."""

    def __call__(self, *, member: Membership, reference: str, by: Membership, on: date) -> object: ...


# By the room an invitation is for: learners ties a contact to the member.
accepted: dict[str, Accepted] = {}

