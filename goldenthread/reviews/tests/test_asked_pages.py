"""What is asked of somebody stands where they land, with its meeting's day, time and place."""

from datetime import date, datetime, time

import pytest
import time_machine
from django.template.loader import render_to_string

from goldenthread.reviews.models import Invitation
from goldenthread.reviews.tests.table import NOVEMBER

HOME, WHEN = "/s/larkrise/", "Wednesday 2 December 2026, 3 pm, The library"


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(datetime(2026, 11, 9, 9)):
        yield


@pytest.fixture
def review(table):
    return table.review(held_on=date(2026, 12, 2), held_at=time(15), place="The library")


def words(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_parent_who_signs_in_is_told_of_the_meeting_and_finds_the_form_and_the_plan(table, review, client_for):
    asked = table.asks_to_sign_in(review, table.parent, "family")
    said = words(client_for(table.parent).get(HOME))
    assert f"The school asks for your views for the meeting on {WHEN}." in said
    assert f'href="/s/larkrise/asked/{asked.uuid}/"' in said
    assert f'href="/s/larkrise/learners/{table.ada.pk}/plan/"' in said
    assert "Asked of you (1)" in said


def test_a_parent_who_was_sent_a_link_is_told_of_it_too(table, review, client_for):
    table.asks(review, name="", member=table.parent, contact=table.grace)
    assert "Give your views" in words(client_for(table.parent).get(HOME))


def test_a_learner_is_told_in_their_words(table, review, client_for):
    table.asks_to_sign_in(review, table.child, "learner")
    said = words(client_for(table.child).get(HOME))
    assert "Hello, Ada" in said
    assert f"There is a meeting about you on {WHEN}." in said
    assert "gt-own" in said


def test_the_form_itself_says_when_and_where(table, review, client_for):
    for member, as_ in ((table.parent, "family"), (table.child, "learner")):
        asked = table.asks_to_sign_in(review, member, as_)
        assert WHEN in words(client_for(member).get(f"/s/larkrise/asked/{asked.uuid}/"))


def test_once_answered_home_is_the_plan_again(table, review, client_for):
    asked, client = table.asks_to_sign_in(review, table.parent, "family"), client_for(table.parent)
    client.post(f"/s/larkrise/asked/{asked.uuid}/", {"key": "k", "q-worries": "The bus."})
    assert client.get(HOME)["Location"] == f"/s/larkrise/learners/{table.ada.pk}/plan/"
    assert "Asked of you (" not in words(client.get("/s/larkrise/asked/"))


def test_staff_find_it_among_their_actions_and_in_no_number(table, review, client_for):
    table.asks_to_sign_in(review, table.teacher, "teacher", NOVEMBER)
    assert "Asked of you (" not in words(client_for(table.teacher).get(HOME))


@pytest.mark.parametrize(("at", "said"), [(time(15), ", 3 pm"), (time(9, 5), ", 9:05 am"), (time(12), ", midday"),
                                          (time(0, 30), ", 12:30 am"), (None, "")])
def test_a_time_is_said_as_people_say_it(table, at, said):
    review = table.review(held_on=date(2026, 12, 2), held_at=at)
    assert render_to_string("reviews/_when.html", {"review": review}) == f"Wednesday 2 December 2026{said}"


def test_paper_asks_nobody_to_sign_in(table, review, client_for):
    table.asks(review, email="", member=table.parent, route=Invitation.Route.PAPER)
    assert client_for(table.parent).get(HOME).status_code == 302
