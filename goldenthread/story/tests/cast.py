"""Learners for these tests, and who may see them."""

from datetime import date

from goldenthread.learners.models import Grant, Learner
from goldenthread.learners.names import search_name, sort_name

DAY = date(2026, 9, 7)


def learner(school, first="Ada", last="Okafor"):
    return Learner.objects.create(school=school, legal_first=first, legal_last=last, dob=date(2014, 3, 14),
                                  sort_name=sort_name(first, last), search_name=search_name(first, last))


def granted(to, members, *, by):
    for member in members:
        Grant.objects.create(school=to.school, member=member, learner=to, basis="teaches",
                             starts_on=date(2020, 9, 1), given_by=by)
