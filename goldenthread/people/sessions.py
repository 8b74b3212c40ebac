"""How long somebody stays signed in, and how surely we know them. Kept in the session, decided by the server."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from goldenthread.people.models import User
from goldenthread.schools.clock import now as clock_now

# Without a request, and altogether: by who signed in.
IDLE = {"learner": timedelta(minutes=15), "family": timedelta(minutes=20), "staff": timedelta(minutes=30)}
ABSOLUTE = {"learner": timedelta(minutes=60), "family": timedelta(hours=8), "staff": timedelta(hours=10)}
# The time of the last request is written no more often than this, so that reading a page seldom writes.
GRAIN = timedelta(seconds=60)


def kind_of(user: User) -> str:
    """learner, family or staff; somebody who is both works to the staff's limits, and is known by a second factor."""
    if user.is_learner:
        return "learner"
    return "staff" if user.is_operator or user.support_id or is_staff(user) else "family"


def is_staff(user: User) -> bool:
    return any(member.as_role.staff for member in user.memberships.filter(ends_on=None)) or any(
        member.as_role.staff and member.ends_on >= clock_now().date()
        for member in user.memberships.exclude(ends_on=None) if member.ends_on)


def begin(session: SessionBase | Any, user: User, *, second: bool) -> None:
    """Note in a new session who it is for, from when, and whether a second factor was shown."""
    moment = clock_now().isoformat()
    session.update({"kind": kind_of(user), "began": moment, "seen": moment, "second": second})


def is_over(session: SessionBase | Any, now: datetime) -> bool:
    """Whether the session has been idle, or has lasted, for too long; one that never noted its beginning is over."""
    kind = session.get("kind")
    if kind not in IDLE:
        return True
    began, seen = (datetime.fromisoformat(session[key]) for key in ("began", "seen"))
    # The last sighting is written up to a grain late; the benefit of the doubt goes to the limit.
    return now - seen > IDLE[kind] or now - began > ABSOLUTE[kind]


def touch(session: SessionBase | Any, now: datetime) -> None:
    if now - datetime.fromisoformat(session["seen"]) > GRAIN:
        session["seen"] = now.isoformat()
