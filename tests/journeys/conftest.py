"""A draft of Ada's plan with all it must have, for journeys that begin in the middle."""

import pytest

from goldenthread.outcomes.operations import set_outcome
from goldenthread.plans import operations as plans
from goldenthread.plans.models import Plan
from goldenthread.story import operations as story
from tests.journeys.steps import tell


@pytest.fixture
def draft(ada, senco, teacher, today) -> Plan:
    """Told, with an outcome and a target; open to her teacher; nothing missing."""
    about = {"learner": ada, "by": senco, "on": today}
    tell(ada, senco, today)
    story.write(field="hopes", text="To have a friend who likes drawing too", said_by="learner", **about)
    set_outcome(level="year", wording="Joins in a game with two others", **about)
    set_outcome(level="term", wording="Reads a page to Jo", **about)
    plan = plans.open_plan(type="iplan", **about)
    plans.let_in(plan=plan, member=teacher, by=senco, on=today)
    return plan
