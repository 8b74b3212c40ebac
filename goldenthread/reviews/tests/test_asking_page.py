"""Asking somebody to a review: whom the law names, anybody else, and asking them no longer."""

import re
from datetime import date, datetime

import pytest
import time_machine
from django.core import mail

from goldenthread.audit.refusals import Refused
from goldenthread.learners.operations import add_contact, block
from goldenthread.people.operations.delivery import deliver
from goldenthread.reviews import operations as reviews
from goldenthread.reviews import queries
from goldenthread.reviews.models import Invitation, Review
from goldenthread.reviews.seats import missing
from goldenthread.reviews.tests.table import NOVEMBER
from goldenthread.schools.clock import now

MARY = {"name": "Mary Shaw", "email": "mary.shaw@nhs.example", "asked_as": "professional"}
TYPED = {"who": "other", "name": "Mary Shaw", "role": "Therapist", "asked_as": "professional", "route": "link",
         "email": "mary.shaw@nhs.example", "to_meeting": "on"}


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(datetime(2026, 11, 9, 9), tick=False):
        yield


@pytest.fixture
def annual(table) -> Review:
    return table.review(held_on=date(2026, 12, 9), kind="annual")


@pytest.fixture
def client(table, client_for):
    return client_for(table.senco)


def at(review, rest=""):
    return f"/s/larkrise/learners/{review.learner_id}/reviews/{review.uuid}/{rest}"


def read(answer):
    return " ".join(answer.content.decode().split())


def keys(review):
    review.refresh_from_db()
    return [each.key for each in missing(review)]


# -- whom the law names -----------------------------------------------------------------------------------------------


def test_an_annual_review_names_whom_the_law_asks_to_invite_and_who_is_not_asked_yet(table, annual, client):
    assert keys(annual) == ["family", "head", "la-sen", "health", "social-care"]
    table.asks(annual)
    page = read(client.get(at(annual)))
    assert "Whom the law asks to invite" in page
    assert "SEND Regulations 2014, reg 20(2)" in page
    assert page.count("Not asked</strong>") == 4
    assert "Whom the law asks" not in read(client.get(at(table.review())))


def test_somebody_is_asked_as_one_of_those_the_law_names(annual, client):
    page = read(client.get(at(annual, "ask/?seat=health")))
    assert "A health professional, named by the health service" in page
    assert re.search(r'value="seat-health"[^>]* checked', page)
    assert 'value="seat-family"' not in page  # her mother is known here
    client.post(at(annual, "ask/"), TYPED | {"who": "seat-health", "asked_as": "", "role": ""})
    asked = Invitation.objects.get()
    assert (asked.seat, asked.asked_as) == ("health", "professional")
    assert "health" not in keys(annual)


def test_a_reason_stands_where_somebody_is_not_invited(annual, client):
    empty = client.post(at(annual, "not-asked/social-care/"), {"why": ""})
    assert empty.status_code == 422
    client.post(at(annual, "not-asked/social-care/"), {"why": "No social worker knows Ada."})
    assert "No social worker knows Ada." in read(client.get(at(annual)))
    assert "social-care" not in keys(annual)
    assert client.get(at(annual, "not-asked/nobody/")).status_code == 404


def test_a_young_person_who_decides_counts_like_the_parents(table, annual):
    table.asks(annual, name="Ada Okafor", asked_as="learner", route="phone", email="")
    assert "family" in keys(annual)
    type(annual.learner).objects.filter(pk=annual.learner_id).update(dob=date(2009, 3, 1))
    assert "family" not in keys(Review.objects.get())


def test_the_parents_place_is_asked_of_who_has_responsibility_and_later_of_the_young_person(table, annual, client):
    def chosen():
        page = read(client.get(at(annual, "ask/?seat=family")))
        return re.search(r'name="who" value="([^"]*)"[^>]* checked', page)[1]

    assert chosen() == f"contact-{table.grace.pk}"
    dan = add_contact(learner=table.ada, name="Dan Okafor", responsibility=True, by=table.senco, on=NOVEMBER)
    assert f"Grace Okafor and {dan.name} count here" in read(client.get(at(annual, "ask/?seat=family")))
    type(annual.learner).objects.filter(pk=annual.learner_id).update(dob=date(2009, 3, 1))
    assert chosen() == "learner"


def test_an_invitation_later_than_the_law_wants_is_warned_of_and_goes(table, client):
    soon = table.review(held_on=date(2026, 11, 19), kind="annual")
    for page in ("ask/", ""):
        assert "For this meeting that was 5 November 2026" in read(client.get(at(soon, page)))
    client.post(at(soon, "ask/"), TYPED)
    assert Invitation.objects.count() == 1
    assert "For this meeting" not in read(client.get(at(table.review(held_on=date(2026, 12, 8)), "ask/")))


# -- anybody else -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wrong", "sentence"), [
    ({"who": ""}, "Choose who is asked."),
    ({"asked_as": ""}, "Choose as what they are asked"),
    ({"name": ""}, "Enter the name of whoever is asked."),
    ({"who": "learner"}, "You chose Ada Okafor and typed another name below."),
])
def test_what_is_missing_is_said_and_what_was_typed_is_kept(annual, client, wrong, sentence):
    answer = client.post(at(annual, "ask/"), TYPED | wrong)
    page = read(answer)
    assert (answer.status_code, Invitation.objects.count()) == (422, 0)
    assert sentence in page
    assert "Therapist" in page
    assert "mary.shaw@nhs.example" in page


