"""Letters about a review reach whom they are for, also where they have no account; and nobody else."""

from datetime import datetime, time

import pytest
import time_machine
from django.core import mail

from goldenthread.learners.models import Grant
from goldenthread.learners.operations import add_contact, block, end_grant, remove_contact
from goldenthread.people.operations.delivery import deliver
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.tests.table import APRIL, DECEMBER, JUNE, NOVEMBER
from goldenthread.schools.clock import now

MARY = {"name": "Mary Shaw", "email": "mary.shaw@nhs.example", "asked_as": "professional"}


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(datetime(2026, 11, 9, 9), tick=False):
        yield


@pytest.fixture
def review(table):
    deliver(now=now())
    mail.outbox.clear()
    return table.review()


def sent_to() -> list[str]:
    deliver(now=now())
    return [address for letter in mail.outbox for address in letter.to]


def test_a_link_goes_to_a_professional_who_has_no_account(table, review):
    table.asks(review, **MARY)
    assert sent_to() == ["mary.shaw@nhs.example"]
    assert "/view/" in mail.outbox[0].body


def test_a_link_goes_to_a_contact_who_has_no_account_and_so_does_the_day_it_is_moved_to(table, review):
    joy = add_contact(learner=table.ada, name="Joy Okafor", email="joy@home.example", by=table.senco, on=NOVEMBER)
    table.asks(review, name="", email="", contact=joy)
    assert sent_to() == ["joy@home.example"]
    reviews.move(review=review, held_on=JUNE, by=table.senco, on=NOVEMBER)
    assert sent_to() == ["joy@home.example"] * 2
    assert "The link you were sent before goes on working" in mail.outbox[1].body


@pytest.mark.parametrize(("asked_as", "whose"), [
    ("family", "the school"), ("learner", "your school"), ("teacher", "your school"),
    ("professional", "Larkrise Primary School"), ("la", "Larkrise Primary School")])
def test_the_letter_says_which_school_by_what_it_is_to_the_reader(table, review, asked_as, whose):
    table.asks(review, **{**MARY, "asked_as": asked_as})
    sent_to()
    assert f"\n{whose} is preparing a review" in mail.outbox[0].body
    assert "Larkrise" not in mail.outbox[0].subject


def test_of_an_annual_review_the_authority_is_told_that_it_is_one(table):
    table.asks(table.review(kind="annual"), **{**MARY, "asked_as": "la"})
    sent_to()
    assert "Larkrise Primary School is preparing an annual review and asks you to a meeting" in mail.outbox[-1].body
    assert "Ada" not in mail.outbox[-1].body


def test_who_answers_for_the_child_is_written_to_by_her_childs_school(table, review):
    table.asks(review, name="", contact=table.grace)
    sent_to()
    assert "\nyour child’s school is preparing a review" in mail.outbox[0].body


def test_a_letter_sent_once_the_meeting_has_begun_says_so(table):
    review = table.review(held_on=NOVEMBER, held_at=time(8, 30))
    table.asks(review, **MARY)
    sent_to()
    body = mail.outbox[-1].body
    assert "met for a review on 9 November 2026, and would still like your view." in body
    assert "works until 12 November 2026:" in body


def test_that_a_meeting_is_called_off_is_told_to_those_asked_by_a_link(table, review):
    table.asks(review, **MARY)
    reviews.cancel(review=review, why="Snow.", by=table.senco, on=NOVEMBER)
    assert sent_to() == ["mary.shaw@nhs.example"]
    assert "/view/" not in mail.outbox[0].body


def test_who_signs_in_gets_a_letter_while_they_see_the_learner(table, review):
    table.asks_to_sign_in(review, table.teacher, "teacher")
    assert sent_to() == [table.teacher.user.email]
    mail.outbox.clear()
    reviews.move(review=review, held_on=APRIL, by=table.senco, on=NOVEMBER)
    assert sent_to() == [table.teacher.user.email]
    assert "link" not in mail.outbox[0].body
    reviews.move(review=review, held_on=JUNE, by=table.senco, on=NOVEMBER)
    for grant in Grant.objects.filter(member=table.teacher):
        end_grant(grant=grant, by=table.senco, on=NOVEMBER)
    assert sent_to() == [table.teacher.user.email]


def taken_back(table, asked):
    reviews.take_back(invitation=asked, by=table.senco, on=NOVEMBER)


def struck_off(table, asked):
    remove_contact(contact=asked.contact, by=table.senco, on=NOVEMBER)


def concluded(table, asked):
    with time_machine.travel(datetime(2026, 12, 3, 10), tick=False):
        reviews.note_who_came(invitation=asked, came=True, capacity="contributed", by=table.senco, on=DECEMBER)
        reviews.find(review=asked.review, kind="working", text="Reading.", by=table.senco, on=DECEMBER)
        table.concludes(asked.review)


@pytest.mark.parametrize("ended", [taken_back, struck_off, concluded])
def test_it_is_held_back_once_they_are_asked_no_longer(table, review, ended):
    joy = add_contact(learner=table.ada, name="Joy Okafor", email="joy@home.example", by=table.senco, on=NOVEMBER)
    asked = table.asks(review, name="", email="", contact=joy)
    reviews.move(review=review, held_on=DECEMBER, held_at=datetime(2026, 1, 1, 9).time(), by=table.senco, on=NOVEMBER)
    ended(table, asked)
    assert "joy@home.example" not in sent_to()


def test_a_07_it_is_held_back_from_whoever_is_kept_out_of_this_record(table, review):
    table.asks(review, email=table.parent.user.email)
    block(learner=table.ada, member=table.parent, basis="Court order", ordered=True, by=table.senco, on=NOVEMBER)
    assert sent_to() == []


def test_letters_say_when_and_where_as_the_pages_do_and_again_whenever_it_changes(table, review, client_for):
    half_past, there = time(15, 30), "Mr O’Neill & Co’s room"
    table.asks(review, **MARY)
    reviews.move(review=review, held_on=DECEMBER, held_at=half_past, by=table.senco, on=NOVEMBER)
    for place in (there, "The hall", there):
        reviews.move(review=review, held_on=DECEMBER, held_at=half_past, place=place, by=table.senco, on=NOVEMBER)
    table.asks(review, name="Joe Shaw", email="joe.shaw@nhs.example", asked_as="professional")
    sent_to()
    bodies = [letter.body for letter in mail.outbox]
    assert f"a meeting on Thursday 3 December 2026, 3:30 pm, {there}. It would like your view" in bodies[-1]
    assert f"is now on Thursday 3 December 2026, 3:30 pm, {there}. If you cannot" in bodies[-2]
    page = client_for(table.senco).get(f"/s/larkrise/learners/{table.ada.pk}/reviews/{review.uuid}/")
    assert "At 3:30 pm." in page.content.decode()
