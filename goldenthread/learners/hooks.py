"""What rooms above add to what learners shows. They register it once, from config."""

from collections.abc import Callable
from datetime import date

from django.db.models import Model, Q

from goldenthread.learners.models import Contact, Learner
from goldenthread.people.models import Membership

Standing = Callable[[Learner, Membership, date], str]
Leaving = Callable[[Contact], None]


# Where the learner's plan stands, as this member may know it: "Draft", "Version 2".
standings: list[Standing] = []
# Called in the transaction that strikes a contact off, before they are gone.
leaving: list[Leaving] = []
# Of what rooms above keep about a learner: which rows go with somebody who is taken out as a mistake. All others hold
# them here.
goes_with: dict[type[Model], Q] = {}
# What the rows that do hold them here are called, by the label of their model.
called: dict[str, str] = {
    "learners.Grant": "access given to somebody",
    "learners.Block": "a block",
    "learners.BlockAsked": "a block that was asked for",
    "learners.Contact": "a contact",
    "learners.Consent": "a consent",
}


def plan_standing(learner: Learner, member: Membership, on: date) -> str:
    """What the room that keeps plans says; nothing while there is none."""
    return next((standing(learner, member, on) for standing in standings), "")
