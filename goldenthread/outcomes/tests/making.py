"""What the tests of outcomes set, read and receive."""

from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.learners.policies import reader_who_sees
from goldenthread.outcomes import operations, queries
from goldenthread.story.tests.cast import DAY

LATER = DAY + timedelta(weeks=7)


@dataclass(frozen=True)
class Told:
    need: str
    outcome: str
    provision: str = ""
    area: str = ""
    due_on: date | None = None
    outcome_uuid: str = ""


def outcome(cast, level="term", wording="Reads ten words", by=None, **more):
    more = {"learner": cast.ada, **more}
    return operations.set_outcome(level=level, wording=wording, by=by or cast.khan, on=DAY, **more)


def thread(cast, who=None, on=DAY):
    return queries.thread(cast.ada, reader_who_sees(who or cast.khan, cast.ada), on)
