import pytest

from goldenthread.plans.tests.conftest import desk, no_paper  # noqa: F401 - fixtures
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.tests.table import MADE, Table
from tests.remembered import remembered


@pytest.fixture
@remembered
def table(desk, parent, teacher, learner_member) -> Table:  # noqa: F811 - the fixture above
    """Ada's plan, issued, and those who sit at the table when it is reviewed."""
    desk.issue("k1")
    return Table(desk, parent, teacher, learner_member)


@pytest.fixture
def with_senco(senco, today):
    """Who does it and when, for an operation."""
    return {"by": senco, "on": today}


@pytest.fixture
@remembered
def annual(ada, with_senco):
    """The annual review of Ada’s EHC plan, begun."""
    return clocks.start(learner=ada, kind="annual_review", day=MADE, **with_senco)


@pytest.fixture
@remembered
def assessment(ada, with_senco, today):
    """A request to assess Ada, made today."""
    return clocks.start(learner=ada, kind="needs_assessment", day=today, **with_senco)
