"""The day of a meeting: what it does to dates set by law, and what is said before it is kept."""

from datetime import date, timedelta

import pytest

from goldenthread.actions import operations as actions
from goldenthread.actions.models import Action
from goldenthread.reviews.clocks.late import late_if_met
from goldenthread.reviews.models import Clock, Review
from goldenthread.reviews.operations import clocks, following, plan_review
from goldenthread.reviews.tests.at_dates import boxes, met, url

# ---------------------------------------------------------------- the chain with meetings


def test_a_meeting_planned_moved_and_cancelled_takes_its_round_with_it(ada, annual, with_senco):
    review = plan_review(learner=ada, kind="annual", held_on=date(2026, 11, 18), **with_senco)
    annual.refresh_from_db()
    assert annual.review == review
    assert Clock.objects.get(rule="AR-NOTICE").due_on == date(2026, 11, 4)
    following.review_cancelled(review=review, **with_senco)
    assert Clock.objects.get(rule="AR-NOTICE").due_on == date(2026, 11, 11)


def test_a_meeting_that_was_held_sets_the_report_going(ada, annual, senco, with_senco):
    review = plan_review(learner=ada, kind="annual", held_on=date(2026, 11, 18), **with_senco)
    following.review_concluded(review=review, by=senco, on=date(2026, 11, 18))
    clock = Clock.objects.get(rule="AR-REPORT")
    assert (clock.due_on, clock.expected) == (date(2026, 12, 2), False)


def test_a_termly_review_changes_no_statutory_date(ada, annual, with_senco):
    review = plan_review(learner=ada, kind="termly", held_on=date(2026, 11, 18), **with_senco)
    assert following.review_concluded(review=review, **with_senco) is None


# ---------------------------------------------------------------- before a day is kept


def test_a_meeting_day_that_makes_a_duty_late_is_said_before_it_is_saved_and_called_for_at_once(
        client_for, senco, ada, annual):
    at, client = f"/s/larkrise/learners/{ada.pk}/reviews/new/", client_for(senco)
    assert not Action.objects.exists()
    typed = {"kind": "annual", "chair": senco.pk, "place": "The library", "held_on_day": "14", "held_on_month": "9",
             "held_on_year": "2026"}
    asked = client.post(at, typed)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "were due 31 August 2026: 7 days ago." in page
    assert "The library" in page
    assert not Review.objects.exists()
    assert client.post(at, {**typed, "late": "2026-09-14"}).status_code == 302
    raised = Action.objects.filter(learner=ada, kind="clock-near", state="open")
    assert {action.due_on for action in raised} == {date(2026, 8, 31)}
    assert raised.count() == 2
    actions.sweep(school=ada.school, by=senco, on=date(2026, 9, 7), kinds=["clock-near"])
    assert raised.count() == 2


def test_a_meeting_day_arranged_on_the_dates_page_is_told_as_late_by_the_same_rule(client_for, senco, ada, annual):
    at, client, soon = url(ada, f"{annual.uuid}/meeting/"), client_for(senco), date(2026, 9, 14)
    asked = client.post(at, boxes(soon))
    assert asked.status_code == 422
    assert "were due 31 August 2026: 7 days ago." in asked.content.decode()
    assert not annual.milestones.filter(standing="arranged").exists()
    assert client.post(at, {**boxes(date(2026, 9, 15)), "late": "2026-09-14"}).status_code == 422  # another day
    assert client.post(at, {**boxes(soon), "late": "2026-09-14"}).status_code == 302
    assert annual.milestones.get(standing="arranged").on == soon


def test_a_meeting_day_after_which_the_year_cannot_be_kept_is_said_before_it_is_saved(client_for, senco, ada, annual):
    at, client = url(ada, f"{annual.uuid}/meeting/"), client_for(senco)
    late = annual.milestones.get(kind="meeting").on + timedelta(days=7)
    asked = client.post(at, boxes(late))
    assert asked.status_code == 422
    assert "the authority has four weeks from the meeting to decide" in " ".join(asked.content.decode().split())
    assert client.post(at, {**boxes(late), "late": late.isoformat()}).status_code == 302


@pytest.mark.parametrize(("day", "why"), [
    (date(2026, 11, 14), "on a Saturday"), (date(2026, 12, 25), "on a day when schools are closed"),
    (date(2027, 1, 1), "on a day when schools are closed")])
def test_a_meeting_on_a_day_without_school_is_warned_of_and_kept_where_it_is_meant(client_for, senco, ada, day, why):
    at, client = f"/s/larkrise/learners/{ada.pk}/reviews/new/", client_for(senco)
    typed = {"kind": "termly", "chair": senco.pk, "held_on_day": day.day, "held_on_month": day.month,
             "held_on_year": day.year}
    asked = client.post(at, typed)
    assert asked.status_code == 422
    assert f"falls {why}." in asked.content.decode()
    assert client.post(at, {**typed, "late": day.isoformat()}).status_code == 302
    assert Review.objects.get().held_on == day


def test_a_meeting_arranged_elsewhere_on_another_day_is_told_anew(annual, with_senco):
    def tell():
        clocks.happened(process=annual, what="notice_given", day=with_senco["on"], **with_senco)
        assert "AR-NOTICE" in met(annual)

    clocks.arrange(process=annual, day=date(2026, 11, 4), **with_senco)
    tell()
    clocks.arrange(process=annual, day=date(2026, 11, 4), **with_senco)
    assert "AR-NOTICE" in met(annual)  # the same day
    clocks.arrange(process=annual, day=date(2026, 11, 11), **with_senco)
    assert "AR-NOTICE" not in met(annual)
    tell()
    clocks.take_back(process=annual, what="meeting", **with_senco)
    assert "AR-NOTICE" not in met(annual)


def test_moved_to_a_day_too_near_telling_everyone_is_late_too(annual, with_senco, today):
    near, far = date(2026, 9, 16), date(2026, 11, 4)
    clocks.arrange(process=annual, day=far, **with_senco)
    clocks.happened(process=annual, what="notice_given", day=today, **with_senco)
    assert "“Tell everyone the date” and “Send the advice round” were due" in late_if_met(annual, near, today)[0]
    assert late_if_met(annual, far, today) == []