def test_nobody_is_family_unless_somebody_says_so(annual, client):
    page = read(client.get(at(annual, "ask/")))
    assert "<details" not in page.partition("<main")[2]
    assert '<option value="" selected>Choose one' in page


# -- asking no longer -------------------------------------------------------------------------------------------------


def sent():
    deliver(now=now())
    return [letter for letter in mail.outbox if letter.to == ["mary.shaw@nhs.example"]]


def test_what_asking_no_longer_does_is_said_before_it_is_done(table, annual, client):
    asked = table.asks(annual, **MARY)
    assert len(sent()) == 1
    page = read(client.get(at(annual, f"people/{asked.uuid}/take-back/")))
    assert "Their link stops working at once." in page
    assert "They are told so in a short letter." in page
    assert not Invitation.objects.get().taken_back_on
    client.post(at(annual, f"people/{asked.uuid}/take-back/"))
    asked.refresh_from_db()
    assert asked.taken_back_on == NOVEMBER
    assert not asked.links.filter(revoked_at=None).exists()
    assert [letter.subject for letter in sent()] == ["You are asked for your view", "Your view is no longer asked for"]


def test_who_was_never_written_to_hears_nothing(table, annual):
    asked = table.asks(annual, **MARY)
    reviews.take_back(invitation=asked, by=table.senco, on=NOVEMBER)
    assert sent() == []


def test_they_can_be_asked_again_with_a_new_link_and_their_own_words(table, annual, client):
    asked = table.asks(annual, **MARY)
    sent()
    reviews.save_unsent(invitation=asked, answers={"progress-seen": "He talks."}, link=asked.links.get(), on=NOVEMBER)
    reviews.take_back(invitation=asked, by=table.senco, on=NOVEMBER)
    page = read(client.get(at(annual)))
    assert "Asked no longer" in page
    assert "Ask again" in page
    assert 'is asked again' in client.post(at(annual, f"people/{asked.uuid}/ask_again/"), follow=True).content.decode()
    asked.refresh_from_db()
    assert (asked.taken_back_on, asked.unsent) == (None, {"progress-seen": "He talks."})
    assert [letter.subject for letter in sent()] == ["You are asked for your view"] * 2
    assert asked.links.filter(revoked_at=None).count() == 1


def test_who_is_asked_no_longer_can_be_asked_anew_by_another_way(table, annual):
    asked = table.asks(annual, name="", email="", contact=table.grace, route="phone")
    reviews.take_back(invitation=asked, by=table.senco, on=NOVEMBER)
    again = table.asks(annual, name="", email="grace@home.example", contact=table.grace)
    assert list(Invitation.objects.all()) == [again]


def test_asking_again_is_refused_where_they_have_been_asked_meanwhile(table, annual):
    first = table.asks(annual, **MARY)
    reviews.take_back(invitation=first, by=table.senco, on=NOVEMBER)
    Invitation.objects.filter(pk=first.pk).update(email="old@nhs.example")
    table.asks(annual, **MARY)
    Invitation.objects.filter(pk=first.pk).update(email=MARY["email"])
    with pytest.raises(Refused, match="has been asked already"):
        reviews.ask_again(invitation=Invitation.objects.get(pk=first.pk), by=table.senco, on=NOVEMBER)


def test_nobody_who_is_asked_no_longer_is_waited_for(table, annual):
    asked = table.asks_to_sign_in(annual, table.teacher, "teacher")
    reviews.take_back(invitation=asked, by=table.senco, on=NOVEMBER)
    assert not queries.still_asked(table.teacher, NOVEMBER)
    assert not queries.unheard(annual)
    assert queries.of_learner(table.ada)[0].asked == 0
    with pytest.raises(Refused, match="Ask them again first"):
        reviews.chase(invitation=asked, by=table.senco, on=NOVEMBER)


def test_who_answered_before_counts_as_asked_wherever_it_is_said(table, annual, client):
    assert "family" in keys(annual)
    grace = table.asks(annual)
    table.says(grace)
    reviews.take_back(invitation=grace, by=table.senco, on=NOVEMBER)
    assert "family" not in keys(annual)
    assert "1 of 1 asked has answered." in read(client.get(f"/s/larkrise/learners/{annual.learner_id}/reviews/"))
    assert "Grace Okafor" in read(client.get(at(annual))).split('id="asked"')[1]


# -- professionals with an account ------------------------------------------------------------------------------------


def test_a_professional_known_here_is_chosen_for_the_laws_seat_and_sent_a_link_to_their_own_address(
        annual, client, professional):
    who = f"seat-health-member-{professional.pk}"
    shown = read(client.get(at(annual, "ask/")))
    assert "A health professional, named by the health service: Helen Cross" in shown
    assert "Helen Cross, Professional from outside (does not see Ada’s record)" in shown
    client.post(at(annual, "ask/"), {"who": who, "route": "link", "to_meeting": "on"})
    asked = Invitation.objects.get()
    assert (asked.member, asked.seat, asked.email) == (professional, "health", professional.user.email)
    assert "health" not in keys(annual)
    assert f"member-{professional.pk}" not in read(client.get(at(annual, "ask/")))


def test_who_is_kept_from_a_learner_is_not_offered(table, annual, client, professional):
    block(learner=table.ada, member=professional, basis="Court order", ordered=True, by=table.senco, on=NOVEMBER)
    assert "Helen Cross" not in read(client.get(at(annual, "ask/")))
