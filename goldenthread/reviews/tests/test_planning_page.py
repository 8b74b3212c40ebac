"""The page on which a review is planned and moved."""

import re
from datetime import date, datetime, time

import pytest
import time_machine

from goldenthread.plans.models import Plan
from goldenthread.plans.operations.receiving import Told, receive
from goldenthread.reviews.forms import ClockField
from goldenthread.reviews.models import Milestone, Review
from goldenthread.reviews.tests.table import NOVEMBER


@pytest.mark.parametrize("typed", ["15:30", "15.30", "3.30pm", "3:30 pm", "3.30 PM", "3.30 p.m.", "15:30:00"])
def test_a_time_is_taken_as_people_write_it(typed):
    assert ClockField().clean(typed) == time(15, 30)


def test_a_planned_review_that_has_a_time_can_be_changed(table, client_for):
    review = table.review(held_at=time(15, 30))
    address = f"/s/larkrise/learners/{table.ada.pk}/reviews/{review.uuid}/change/"
    day = {"held_on_day": 3, "held_on_month": 12, "held_on_year": 2026, "chair": table.senco.pk}
    with time_machine.travel(datetime(2026, 11, 9, 9)):
        client = client_for(table.senco)
        page = client.get(address).content.decode()
        assert 'value="15:30"' in page
        assert "for example 15:30 or 3.30pm" in client.post(address, day | {"held_at": "teatime"}).content.decode()
        client.post(address, day | {"held_at": "15:30", "place": "The library"})
    review.refresh_from_db()
    assert (review.held_at, review.place) == (time(15, 30), "The library")


def test_nobody_is_said_to_be_told_where_only_who_leads_it_has_changed(table, client_for):
    review = table.review()
    address = f"/s/larkrise/learners/{table.ada.pk}/reviews/{review.uuid}/change/"
    day = {"held_on_day": 3, "held_on_month": 12, "held_on_year": 2026, "place": ""}
    with time_machine.travel(datetime(2026, 11, 9, 9)):
        client = client_for(table.senco)
        page = client.post(address, day | {"chair": table.teacher.pk}, follow=True).content.decode()
        assert "Changed." in page
        assert "are told" not in page
        page = client.post(address, day | {"chair": table.teacher.pk, "place": "Hall"}, follow=True).content.decode()
        assert "Those asked to the meeting whom a letter reaches are told." in page


def test_an_annual_review_is_proposed_for_the_ehc_plan_on_the_day_planned_back_from_its_anniversary(table, client_for):
    made = date(2026, 6, 8)  # so that the termly review comes before the annual one
    receive(learner=table.ada, dated_on=made, received_on=made, from_authority="823", note="", key="k",
            triples=[Told("Reading", "Reads aloud")], by=table.senco, on=NOVEMBER)
    ehc, meeting = Plan.objects.get(type="ehc-plan"), Milestone.objects.get(kind="meeting")
    assert table.waiting.due_on < meeting.on == date(2027, 5, 10)
    address, due = f"/s/larkrise/learners/{table.ada.pk}/reviews/new/", table.waiting.due_on
    with time_machine.travel(datetime(2026, 11, 9, 9)):
        client = client_for(table.senco)
        assert 'name="proposed" value="termly"' in client.get(address).content.decode()
        typed = {"kind": "annual", "proposed": "termly", "plan": table.plan.pk, "chair": table.senco.pk,
                 "place": "The library", "held_on_day": due.day, "held_on_month": due.month, "held_on_year": due.year}
        asked = client.post(address, typed)
        page = asked.content.decode()
        assert asked.status_code == 422
        assert "They are now those that fit this one" in page
        assert "The library" in page
        assert re.search(rf'<option value="{ehc.pk}"\s+selected', page)
        assert 'name="proposed" value="annual"' in page
        assert not Review.objects.exists()
        client.post(address, typed | {"proposed": "annual", "plan": ehc.pk, "held_on_day": 10, "held_on_month": 5,
                                      "held_on_year": 2027})
    review = Review.objects.get()
    assert (review.plan, review.held_on) == (ehc, meeting.on)


def test_a_day_and_a_plan_that_were_chosen_are_kept_whatever_the_kind(table, client_for):
    with time_machine.travel(datetime(2026, 11, 9, 9)):
        client_for(table.senco).post(f"/s/larkrise/learners/{table.ada.pk}/reviews/new/", {
            "kind": "annual", "proposed": "termly", "plan": table.plan.pk, "chair": table.senco.pk, "held_on_day": 19,
            "held_on_month": 11, "held_on_year": 2026})
    assert (Review.objects.get().plan, Review.objects.get().held_on) == (table.plan, date(2026, 11, 19))
