"""The ways through a school: what is opened every day, and what is opened to run the place."""

from dataclasses import dataclass

from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission


@dataclass(frozen=True)
class Place:
    """A part of the school, and the permission that opens it (None: everybody at the school)."""

    text: str
    address: str
    needs: Permission | None
    about: str = ""


DAILY = (
    Place("Today", "home:dashboard", None),
    Place("Learners", "home:register", Permission.LEARNERS_LIST),
    Place("Today’s list", "outcomes:today", Permission.PROGRESS_NOTE),
    Place("Actions", "actions:mine", Permission.LEARNERS_LIST),
    Place("Calendar", "reviews:calendar", Permission.LEARNERS_LIST),
    Place("Asked of you", "reviews:asked", None),
    Place("School", "home:more", Permission.LEARNERS_MANAGE),
)
RUNNING = (
    Place("Dates set by law", "reviews:due", Permission.LEARNERS_MANAGE,
          "Annual reviews, requests to assess, moves to another school: what is due, and whose duty it is."),
    Place("Groups", "learners:groups", Permission.LEARNERS_MANAGE,
          "Tutor and teaching groups, and who is given access through them."),
    Place("Spreadsheets", "exchange:history", Permission.LEARNERS_IMPORT,
          "Bring learners in from the school’s system, look at what was brought in, and undo it."),
    Place("Outcome bank", "outcomes:bank", Permission.BANK_CURATE,
          "Wordings worth using again, for whoever sets an outcome."),
    Place("People", "members:people", Permission.MEMBERS_MANAGE,
          "Who works here, who visits, families and learners with an account; invite, and end access."),
    Place("What happened", "home:happened", Permission.AUDIT_READ,
          "Who did what and when, in the whole school or for one learner."),
    Place("Settings", "members:school", Permission.SCHOOL_SETTINGS, "The school’s name, its letters and its terms."),
)


# Families and learners have no day's work here: it leads to the plan.
HOME = Place("Home", "home:dashboard", None)


def open_to(places: tuple[Place, ...], member: Membership) -> list[Place]:
    """Those of the places that this member may open."""
    own = {DAILY[0]: HOME} if member.kind in {"family", "learner"} else {}
    return [own.get(place, place) for place in places if place.needs is None or member.may(place.needs)]
