"""What calls for an action, as rooms above know it. They register a finder for each kind, from config."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.learners.audiences import STAFF
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.schools.models import School


@dataclass(frozen=True)
class Cause:
    """Why something has to be done. `key` is one occasion's own in its school, and lasts as long as the occasion:
    "review-due:" and the schedule's uuid, so that next term's review is another cause.

    `owner_role` holds it where nobody is named.
    """

    key: str
    kind: str
    learner: Learner
    what: str
    why: str
    due_on: date
    owner: Membership | None = None
    owner_role: str = "senco_admin"
    audience: str = STAFF
    source_room: str = ""
    source_id: str = ""


# Gives every cause of its kind that holds in a school on a day, reading no more than what is due.
Finder = Callable[[School, date], Iterable[Cause]]
FINDERS: dict[str, Finder] = {}
# Of causes that hold no longer, as of a day: why, by key, nobody does any more what they asked for. The others were
# done.
Over = Callable[[Collection[str], date], Mapping[str, str]]
OVER: dict[str, Over] = {}


@dataclass(frozen=True)
class Origin:
    """Where actions come from: what that is called on screen, and the address at which to see to one, if any."""

    name: str
    where: Callable[[Any], str] | None = None


# By the kind of rule, or by the room in which people agreed.
ORIGINS: dict[str, Origin] = {}


def register(kind: str, finder: Finder, name: str = "", where: Callable[[Any], str] | None = None,
             over: Over | None = None) -> None:
    """A room above says how causes of a kind are found, what the kind is called, where (an Action in, an address out)
    somebody sees to one, and which that have gone were not done.
    """
    FINDERS[kind] = finder
    if over:
        OVER[kind] = over
    ORIGINS[kind] = Origin(name or kind.replace("-", " ").capitalize(), where)


def register_source(room: str, name: str, where: Callable[[Any], str] | None = None) -> None:
    """A room above in which people agree actions: "Agreed at a review", and where that review is."""
    ORIGINS[room] = Origin(name, where)


def live(school: School, on: date, kinds: Sequence[str]) -> dict[str, Cause]:
    """The causes of these kinds that hold in a school, by key."""
    return {cause.key: cause for kind in kinds for cause in FINDERS[kind](school, on)}
