import pytest

from goldenthread.plans import operations as plans
from goldenthread.plans.tests.desk import REVIEW, SEPTEMBER, Desk, tell_all


@pytest.fixture
def desk(ada, senco):
    tell_all(ada, senco)
    plan = plans.open_plan(learner=ada, by=senco, on=SEPTEMBER, review_by=REVIEW)
    return Desk(senco, ada, plan)
