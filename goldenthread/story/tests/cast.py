"""Who and what the tests of the record and of targets stand on."""

from datetime import date
from types import SimpleNamespace

import pytest

from goldenthread.learners.operations import Joiner, add_contact, enrol, grant, tie_contact
from tests.remembered import remembered

DAY = date(2026, 9, 7)


def learner(by, first="Ada", last="Okafor"):
    """A learner of the school of `by`."""
    row = Joiner(dob=date(2016, 3, 14), legal_first=first, legal_last=last, nc_year="5", tutor_group="5K")
    return enrol(school=by.school, rows=[row], by=by, on=DAY)[0]


def granted(to, members, *, by):
    for member in members:
        grant(member=member, learner=to, by=by, on=DAY, purpose="Agreed with the school")


@pytest.fixture
@remembered
def cast(school, senco, senco_team, teacher, ta, parent, governor, professional, nia):
    """Everybody by name, with Ada open to those who work with her and her mother, and Leo to the SENCO's team alone."""
    ada, leo = learner(senco), learner(senco, "Leo", "Nguyễn")
    granted(ada, [teacher, ta, professional], by=senco)
    tie_contact(contact=add_contact(learner=ada, name=parent.name, by=senco, on=DAY), member=parent, by=senco, on=DAY)
    return SimpleNamespace(school=school, next_door=nia.school, priya=senco, tom=senco_team, khan=teacher, jo=ta,
                           grace=parent, dev=governor, helen=professional, nia=nia, ada=ada, leo=leo)
