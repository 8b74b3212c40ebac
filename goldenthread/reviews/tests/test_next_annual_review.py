"""The next annual review is looked for no later than the law has it, on the clock and on the plan alike."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from goldenthread.audit.refusals import Refused
from goldenthread.plans.models import Plan
from goldenthread.plans.operations import set_review_by
from goldenthread.plans.operations.receiving import Told, receive
from goldenthread.reviews import minutes
from goldenthread.reviews.models import Review, Schedule
from goldenthread.reviews.operations import clocks, schedule
from goldenthread.reviews.tests.at_dates import at, boxes
from goldenthread.reviews.tests.table import DECEMBER, MADE, NOVEMBER

HELD, BY = date(2026, 11, 23), date(2027, 10, 25)


@pytest.fixture
def ehc(ada, with_senco, today):
    """Ada's EHC plan, as it was received."""
    receive(learner=ada, dated_on=today, received_on=today, from_authority="823", note="", key="k",
            triples=[Told("Reading", "Reads a page aloud")], **with_senco)
    return Plan.objects.get(learner=ada, type="ehc-plan")


def round_of(ada):
    return clocks.running(ada, "annual_review")


def latest(ada):
    return round_of(ada).milestones.get(kind="meeting", standing="latest").on


def test_a_plan_that_is_received_is_looked_at_by_the_day_the_law_has_for_its_meeting(ehc, ada):
    assert ehc.review_by == latest(ada)
    assert Schedule.objects.get(plan=ehc, state="waiting").due_on == latest(ada)


@pytest.mark.parametrize(("chosen", "after"), [(HELD.replace(year=2027), BY), (date(2027, 6, 1), date(2027, 6, 1))])
def test_the_next_round_brings_a_later_day_forward_and_leaves_a_sooner_one(ehc, ada, senco, chosen, after):
    clocks.meeting_held(process=round_of(ada), day=HELD, **at(HELD, senco))
    set_review_by(plan=ehc, review_by=chosen, **at(HELD, senco))
    clocks.decided(process=round_of(ada), decision="keep", day=HELD, **at(HELD, senco))
    ehc.refresh_from_db()
    assert (ehc.review_by, latest(ada)) == (after, BY)
    assert Schedule.objects.get(plan=ehc, state="waiting").due_on == after


def test_nobody_sets_the_annual_review_for_after_the_day_the_law_has(ehc, ada, senco, today):
    by = latest(ada)
    with pytest.raises(Refused, match="The law wants this annual review held by"):
        schedule(plan=ehc, due_on=by + timedelta(days=1), by=senco, on=today)
    assert schedule(plan=ehc, due_on=by, by=senco, on=today).due_on == by


def test_without_an_ehc_plan_a_review_once_a_year_comes_round_by_its_kind_alone(table):
    review = table.held(kind="annual")
    assert minutes.proposed(review, DECEMBER) == date(2027, 12, 3)


@time_machine.travel("2026-12-03 10:00")
def test_the_law_is_proposed_for_the_next_and_a_later_day_is_kept_once_it_was_said(table, client_for):
    clocks.start(learner=table.ada, kind="annual_review", day=MADE, **at(NOVEMBER, table.senco))
    review = table.held(kind="annual")
    assert minutes.proposed(review, DECEMBER) == date(2027, 11, 4)
    where = reverse("reviews:conclude", args=[review.school.slug, review.learner_id, review.uuid])
    said = {"how": "only", "key": "c1", **boxes(date(2027, 12, 3), "next_on")}
    answer = client_for(table.senco).post(where, said)
    assert answer.status_code == 422
    assert "meet by 4 November 2027" in answer.content.decode()
    assert 'name="late" value="2027-12-03"' in answer.content.decode()
    assert Review.objects.get().concluded_on is None
    client_for(table.senco).post(where, said | {"late": "2027-12-03"})
    assert Review.objects.get().next_on == date(2027, 12, 3)
