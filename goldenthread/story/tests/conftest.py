from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine

from goldenthread.story.tests.cast import granted, learner


@pytest.fixture(autouse=True)
def that_day():
    """The morning of the cast's day, by the clock that pages read."""
    with time_machine.travel(datetime(2026, 9, 7, 9, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def cast(school, senco, senco_team, teacher, ta, parent, governor, professional, nia):
    """Everybody by name, with Ada open to those who work with her and her mother, and Leo to the SENCO's team alone."""
    ada, leo = learner(senco), learner(senco, "Leo", "Nguyễn")
    granted(ada, [teacher, ta, parent, professional], by=senco)
    return SimpleNamespace(school=school, next_door=nia.school, priya=senco, tom=senco_team, khan=teacher, jo=ta,
                           grace=parent, dev=governor, helen=professional, nia=nia, ada=ada, leo=leo)
