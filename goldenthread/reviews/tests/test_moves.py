"""A move to another setting: the annual review is held early enough for the plan to be ready before it."""

from datetime import date

import pytest

from goldenthread.actions import operations as actions
from goldenthread.actions.models import Action
from goldenthread.audit.models import Event
from goldenthread.people.models import Membership
from goldenthread.reviews.clocks import school_days
from goldenthread.reviews.clocks.transfers import BETWEEN, OTHER, POST16
from goldenthread.reviews.models import Clock, Milestone
from goldenthread.reviews.operations import clocks

# Reviewed last spring: the next would be complete by 1 April 2027, so met by 4 March, which is too late for the move.
REVIEWED, MOVE = date(2026, 4, 2), date(2027, 9, 1)
MEET_BY, ON_FRIDAY = date(2026, 11, 22), date(2026, 11, 20)  # a Sunday, and the school day before it


@pytest.fixture
def leo(learner):
    return learner("Leo Nguyen", stage="E", nc_year="6")


@pytest.fixture
def annual(leo, with_senco):
    return clocks.start(learner=leo, kind="annual_review", day=REVIEWED, first="last_review", **with_senco)


def moves(leo, with_senco, route=OTHER, day=MOVE):
    return clocks.start(learner=leo, kind="phase_transfer", day=day, route=route, **with_senco)


def meeting(process):
    return Milestone.objects.get(process=process, kind="meeting")


def wanted(process):
    return Clock.objects.get(process=process, rule__startswith="PT-MEET")


def page(client, path):
    return " ".join(client.get(path).content.decode().split())


def dates(leo, rest=""):
    return f"/s/larkrise/learners/{leo.pk}/dates/{rest}"


@pytest.mark.parametrize(("route", "day", "by"), [
    (OTHER, MOVE, MEET_BY), (POST16, MOVE, date(2027, 1, 5)), (BETWEEN, date(2027, 4, 6), date(2026, 8, 14))])
def test_a_review_that_would_come_too_late_for_a_move_is_brought_forward(leo, annual, with_senco, route, day, by):
    assert meeting(annual).on == date(2027, 3, 4)
    process = moves(leo, with_senco, route, day)
    assert wanted(process).due_on == by
    assert meeting(annual).on == school_days.do_by(by, [])
    assert Event.objects.filter(kind="reviews.planned_for_move").count() == 1


def test_a_review_that_comes_early_enough_stays_where_it_is(leo, with_senco):
    early = clocks.start(learner=leo, kind="annual_review", day=date(2025, 12, 1), **with_senco)
    before = meeting(early).on
    moves(leo, with_senco)
    assert meeting(early).on == before == date(2026, 11, 2)


def test_a_review_that_begins_after_the_move_is_planned_for_it_too(leo, with_senco):
    made = clocks.start_many(openings=[
        clocks.Opening(leo, "annual_review", REVIEWED, "last_review"),
        clocks.Opening(leo, "phase_transfer", MOVE, route=OTHER)], **with_senco)
    assert meeting(made[0]).on == ON_FRIDAY


def test_a_move_that_changes_or_is_called_off_lets_the_review_wait_again(leo, annual, with_senco):
    process = moves(leo, with_senco)
    clocks.happened(process=process, what="transfer", day=date(2028, 9, 1), **with_senco)
    assert meeting(annual).on == date(2027, 3, 4)
    clocks.happened(process=process, what="transfer", day=MOVE, **with_senco)
    assert meeting(annual).on == ON_FRIDAY
    clocks.call_off(process=process, why="They stay.", **with_senco)
    assert meeting(annual).on == date(2027, 3, 4)


def test_an_annual_review_that_is_held_is_the_one_for_the_move(leo, annual, senco, with_senco):
    process, on = moves(leo, with_senco), date(2026, 11, 9)
    clocks.meeting_held(process=annual, day=on, by=senco, on=on)
    assert wanted(process).met_on == on
    clocks.meeting_held(process=annual, day=date(2026, 11, 5), by=senco, on=on)  # put right
    assert wanted(process).met_on == date(2026, 11, 5)
    clocks.take_back(process=annual, what="meeting", by=senco, on=on)
    assert wanted(process).met_on is None
    assert meeting(annual).on == ON_FRIDAY


