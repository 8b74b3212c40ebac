"""A second annual meeting while a round is under way: whose it is gets asked; nothing becomes two rounds silently."""

from datetime import date

import pytest

from goldenthread.audit.refusals import Refused
from goldenthread.reviews.models import Clock, Process, Review
from goldenthread.reviews.operations import cancel, clocks, following, move, plan_review

FIRST, SECOND = date(2026, 10, 14), date(2026, 11, 18)


@pytest.fixture
def first(ada, annual, with_senco):
    return plan_review(learner=ada, kind="annual", held_on=FIRST, **with_senco)


def met_on(process):
    process.refresh_from_db()
    return process.milestones.get(kind="meeting").on


def meets(ada, senco, day=FIRST):
    """The first meeting was held and concluded."""
    following.review_concluded(review=Review.objects.get(learner=ada, held_on=day), by=senco, on=day)


def test_it_is_refused_until_somebody_says_which_review_it_is_of(ada, annual, first, with_senco):
    with pytest.raises(Refused, match=r"its meeting is planned on 14 October 2026\. Say whether"):
        plan_review(learner=ada, kind="annual", held_on=SECOND, **with_senco)
    assert Review.objects.get() == first
    assert met_on(annual) == FIRST


def test_of_the_same_review_the_dates_are_counted_from_it(ada, annual, first, with_senco):
    second = plan_review(learner=ada, kind="annual", held_on=SECOND, of="same", **with_senco)
    assert met_on(annual) == SECOND
    assert annual.review == second
    assert Process.objects.count() == 1


def test_the_other_meeting_moves_no_date_any_more(ada, annual, first, senco, with_senco):
    plan_review(learner=ada, kind="annual", held_on=SECOND, of="same", **with_senco)
    move(review=first, held_on=date(2026, 10, 21), **with_senco)
    assert met_on(annual) == SECOND
    meets(ada, senco, date(2026, 10, 21))
    assert not clocks.has_met(annual)


def test_called_off_it_leaves_the_round_to_the_one_before(ada, annual, first, with_senco):
    second = plan_review(learner=ada, kind="annual", held_on=SECOND, of="same", **with_senco)
    cancel(review=second, why="One was enough.", **with_senco)
    assert met_on(annual) == FIRST
    assert annual.review == first


def test_a_meeting_that_goes_on_another_day_counts_from_then_once_it_is_held(ada, annual, first, senco):
    meets(ada, senco)
    second = plan_review(learner=ada, kind="annual", held_on=SECOND, of="same", by=senco, on=FIRST)
    assert met_on(annual) == FIRST
    following.review_concluded(review=second, by=senco, on=SECOND)
    assert met_on(annual) == SECOND
    assert Clock.objects.get(process=annual, rule="AR-REPORT").due_on == date(2026, 12, 2)


def test_of_the_next_review_the_one_under_way_ends_as_it_stands(ada, annual, first, senco):
    meets(ada, senco)
    day = date(2027, 10, 6)
    plan_review(learner=ada, kind="annual", held_on=day, of="next", by=senco, on=date(2027, 9, 6))
    annual.refresh_from_db()
    assert (annual.state, annual.ended) == ("closed", "next-begun")
    following_one = clocks.running(ada, "annual_review")
    assert following_one.started_on == FIRST  # counted from the review before
    assert met_on(following_one) == day


@pytest.mark.parametrize(("held", "day", "sentence"), [
    (False, SECOND, "has not been met"), (True, date(2026, 10, 7), "comes after the meeting on 14 October 2026")])
def test_no_review_is_the_next_of_one_that_was_not_held(ada, annual, first, senco, held, day, sentence):
    if held:
        meets(ada, senco)
    with pytest.raises(Refused, match=sentence):
        plan_review(learner=ada, kind="annual", held_on=day, of="next", by=senco, on=FIRST)


@pytest.mark.parametrize(("kind", "day"), [
    ("interim", SECOND),  # no annual review at all
    ("annual", FIRST),  # of another plan, in the same sitting
    ("annual", date(2025, 12, 1)),  # written up from before the round began
])
def test_nothing_is_asked_of_a_meeting_that_is_no_second_one(ada, annual, first, with_senco, kind, day):
    assert plan_review(learner=ada, kind=kind, held_on=day, **with_senco)
    assert met_on(annual) == FIRST


def test_the_page_asks_says_why_and_keeps_what_was_typed(client_for, senco, ada, annual, first):
    client, at = client_for(senco), f"/s/larkrise/learners/{ada.pk}/reviews/new/"
    assert "its meeting is planned on 14 October 2026" in client.get(at).content.decode()
    typed = {"kind": "annual", "chair": senco.pk, "place": "The library", "held_on_day": 18, "held_on_month": 11,
             "held_on_year": 2026}
    asked = client.post(at, typed)
    assert asked.status_code == 422
    assert "Say whether this meeting belongs to it" in asked.content.decode()
    assert "The library" in asked.content.decode()
    assert client.post(at, typed | {"of": "same"}).status_code == 302
    assert met_on(annual) == SECOND


def test_the_dates_page_leads_to_a_planned_meeting_and_does_not_move_it_by_itself(client_for, senco, ada, annual,
                                                                                  first):
    client, at = client_for(senco), f"/s/larkrise/learners/{ada.pk}/dates/"
    assert f"reviews/{first.uuid}/change/" in client.get(at).content.decode()
    refused = client.post(f"{at}{annual.uuid}/meeting/", {"day_day": 18, "day_month": 11, "day_year": 2026})
    assert "is planned under Reviews, for 14 October 2026" in refused.content.decode()
    assert met_on(annual) == FIRST
