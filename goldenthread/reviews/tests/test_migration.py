"""An installation of the first release, whose plans had a review date and no round of reviews."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from goldenthread.plans import operations as plans
from goldenthread.reviews.models import Schedule

TODAY = date(2026, 9, 7)
DUE = TODAY + timedelta(weeks=16)


def migrate(*name):
    """By the command, which lets the triggers stand aside; without a name, to this release."""
    call_command("migrate", "reviews", *name, verbosity=0)


@pytest.fixture
def first_release(committed):
    """The database as it was before rounds were kept for plans."""
    migrate("0001_initial")
    yield
    migrate()


def opened(learner, type_, by, review_by):
    plan = plans.open_plan(learner=learner, type=type_, by=by, on=TODAY, review_by=review_by)
    Schedule.objects.filter(plan=plan).delete()
    return plan


def test_each_plan_with_a_review_date_gets_the_round_that_waits(first_release, ada, senco):
    plan = opened(ada, "iplan", senco, DUE)
    report = opened(ada, "annual-review", senco, DUE)
    opened(ada, "one-page-profile", senco, DUE)
    opened(ada, "iep", senco, None)
    migrate("0002_schedules_of_plans")
    rounds = {each.plan: each for each in Schedule.objects.all()}
    assert {plan.pk: each.kind for plan, each in rounds.items()} == {plan.pk: "termly", report.pk: "annual"}
    assert {(each.due_on, each.state, each.opened_by, each.school) for each in rounds.values()} == {
        (DUE, "waiting", senco, senco.school)}


def test_a_plan_that_has_a_round_keeps_it_and_gets_no_other(first_release, ada, senco):
    plan = plans.open_plan(learner=ada, type="iplan", by=senco, on=TODAY, review_by=DUE)
    kept = Schedule.objects.get(plan=plan)
    migrate("0002_schedules_of_plans")
    assert list(Schedule.objects.all()) == [kept]


def test_an_empty_database_stays_empty(first_release):
    migrate("0002_schedules_of_plans")
    assert not Schedule.objects.exists()
