"""What a review asks of people ends with it and moves with it; what they say late is to be read all the same."""

from datetime import datetime, timedelta

import pytest
import time_machine

from conftest import queries
from goldenthread.actions.models import Action
from goldenthread.actions.operations import sweep
from goldenthread.learners.operations import grant
from goldenthread.people.models import Membership
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.operations.calling import asks_follow
from goldenthread.reviews.tests.table import APRIL, DECEMBER, NOVEMBER

SOONER = DECEMBER - timedelta(days=4)


def night(table, on=NOVEMBER):
    school = table.senco.school
    sweep(school=school, by=Membership.system(school), on=on, kinds=["view-asked", "views-waiting"])


def actions(kind="view-asked"):
    return list(Action.objects.filter(kind=kind).order_by("pk").values_list("state", "due_on"))


def over():
    """Why each is no longer called for; nothing is left open and nothing is said to be done."""
    assert {state for state, _ in actions()} == {"dropped"}
    return list(Action.objects.filter(kind="view-asked").order_by("pk").values_list("dropped_why", flat=True))


@pytest.fixture
def review(table):
    return table.review()


@pytest.fixture
def mine(table, review):
    asked = table.asks_to_sign_in(review, table.teacher, "teacher")
    night(table)
    assert actions() == [("open", DECEMBER)]
    return asked


def test_it_stands_as_soon_as_somebody_is_asked_and_the_night_raises_no_second(table, review):
    table.asks_to_sign_in(review, table.teacher, "teacher")
    assert actions() == [("open", DECEMBER)]
    night(table)
    assert actions() == [("open", DECEMBER)]


def test_all_who_teach_are_asked_and_have_it_before_them_at_once(table, review):
    asked = reviews.ask_teachers(review=review, by=table.senco, on=NOVEMBER)
    assert [owner for owner, in Action.objects.filter(kind="view-asked").values_list("owner")] == [
        each.member_id for each in asked]
    reviews.ask_teachers(review=review, by=table.senco, on=NOVEMBER)
    assert len(actions()) == len(asked) > 0


def test_raising_what_is_asked_costs_the_same_for_any_number(table, review, professional, ta):
    def cost():
        Action.objects.all().delete()
        return len(queries(lambda: asks_follow(review, table.senco, NOVEMBER)))
    table.asks_to_sign_in(review, table.teacher, "teacher")
    cost()  # the first asks what is remembered from then on
    one = cost()
    for who in (professional, ta):
        grant(member=who, learner=table.ada, by=table.senco, on=NOVEMBER, purpose="Works with Ada")
        table.asks_to_sign_in(review, who, "professional")
    assert (cost(), len(actions())) == (one, 3)


def test_its_day_moves_with_the_meeting(table, review, mine):
    reviews.move(review=review, held_on=SOONER, by=table.senco, on=NOVEMBER)
    assert actions() == [("open", SOONER)]


def test_it_ends_where_no_reply_is_noted_or_it_is_asked_no_longer_and_begins_again(table, review, mine):
    reviews.take_back(invitation=mine, by=table.senco, on=NOVEMBER)
    assert over() == ["The school asks for it no longer."]
    reviews.ask_again(invitation=mine, by=table.senco, on=NOVEMBER)
    assert ("open", DECEMBER) in actions()
    reviews.no_reply(invitation=mine, by=table.senco, on=NOVEMBER)
    assert over()[-1] == "There was no reply."


def test_it_ends_with_a_review_that_is_called_off(table, review, mine):
    reviews.cancel(review=review, why="The family moves.", by=table.senco, on=NOVEMBER)
    assert over() == ["The review was called off."]


def test_it_is_done_by_who_answers(table, mine):
    reviews.answer(invitation=mine, answers={"working-with-you": "Asks."}, key="k", by=table.teacher, on=NOVEMBER)
    assert actions() == [("done", DECEMBER)]


def test_it_ends_with_a_review_that_is_concluded(table):
    review = table.held()
    table.asks_to_sign_in(review, table.teacher, "teacher", DECEMBER)
    night(table, DECEMBER)
    assert actions() == [("open", DECEMBER)]
    table.concludes(review, next_on=APRIL)
    assert over() == ["There was no reply."]


def test_see_to_it_says_that_it_is_over_and_never_leads_to_another_child(table, client_for):
    review = table.held()
    asked = table.asks_to_sign_in(review, table.teacher, "teacher", DECEMBER)
    table.concludes(review)
    with time_machine.travel(datetime(2026, 12, 9, 9)):
        reply = client_for(table.teacher).get(f"/s/larkrise/asked/?of={asked.uuid}", follow=True)
    assert reply.redirect_chain[0][0] == f"/s/larkrise/asked/{asked.uuid}/"
    assert "These questions are closed" in reply.content.decode()


def test_what_is_said_after_all_was_taken_in_is_to_be_read_again(table, review):
    grace = table.asks(review)
    said = table.says(grace)
    assert [state for state, _ in actions("views-waiting")] == ["open"]
    reviews.take_in_many(contributions=said, by=table.senco, on=NOVEMBER)
    assert [state for state, _ in actions("views-waiting")] == ["done"]
    table.says(grace, "And the bus.", key="a2")
    assert [state for state, _ in actions("views-waiting")] == ["done", "open"]
