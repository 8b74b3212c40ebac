"""An annual review is told once: its meeting under Reviews, and the dates that follow from it, never disagree."""

import re
from datetime import UTC, date, datetime, time

import pytest
import time_machine

from goldenthread.actions import operations as actions
from goldenthread.actions.models import Action
from goldenthread.audit.refusals import Refused
from goldenthread.people.models import Membership
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.meetings import MEETINGS
from goldenthread.reviews.models import Clock, Invitation
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.tests.table import MADE

DAY, LATER, ASKED = date(2026, 11, 18), date(2026, 11, 25), date(2026, 10, 12)
GRACE = {"name": "Grace Okafor", "asked_as": "family", "route": "link", "email": "grace.okafor@larkrise.example"}


@pytest.fixture
def review(ada, annual, with_senco):
    return reviews.plan_review(learner=ada, kind="annual", held_on=DAY, **with_senco)


def asks(review, senco, on=ASKED, **who):
    return reviews.invite(review=review, invitation=Invitation(**(GRACE | who)), by=senco, on=on)


def leaves_out(review, senco, on=ASKED, but=("family",)):
    for seat in MEETINGS["annual"].invite:
        if seat.key not in but:
            reviews.leave_out(review=review, seat=seat.key, why="They sent a report.", by=senco, on=on)


def at_noon(day):
    return time_machine.travel(datetime.combine(day, time(12), UTC))


def told(process):
    return process.milestones.filter(kind="notice_given").values_list("on", flat=True).first()


def concludes(review, senco, on=DAY):
    seen = Invitation.objects.filter(review=review).first() or asks(review, senco, on, route="phone", email="")
    reviews.note_who_came(invitation=seen, came=True, by=senco, on=on)
    reviews.find(review=review, kind="working", text="She asks for help now.", by=senco, on=on)
    reviews.conclude(review=review, by=senco, on=on, key="c1", next_on=date(2027, 11, 10))


def text(client, address):
    return " ".join(client.get(address).content.decode().split())


def dates_of(review):
    return f"/s/larkrise/learners/{review.learner_id}/dates/"


def test_everyone_is_told_the_day_once_those_the_law_names_are_asked_or_left_out_with_a_reason(review, annual, senco):
    asks(review, senco)
    assert told(annual) is None
    leaves_out(review, senco, date(2026, 10, 14))
    assert told(annual) == date(2026, 10, 14)
    assert Clock.objects.get(rule="AR-NOTICE").met_on == date(2026, 10, 14)


def test_a_meeting_that_nobody_was_written_to_about_has_not_been_told(review, annual, senco):
    asks(review, senco, route="phone", email="")
    leaves_out(review, senco)
    assert told(annual) is None


def test_who_is_asked_by_word_of_mouth_is_told_once_somebody_says_so(review, annual, senco):
    asks(review, senco)
    asks(review, senco, name="Joan Okafor", route="paper", email="")
    leaves_out(review, senco)
    assert told(annual) is None
    concludes(review, senco)
    assert told(annual) is None


def test_on_another_day_everyone_is_told_anew(review, annual, senco):
    asks(review, senco)
    leaves_out(review, senco)
    reviews.move(review=review, held_on=LATER, by=senco, on=date(2026, 10, 20))
    assert told(annual) == date(2026, 10, 20)
    assert Clock.objects.get(rule="AR-NOTICE").due_on == date(2026, 11, 11)


def test_a_day_that_no_longer_holds_has_been_told_to_nobody(review, annual, senco):
    asks(review, senco)
    leaves_out(review, senco)
    second = reviews.plan_review(learner=review.learner, kind="annual", held_on=LATER, of="same", by=senco, on=ASKED)
    assert told(annual) is None
    clocks.happened(process=annual, what="notice_given", day=ASKED, by=senco, on=ASKED)
    for each in (second, review):
        reviews.cancel(review=each, why="Snow.", by=senco, on=ASKED)
        assert told(annual) is None


def test_a_day_written_down_by_hand_stays_as_it_was_written(review, annual, senco):
    clocks.happened(process=annual, what="notice_given", day=ASKED, by=senco, on=ASKED)
    asks(review, senco, date(2026, 11, 2))
    leaves_out(review, senco, date(2026, 11, 2))
    assert told(annual) == ASKED


