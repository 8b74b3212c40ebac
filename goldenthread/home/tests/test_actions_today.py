"""What is mine to do stands on the dashboard, in one question."""

from datetime import timedelta

import pytest

from goldenthread.actions.operations import agree
from goldenthread.home import today as lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(ada, senco, teacher, today):
    def gives(what, days, **other):
        return agree(**{"learner": ada, "what": what, "owner": teacher, "due_on": today + timedelta(days=days),
                        "by": senco, "on": today, **other})

    return gives


def test_what_is_mine_and_due_within_a_week_is_named(given, teacher, client_for, today):
    given("Ring the speech therapist", 0)
    given("Far away", 8)
    page = client_for(teacher).get("/s/larkrise/").content.decode()
    assert "Ada Okafor: Ring the speech therapist (by 7 September 2026)" in page
    assert "Far away" not in page
    assert lines.actions(teacher, today + timedelta(days=1))[0].when == "Overdue"


def test_more_than_six_are_told_as_more_and_it_costs_one_question(given, teacher, today, django_assert_num_queries):
    for number in range(7):
        given(f"Number {number}", 1)
    with django_assert_num_queries(1):
        found = lines.actions(teacher, today)
    assert [need.when for need in found] == ["Due"] * 6 + ["Also"]
