"""A link that was used: it can be stopped, and it shows nobody what was sent by it."""

from datetime import datetime

import pytest
import time_machine

from goldenthread.audit.refusals import Refused
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.models import Contribution
from goldenthread.reviews.tests.table import NOVEMBER


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(datetime(2026, 11, 9, 9)):
        yield


@pytest.fixture
def review(table):
    return table.review()


@pytest.fixture
def asked(table, review):
    return table.asks(review)


def row_on(client, review):
    return client.get(f"/s/larkrise/learners/{review.learner_id}/reviews/{review.uuid}/").content.decode()


def test_who_answered_and_is_asked_no_longer_stands_and_can_be_asked_again(table, review, asked, client_for):
    table.says(asked)
    reviews.take_back(invitation=asked, by=table.senco, on=NOVEMBER)
    with pytest.raises(Refused, match="has been asked already"):
        table.asks(review)
    row = row_on(client_for(table.senco), review)
    assert "Asked no longer" in row
    assert "Ask again" in row
    reviews.ask_again(invitation=asked, by=table.senco, on=NOVEMBER)
    table.says(asked, "And she sleeps.", key="a2")
    assert Contribution.objects.count() == 2


def test_whoever_has_answered_can_still_be_asked_no_longer_from_their_row(table, review, asked, client_for):
    table.says(asked)
    row = row_on(client_for(table.senco), review)
    assert f"people/{asked.uuid}/take-back/" in row


def test_a_closed_form_says_why_to_whoever_has_it(table, review, asked, client, client_for):
    secret, _ = table.link(asked)
    mine = table.asks_to_sign_in(review, table.teacher, "teacher")
    reviews.take_back(invitation=asked, by=table.senco, on=NOVEMBER)
    said = client.get(f"/view/{secret}/").content.decode()
    assert "The school no longer asks for your view here." in said
    assert "What you typed" not in said
    reviews.cancel(review=review, why="The family moves.", by=table.senco, on=NOVEMBER)
    theirs = client_for(table.teacher)
    assert "The review was called off." in theirs.get(f"/s/larkrise/asked/{mine.uuid}/").content.decode()
    late = theirs.post(f"/s/larkrise/asked/{mine.uuid}/", {"key": "k", "q-try-next": "A timer."}).content.decode()
    assert "The review was called off. What you typed is still on this page." in late


def test_a_link_opened_again_says_that_views_were_sent_and_never_what_they_are(table, asked, client):
    secret, _ = table.link(asked)
    client.post(f"/view/{secret}/", {"key": "k", "q-worries": "The bus."})
    page = client.get(f"/view/{secret}/").content.decode()
    assert "You have sent your views on 9 November 2026. You can add to them." in page
    assert "The bus." not in page
    client.post(f"/view/{secret}/", {"key": "k2", "q-worries": "And the lunch hall."})
    assert [each.text for each in asked.contributions.all()] == ["The bus.", "And the lunch hall."]


def test_who_signs_in_again_sees_what_they_sent(table, review, client_for):
    asked = table.asks_to_sign_in(review, table.parent, "family")
    client, address = client_for(table.parent), f"/s/larkrise/asked/{asked.uuid}/"
    client.post(address, {"key": "k", "q-worries": "The bus."})
    page = client.get(address).content.decode()
    assert "What you have sent" in page
    assert "The bus." in page


def test_a_link_from_before_somebody_was_asked_again_says_that_a_newer_letter_was_sent(table, review, asked, client):
    old, _ = table.link(asked)
    reviews.take_back(invitation=asked, by=table.senco, on=NOVEMBER)
    reviews.ask_again(invitation=asked, by=table.senco, on=NOVEMBER)
    said = client.get(f"/view/{old}/").content.decode()
    assert "A newer letter was sent since." in said
    assert "closed" not in said
    assert "Ada" not in said
    new, _ = table.link(asked)
    assert client.get(f"/view/{new}/").status_code == 200
