import pytest

from goldenthread.plans.tests.conftest import desk, no_paper  # noqa: F401 - fixtures
from goldenthread.reviews.tests.table import Table


@pytest.fixture
def table(desk, parent, teacher, learner_member) -> Table:  # noqa: F811 - the fixture above
    """Ada's plan, issued, and those who sit at the table when it is reviewed."""
    desk.issue("k1")
    return Table(desk, parent, teacher, learner_member)
