from types import SimpleNamespace

import pytest

from goldenthread.story.tests.cast import granted, learner


@pytest.fixture
def cast(school, senco, senco_team, teacher, ta, parent, governor, professional, nia):
    """Everybody by name, with Ada open to those who work with her and her mother, and Leo to the SENCO's team alone."""
    ada, leo = learner(school), learner(school, "Leo", "Nguyễn")
    granted(ada, [teacher, ta, parent, professional], by=senco)
    return SimpleNamespace(school=school, next_door=nia.school, priya=senco, tom=senco_team, khan=teacher, jo=ta,
                           grace=parent, dev=governor, helen=professional, nia=nia, ada=ada, leo=leo)
