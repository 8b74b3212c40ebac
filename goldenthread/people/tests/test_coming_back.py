"""Who was away for too long comes back to where they were, and loses no word."""

import re

import pytest
from django.test import Client

from goldenthread.people.tests.acting import PASSWORD, try_to_sign_in, with_password

PLACE, FORM = "/s/larkrise/asked/", "/s/larkrise/asked/9c5ff4a2-63a4-4bcd-a5a3-1f9c6d0f5a11/"


@pytest.fixture
def learners(learner_member):
    """A browser in which Ada has signed in by her school's code."""
    client = Client()
    try_to_sign_in(with_password(learner_member), PASSWORD, client)
    assert client.get(PLACE).status_code == 200
    return client


def test_a_learner_comes_back_to_the_learners_tab_with_the_code_kept_and_then_to_the_page(learners, learner_member, at):
    with at(minutes=16):
        for _ in range(2):  # and not only the first time
            away = learners.get(PLACE)
            assert away["Location"] == f"/sign-in/learner/?next={PLACE}"
        page = learners.get(away["Location"]).content.decode()
        assert re.search(r'name="code" value="larkrise"', page)
        back = try_to_sign_in(learner_member.user, PASSWORD, learners, onward=f"?next={PLACE}")
        assert back["Location"] == PLACE


def test_what_a_learner_had_typed_is_held_out_and_leads_to_their_own_tab(learners, at):
    with at(minutes=16):
        page = learners.post(FORM, {"q-worries": "The hall is loud."}).content.decode()
    assert "The hall is loud." in page
    assert 'href="/sign-in/learner/"' in page
    assert "gt-own" in page


def test_the_code_is_kept_till_the_browser_is_closed_or_somebody_else_signs_in(learners, parent):
    kept = learners.cookies["school"]
    assert (kept.value, kept["max-age"], kept["expires"], kept["httponly"]) == ("larkrise", "", "", True)
    learners.post("/sign-out/")
    try_to_sign_in(with_password(parent), PASSWORD, learners)
    learners.post("/sign-out/")
    assert learners.get("/me/")["Location"] == "/sign-in/?next=/me/"


def test_only_what_was_typed_is_shown_to_be_sent_again_and_all_of_it_goes(client):
    sent = {"text-1": "Ada reads to me now.", "had-1": "Ada reads a little.\nfamily:Grace Okafor",
            "who-1": "family:Grace Okafor", "c-school-feels": "Mostly all right", "revision-1": "3"}
    page = client.post(FORM, sent).content.decode()
    assert re.findall(r"<textarea[^>]*>([^<]*)<", page) == ["Ada reads to me now."]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert {name: hidden.get(name) for name in sent if name != "text-1"} == {
        name: value for name, value in sent.items() if name != "text-1"}
