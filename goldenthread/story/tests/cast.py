"""Learners for these tests, and who may see them."""

from datetime import date

from goldenthread.learners.operations import Joiner, enrol, grant

DAY = date(2026, 9, 7)


def learner(by, first="Ada", last="Okafor"):
    """A learner of the school of `by`."""
    row = Joiner(dob=date(2016, 3, 14), legal_first=first, legal_last=last, nc_year="5", tutor_group="5K")
    return enrol(school=by.school, rows=[row], by=by, on=DAY)[0]


def granted(to, members, *, by):
    for member in members:
        grant(member=member, learner=to, by=by, on=DAY, purpose="Agreed with the school")
