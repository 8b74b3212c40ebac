from datetime import date

import pytest

from goldenthread.learners.models import Learner, Need
from goldenthread.plans import operations as plans
from goldenthread.plans.tests.desk import REVIEW, SEPTEMBER, Desk, tell_all


@pytest.fixture
def ada(school):
    return Learner.objects.create(school=school, legal_first="Ada", legal_last="Okafor", dob=date(2014, 3, 14),
                                  sort_name="okafor, ada", search_name="ada okafor")


@pytest.fixture
def desk(ada, senco):
    Need.objects.create(school=ada.school, learner=ada, type="SLCN", rank=1, starts_on=date(2025, 9, 1))
    tell_all(ada, senco)
    plan = plans.open_plan(learner=ada, by=senco, on=SEPTEMBER, review_by=REVIEW)
    return Desk(senco, ada, plan)
