"""The page on which a review is planned and moved."""

from datetime import datetime, time

import pytest
import time_machine

from goldenthread.reviews.forms import ClockField


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
