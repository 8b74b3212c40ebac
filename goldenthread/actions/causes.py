"""What calls for an action, as rooms above know it. They register a finder for each kind, from config."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

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
# What a kind is called in a list's filter.
NAMES: dict[str, str] = {}


def register(kind: str, finder: Finder, name: str = "") -> None:
    """A room above says how causes of a kind are found, and what the kind is called on screen."""
    FINDERS[kind] = finder
    NAMES[kind] = name or kind.replace("-", " ").capitalize()


def live(school: School, on: date, kinds: Sequence[str]) -> dict[str, Cause]:
    """The causes of these kinds that hold in a school, by key."""
    return {cause.key: cause for kind in kinds for cause in FINDERS[kind](school, on)}
