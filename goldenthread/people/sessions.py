"""How long somebody stays signed in, and how surely we know them. Kept in the session, decided by the server."""

from datetime import datetime, timedelta
from typing import Any

from goldenthread.people.models import User
from goldenthread.people.policies import live
from goldenthread.schools.clock import now as clock_now
from goldenthread.schools.clock import today

# Without a request, and altogether: by who signed in.
IDLE = {"learner": timedelta(minutes=15), "family": timedelta(minutes=20), "staff": timedelta(minutes=30)}
ABSOLUTE = {"learner": timedelta(minutes=60), "family": timedelta(hours=8), "staff": timedelta(hours=10)}
# The time of the last request is written no more often than this, so that reading a page seldom writes.
GRAIN = timedelta(seconds=60)


def kind_of(user: User) -> str:
    """learner, family or staff; who is both staff and family keeps to the staff's limits, and needs a second factor."""
    if user.is_learner:
        return "learner"
    if user.is_operator or user.support_id:
        return "staff"
    return "staff" if any(member.as_role.staff for member in user.memberships.filter(live(today()))) else "family"


def begin(session: Any, user: User, *, second: bool) -> None:
    """Note in a new session who it is for, from when, and whether a second factor was shown."""
    moment = clock_now().isoformat()
    session.update({"kind": kind_of(user), "began": moment, "seen": moment, "sure": moment, "second": second})


def is_over(session: Any, now: datetime) -> bool:
    """Whether the session has been idle, or has lasted, for too long; one that never noted its beginning is over."""
    kind = session.get("kind")
    if kind not in IDLE:
        return True
    began, seen = (datetime.fromisoformat(session[key]) for key in ("began", "seen"))
    return now - seen > IDLE[kind] or now - began > ABSOLUTE[kind]


def touch(session: Any, now: datetime) -> None:
    """Note that the person is still here."""
    if now - datetime.fromisoformat(session["seen"]) > GRAIN:
        session["seen"] = now.isoformat()


def is_sure(session: Any, now: datetime) -> bool:
    """Whether the person gave their password within the last ten minutes."""
    return bool(session.get("sure")) and now - datetime.fromisoformat(session["sure"]) <= timedelta(minutes=10)