def test_concluding_notes_the_day_on_which_the_last_of_them_was_written_to(review, annual, senco):
    asks(review, senco)
    concludes(review, senco)
    assert told(annual) == ASKED


def test_once_its_day_has_come_what_was_due_before_the_meeting_is_said_to_be_not_recorded(
        review, annual, school, senco, client_for):
    hand, before = Membership.system(school), date(2026, 11, 12)
    actions.sweep(school=school, by=hand, on=before, kinds=["clock-near"])
    assert Action.objects.filter(kind="clock-near", state="open").count() == 2
    concludes(review, senco)
    assert not Action.objects.filter(kind="clock-near", state="open", what__contains="date").exists()
    assert told(annual) is None
    with at_noon(DAY):
        page = text(client_for(senco), dates_of(review))
        assert page.count("Not recorded") == 2
        assert "Overdue" not in page
        assert "Tell everyone the date" not in text(client_for(senco), "/s/larkrise/due/")


def test_a_day_that_passes_without_a_word_leaves_no_action_behind(review, school):
    hand = Membership.system(school)
    actions.sweep(school=school, by=hand, on=date(2026, 11, 12), kinds=["clock-near"])
    actions.sweep(school=school, by=hand, on=DAY, kinds=["clock-near"])
    assert not Action.objects.filter(kind="clock-near", state="open").exists()


def test_the_dates_page_leads_to_planning_the_meeting_and_to_the_meeting_that_is_planned(ada, annual, client_for, senco,
                                                                                         with_senco):
    client, at = client_for(senco), f"/s/larkrise/learners/{ada.pk}/dates/"
    page = text(client, at)
    assert f'/learners/{ada.pk}/reviews/new/?kind=annual">Plan the annual review' in page
    assert "It is arranged elsewhere" in page
    planning = text(client, f"/s/larkrise/learners/{ada.pk}/reviews/new/?kind=annual")
    assert re.search(r'value="annual"[^>]* checked', planning)
    review = reviews.plan_review(learner=ada, kind="annual", held_on=DAY, **with_senco)
    page = text(client, at)
    assert f"reviews/{review.uuid}/" in page
    assert "Plan the annual review" not in page


def test_a_meeting_that_was_planned_before_its_round_began_is_its_meeting(ada, with_senco):
    review = reviews.plan_review(learner=ada, kind="annual", held_on=DAY, **with_senco)
    begun = clocks.start(learner=ada, kind="annual_review", day=MADE, **with_senco)
    assert begun.review == review
    assert begun.milestones.get(kind="meeting").on == DAY
    clocks.call_off(process=begun, why="A wrong day.", **with_senco)
    later = clocks.start(learner=ada, kind="annual_review", day=date(2026, 3, 2), **with_senco)
    assert (later.review, later.milestones.get(kind="meeting").standing) == (review, "arranged")


def test_a_planned_meeting_is_not_said_to_have_been_held_on_another_day(review, annual, senco):
    with pytest.raises(Refused, match="planned under Reviews, for 18 November 2026"):
        clocks.meeting_held(process=annual, day=date(2026, 11, 17), by=senco, on=DAY)


def test_a_concluded_meeting_that_contradicts_what_was_noted_is_said_and_not_passed_over(review, annual, senco,
                                                                                        client_for):
    reviews.cancel(review=review, why="The authority met us.", by=senco, on=ASKED)
    clocks.meeting_held(process=annual, day=date(2026, 10, 14), by=senco, on=date(2026, 11, 6))
    clocks.decided(process=annual, decision="amend", day=date(2026, 11, 5), by=senco, on=date(2026, 11, 6))
    second = reviews.plan_review(learner=review.learner, kind="annual", held_on=DAY, of="same", by=senco,
                                 on=date(2026, 11, 6))
    concludes(second, senco)
    sentence = "held on 18 November 2026, and these dates do not follow. “The authority decided” was on 5 November 2026"
    with at_noon(DAY):
        client = client_for(senco)
        at = f"/s/larkrise/learners/{review.learner_id}/reviews/{second.uuid}/"
        for address in (dates_of(review), at, f"{at}concluded/"):
            assert sentence in text(client, address)
