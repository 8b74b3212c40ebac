"""What rooms above hear of plans. They register once, from config."""

from datetime import date
from typing import Protocol

from goldenthread.people.models import Membership
from goldenthread.plans.models import Plan, Received


class ReviewDateSet(Protocol):
    """Called in the transaction in which a plan's review date was set, whatever set it; may raise Refused."""

    def __call__(self, *, plan: Plan, by: Membership, on: date) -> object: ...


class WasReceived(Protocol):
    """Called in the transaction in which a plan was kept as received; may raise Refused."""

    def __call__(self, *, received: Received, by: Membership, on: date) -> object: ...


review_date_set: list[ReviewDateSet] = []
received: list[WasReceived] = []


def tell_review_date(plan: Plan, by: Membership, on: date) -> None:
    """Let those above know by when this plan is looked at again."""
    for tell in review_date_set:
        tell(plan=plan, by=by, on=on)


def tell_received(plan: Received, by: Membership, on: date) -> None:
    """Let those above know that a plan came."""
    for tell in received:
        tell(received=plan, by=by, on=on)