def test_the_round_after_it_is_not_brought_forward(leo, annual, senco, with_senco):
    moves(leo, with_senco)
    on = date(2026, 11, 9)
    clocks.meeting_held(process=annual, day=on, by=senco, on=on)
    clocks.decided(process=annual, decision="keep", day=on, by=senco, on=on)
    assert meeting(clocks.running(leo, "annual_review")).on == date(2027, 10, 11)


def test_a_review_held_this_school_year_counts_for_a_move_that_is_started_later(leo, annual, senco, with_senco):
    on = date(2026, 9, 21)
    clocks.meeting_held(process=annual, day=on, by=senco, on=on)
    assert wanted(moves(leo, {"by": senco, "on": date(2026, 12, 1)})).met_on == on


def test_a_review_of_the_year_before_does_not_count(leo, annual, senco, today):
    clocks.meeting_held(process=annual, day=date(2026, 6, 22), by=senco, on=today)
    assert wanted(moves(leo, {"by": senco, "on": today})).met_on is None


def test_the_page_says_by_when_and_why(client_for, senco, leo, annual, with_senco):
    moves(leo, with_senco)
    said = page(client_for(senco), dates(leo))
    assert "it is held by <strong>20 November 2026" in said
    assert "has to be ready before 15 February 2027 for the move to another setting" in said
    assert "may take 12 weeks from the meeting" in said


def test_a_meeting_arranged_too_late_is_named_on_the_page(client_for, senco, leo, annual, with_senco):
    clocks.arrange(process=annual, day=date(2027, 2, 22), **with_senco)
    moves(leo, with_senco)
    assert "The meeting has to be held by 22 November 2026." in page(client_for(senco), dates(leo))


def test_a_meeting_planned_too_late_for_the_move_is_told_before_it_is_saved(client_for, senco, leo, annual,
                                                                            with_senco):
    moves(leo, with_senco)
    client, at = client_for(senco), f"/s/larkrise/learners/{leo.pk}/reviews/new/"
    typed = {"kind": "annual", "chair": senco.pk, "held_on_day": 22, "held_on_month": 2, "held_on_year": 2027}
    asked = client.post(at, typed)
    assert asked.status_code == 422
    assert "The meeting has to be held by 22 November 2026." in asked.content.decode()
    assert client.post(at, typed | {"held_on_day": 20, "held_on_month": 11, "held_on_year": 2026}).status_code == 302


def test_the_meeting_is_called_for_in_time_and_no_longer_once_it_was_held(school, senco, leo, annual, with_senco):
    process, hand = moves(leo, with_senco), Membership.system(school)
    actions.sweep(school=school, by=hand, on=date(2026, 9, 7))
    raised = Action.objects.get(what="Phase transfer: Annual review meeting in time for the next school")
    assert raised.due_on == date(2026, 11, 20)  # 22 November is a Sunday
    clocks.happened(process=process, what="review_held", day=date(2026, 9, 7), **with_senco)
    raised.refresh_from_db()
    assert raised.state == "done"


def test_a_move_that_is_known_and_not_started_is_called_for(school, senco, leo, learner, with_senco):
    learner("Bo Small", stage="E", nc_year="5")
    learner("Cy Long", stage="K", nc_year="6")
    hand = Membership.system(school)
    actions.sweep(school=school, by=hand, on=date(2026, 8, 29), kinds=["move-ahead"])
    assert not Action.objects.exists()
    actions.sweep(school=school, by=hand, on=date(2026, 9, 7), kinds=["move-ahead"])
    raised = Action.objects.get()
    assert (raised.learner, raised.due_on) == (leo, date(2026, 11, 20))
    assert "before 15 February 2027" in raised.why
    moves(leo, with_senco)
    raised.refresh_from_db()
    assert raised.state == "done"
    actions.sweep(school=school, by=hand, on=date(2026, 9, 8), kinds=["move-ahead"])
    assert Action.objects.count() == 2  # the second is for the meeting itself
