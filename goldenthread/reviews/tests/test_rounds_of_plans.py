"""An EHC plan's own round ends with the annual review that the law counts, however that was written down."""

from datetime import date

import pytest

from goldenthread.actions.models import Action
from goldenthread.actions.operations import sweep
from goldenthread.people.models import Membership
from goldenthread.plans.models import Plan
from goldenthread.plans.operations import open_plan
from goldenthread.plans.operations.receiving import Told, receive
from goldenthread.reviews.models import Schedule
from goldenthread.reviews.operations import clocks, plan_review
from goldenthread.reviews.operations.catching_up import catch_up
from goldenthread.reviews.tests.at_dates import at
from goldenthread.reviews.tests.table import MADE

SOON, MET, DECIDED, AGAIN = date(2026, 11, 2), date(2026, 11, 13), date(2026, 11, 20), date(2027, 11, 13)


@pytest.fixture
def ehc(ada, senco, today):
    """Ada's EHC plan, to be reviewed within weeks, which calls for its action."""
    receive(learner=ada, dated_on=MADE, received_on=today, from_authority="823", note="", key="k",
            triples=[Told("Reading", "Reads a page aloud")], **at(today, senco))
    sweep(school=ada.school, by=Membership.system(ada.school), on=SOON, kinds=["review-due"])
    assert state_of_action() == "open"
    return Plan.objects.get(learner=ada, type="ehc-plan")


@pytest.fixture
def process(ehc, ada):
    return clocks.running(ada, "annual_review")


def state_of_action():
    return Action.objects.get(kind="review-due").state


def rounds(plan):
    return list(Schedule.objects.filter(plan=plan).order_by("pk").values_list("state", "due_on"))


def by_night(ada, on=DECIDED):
    return catch_up(school=ada.school, by=Membership.system(ada.school), on=on)


def test_a_meeting_noted_by_hand_closes_the_round_it_was_due_in_and_the_next_waits(ehc, process, senco):
    clocks.meeting_held(process=process, day=MET, **at(MET, senco))
    (was, _), then = rounds(ehc)
    assert (was, then, state_of_action()) == ("held", ("waiting", AGAIN), "done")
    ehc.refresh_from_db()
    assert ehc.review_by == AGAIN


def test_the_round_of_the_report_goes_with_it(ehc, process, ada, senco):
    report = open_plan(learner=ada, type="annual-review", review_by=date(2026, 12, 1), **at(SOON, senco))
    clocks.meeting_held(process=process, day=MET, **at(MET, senco))
    assert [state for state, _ in rounds(report)] == ["held", "waiting"]
    clocks.decided(process=process, decision="cease", day=DECIDED, **at(DECIDED, senco))
    assert not Schedule.objects.filter(kind="annual", state="waiting").exists()


def test_the_day_of_a_meeting_put_right_leaves_the_next_round(ehc, process, senco):
    for day in (MET, date(2026, 11, 12)):
        clocks.meeting_held(process=process, day=day, **at(MET, senco))
    assert [state for state, _ in rounds(ehc)] == ["held", "waiting"]


def test_a_meeting_not_held_after_all_is_due_as_it_was(ehc, process, senco):
    due = rounds(ehc)[0][1]
    clocks.meeting_held(process=process, day=MET, **at(MET, senco))
    clocks.take_back(process=process, what="meeting", **at(MET, senco))
    assert rounds(ehc)[1:] == [("waiting", due)]


def test_a_meeting_planned_here_closes_its_round_as_it_is_concluded_and_not_before(ehc, process, ada, senco):
    plan_review(learner=ada, plan=ehc, kind="annual", held_on=MET, **at(SOON, senco))
    process.refresh_from_db()
    clocks.meeting_held(process=process, day=MET, **at(MET, senco))
    assert [state for state, _ in rounds(ehc)] == ["waiting"]


def test_a_plan_that_ceases_comes_round_no_more_unless_that_is_taken_back(ehc, process, senco):
    clocks.meeting_held(process=process, day=MET, **at(MET, senco))
    before = Schedule.objects.filter(plan=ehc).latest("pk")
    clocks.decided(process=process, decision="cease", day=DECIDED, **at(DECIDED, senco))
    assert Schedule.objects.filter(plan=ehc).latest("pk").exempt_why == "The authority ceases the plan."
    clocks.take_back(process=process, what="decision", **at(DECIDED, senco))
    assert rounds(ehc)[-1] == ("waiting", AGAIN)
    assert Schedule.objects.filter(plan=ehc).latest("pk").rule == before.rule == "After the review on 13 November 2026"


@pytest.mark.parametrize("decision", ["cease", ""])
def test_what_was_left_waiting_is_closed_at_night_once(ehc, process, ada, senco, decision):
    was = Schedule.objects.get(plan=ehc)
    clocks.meeting_held(process=process, day=MET, **at(MET, senco))
    if decision:
        clocks.decided(process=process, decision=decision, day=DECIDED, **at(DECIDED, senco))
    Schedule.objects.exclude(pk=was.pk).delete()
    Schedule.objects.filter(pk=was.pk).update(state="waiting", closed_on=None)
    assert by_night(ada) >= 1
    assert rounds(ehc)[0][0] == "held"
    assert not Schedule.objects.filter(plan=ehc, state="waiting", due_on__lt=AGAIN).exists()
    by_night(ada)
    assert by_night(ada) == 0
