"""What ended a round, noted by mistake, is taken back: the round runs again, unless somebody went on with the next."""

from datetime import date

import pytest
from django.utils import timezone

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.reviews.models import Process
from goldenthread.reviews.operations import clocks, plan_review
from goldenthread.reviews.tests.at_dates import at, clock_of, page, url
from goldenthread.reviews.tests.test_rounds_that_ended import DECIDED, LATER, MET, ended, met

__all__ = ["met"]


def takes_back(process, senco, what, day=LATER):
    return clocks.take_back(process=process, what=what, **at(day, senco))


@pytest.mark.parametrize(("how", "what"), [("keep", "decision"), ("received", "plan_received")])
def test_the_next_round_goes_with_what_began_it_where_nothing_else_is_noted_in_it(met, senco, how, what):
    ended(met, senco, how)
    following = clocks.running(met.learner, "annual_review")
    takes_back(met, senco, what)
    met.refresh_from_db()
    following.refresh_from_db()
    assert (met.state, met.ended, met.decision, met.milestones.filter(kind=what).exists()) == ("open", "", "", False)
    assert (following.ended, "which was taken back" in following.ended_why) == ("called-off", True)
    assert Event.objects.filter(kind="reviews.process_closed").count() == 2
    assert clock_of(met, "AR-FINAL").met_on is None
    takes_back(met, senco, "meeting")  # and its other dates with it
    ended(clocks.meeting_held(process=met, day=MET, **at(LATER, senco)), senco, how)
    assert clocks.running(met.learner, "annual_review").started_on == (DECIDED if how == "keep" else MET)


def test_a_final_plan_after_a_request_is_taken_back_from_its_page(assessment, ada, senco, client_for, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: LATER)
    clocks.plan_received(learner=ada, dated_on=DECIDED, received_on=DECIDED, **at(LATER, senco))
    client = client_for(senco)
    assert "Take back<span class=\"govuk-visually-hidden\">: The final plan came" in page(client, url(ada))
    client.post(f"{url(ada)}{assessment.uuid}/take-back/", {"what": "plan_received"})
    assert list(Process.objects.filter(state="open")) == [assessment]
    assert clock_of(assessment, "EHC-FINAL").met_on is None


def test_what_one_plan_closed_is_opened_together(met, ada, senco):
    again = clocks.start(learner=ada, kind="reassessment", day=MET, **at(MET, senco))
    ended(met, senco, "received")
    takes_back(again, senco, "plan_received")
    assert set(Process.objects.filter(state="open")) == {met, again}


def notes_something(following, senco):
    clocks.happened(process=following, what="papers_sent", day=LATER, **at(LATER, senco))


def plans_a_meeting(following, senco):
    plan_review(learner=following.learner, kind="annual", held_on=date(2027, 10, 13), **at(LATER, senco))


@pytest.mark.parametrize(("act", "said"), [
    (notes_something, "“Advice was gathered and sent round”, 23 November 2026"),
    (plans_a_meeting, "a meeting is planned for 13 October 2027")])
def test_a_round_is_not_opened_again_beside_the_next_with_something_in_it(met, senco, act, said):
    ended(met, senco, "keep")
    following = clocks.running(met.learner, "annual_review")
    act(following, senco)
    with pytest.raises(Refused, match=f"something is noted in it: {said}"):
        takes_back(met, senco, "decision")
    clocks.call_off(process=following, why="A mistake", **at(LATER, senco))
    assert takes_back(met, senco, "decision").is_open


def test_what_somebody_began_by_hand_is_not_called_off(met, senco):
    ended(met, senco, "cease")
    clocks.start(learner=met.learner, kind="annual_review", day=DECIDED, first="last_review", **at(LATER, senco))
    with pytest.raises(Refused, match="“The review before was completed”, 20 November 2026"):
        takes_back(met, senco, "decision")


@pytest.mark.parametrize("then", ["cease", "called-off"])
def test_a_round_is_not_opened_again_where_a_later_one_was_held(met, senco, then):
    ended(met, senco, "keep")
    following = clocks.running(met.learner, "annual_review")
    clocks.meeting_held(process=following, day=LATER, **at(LATER, senco))
    with pytest.raises(Refused, match="“The meeting”, 23 November 2026") as refusal:
        takes_back(met, senco, "decision")
    assert str(refusal.value).endswith("take it back first.")
    if then == "cease":
        clocks.decided(process=following, decision="cease", day=LATER, **at(LATER, senco))
    else:
        clocks.call_off(process=following, why="Ada moves.", **at(LATER, senco))
    with pytest.raises(Refused, match="The next one, from 20 November 2026, was held since"):
        takes_back(met, senco, "decision")
    if then == "cease":
        assert takes_back(following, senco, "decision").is_open


def test_what_did_not_end_a_round_stays_as_it_was_noted(met, senco):
    ended(met, senco, "received")
    with pytest.raises(Refused, match="stays as it ended"):
        takes_back(met, senco, "meeting")
