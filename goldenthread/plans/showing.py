"""A version as one kind of reader is shown it, with what is live since, kept for as long as nothing changes.

A plan is read far more often than anything is written about its learner. The mark of a learner (composing) is another
as soon as a word, its readers, a withdrawal or a choice is, so what is kept under the mark before is never asked for
again. Who may open the learner at all is asked of the database on every request, before this is.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from cachetools import LRUCache, cached

from goldenthread.learners.policies import Reader
from goldenthread.plans import reading
from goldenthread.plans.composing import Mark, mark_of
from goldenthread.plans.models import PlanVersion
from goldenthread.plans.rendering import screen
from goldenthread.plans.since import Since, living_copy, load_living, since
from goldenthread.plans.states import State

STAFF = {"senco", "staff", "professional"}
MOST = 300  # some 100 kB each: a teacher's class, or a SENCO's afternoon


@dataclass(frozen=True)
class Shown:
    """What `plans/document/document.html` is given, and what stands beside it; None for the family and the learner,
    who read what was issued, and where the version is not in force.
    """

    page: dict[str, Any]
    since: Since | None


def shown(version: PlanVersion, reader: Reader, let_in: bool, photo: str, on: date) -> Shown:
    """The version as this reader may read it today. Raises reading.Erased where its words are no more."""
    return made(version, reader, let_in, photo, on, mark_of(version.plan.learner))


def what_it_follows_from(version: PlanVersion, reader: Reader, let_in: bool, photo: str, on: date,
                         mark: Mark) -> tuple[Hashable, ...]:
    """Two readers are shown the same only where all of this is the same."""
    return (version.uuid, version.body_sha256, hasattr(version, "body"), version.standing.state, reader.kind,
            reader.audiences, let_in, photo, on, mark)


@cached(LRUCache(MOST), key=what_it_follows_from, lock=Lock(), info=True)
def made(version: PlanVersion, reader: Reader, let_in: bool, photo: str, on: date, mark: Mark) -> Shown:
    plan, whole = version.plan, reading.open_body(version)
    live = version.standing.state == State.CURRENT and reader.kind in STAFF
    gone = reading.withdrawn(plan, on)
    loaded = load_living(plan, on, mark) if live else None
    today_for = reading.audiences_in(loaded, plan) if loaded else reading.audiences_today(plan)
    document = reading.copy_for(version, whole, reader, gone, today_for)
    beside = since(version, document, living_copy(version, whole, loaded, reader, gone, on), let_in) if loaded else None
    return Shown(screen.page(document, photo), beside)
