"""Sessions: cases B-19 to B-25, B-34."""

import re

import pytest
from django.conf import settings
from django.test import Client

from goldenthread.people.models import User
from goldenthread.people.operations import close_account, end
from goldenthread.people.tests.acting import PASSWORD, is_in, letters, try_to_sign_in, with_app, with_password
from goldenthread.schools.clock import now, today


def test_B19_the_session_is_a_new_one_after_each_step(parent):
    user, client = with_password(parent), Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "by a thief"
    session.save()
    before = session.session_key
    try_to_sign_in(user, PASSWORD, client)
    assert client.session.session_key != before
    assert "planted" not in client.session
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_in(old)


def test_B19_half_a_sign_in_and_the_whole_one_have_different_sessions(teacher):
    from goldenthread.people.tests.acting import code_at

    user, client = with_password(teacher), Client()
    with_app(teacher)
    try_to_sign_in(user, PASSWORD, client)
    half = client.session.session_key
    client.post("/sign-in/second/", {"code": code_at()})
    assert is_in(client)
    assert client.session.session_key != half


def test_B20_cookies_are_out_of_reach(parent):
    user, client = with_password(parent), Client()
    answer = try_to_sign_in(user, PASSWORD, client)
    for name in (settings.SESSION_COOKIE_NAME, "device"):
        assert answer.cookies[name]["httponly"]
        assert answer.cookies[name]["samesite"] == "Lax"


def test_B20_over_https_cookies_are_secure_and_bound_to_the_host():
    import os
    import subprocess
    import sys

    code = ("import django; django.setup(); from django.conf import settings as s;"
            "from goldenthread.people.devices import COOKIE;"
            "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, COOKIE,"
            "bool(s.SECURE_HSTS_SECONDS))")
    environment = {**os.environ, "GOLDENTHREAD_URL": "https://sen.example.org",
                   "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings"}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["__Host-session", "True", "__Host-csrf", "__Host-device", "True"]


def test_B20_signing_out_everywhere_leaves_only_here(parent, client_for):
    here, there = client_for(parent), client_for(parent)
    here.post("/me/sign-out-everywhere/")
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


def test_B20_a_sign_in_from_a_new_browser_is_told_by_letter(parent):
    user, own = with_password(parent), Client()
    try_to_sign_in(user, PASSWORD, own)
    assert not [letter for letter in letters() if letter.key.startswith("new-device")]
    own.post("/sign-out/")
    try_to_sign_in(user, PASSWORD, own)
    assert not [letter for letter in letters() if letter.key.startswith("new-device")]
    try_to_sign_in(user, PASSWORD)
    assert [letter.to for letter in letters() if letter.key.startswith("new-device")] == [user.email]


def test_B21_B24_nothing_is_kept_and_signing_out_clears_the_browser(parent, client_for):
    client = client_for(parent)
    assert "no-store" in client.get("/me/")["Cache-Control"]
    answer = client.post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/me/")["Location"] == "/sign-in/?next=/me/"
    assert client.get("/sign-out/").status_code == 405


@pytest.mark.parametrize(("who", "idle", "absolute"), [
    ("learner_member", 15, 60), ("parent", 20, 8 * 60), ("teacher", 30, 10 * 60), ("senco", 30, 10 * 60),
    ("professional", 30, 10 * 60), ("governor", 30, 10 * 60)])
def test_B22_sessions_end_when_idle_and_in_the_end(who, idle, absolute, request, client_for, at):
    member = request.getfixturevalue(who)
    client = client_for(member)
    with at(minutes=idle - 1):
        assert client.get("/me/").status_code == 200
    with at(minutes=idle - 1 + idle + 1):
        assert client.get("/me/").status_code == 302
    client = client_for(member)
    for minutes in range(0, absolute, idle - 2):
        with at(minutes=minutes):
            assert client.get("/me/").status_code == 200, minutes
    with at(minutes=absolute + 1):
        assert client.get("/me/").status_code == 302


def test_B22_a_session_that_never_noted_its_beginning_is_over(parent):
    client = Client()
    client.force_login(parent.user)
    assert client.get("/me/").status_code == 302


def test_B23_every_page_names_who_is_signed_in_and_lets_them_out(learner_member, client_for):
    page = client_for(learner_member).get("/me/").content.decode()
    assert "Ada Okafor" in page
    assert re.search(r'action="/sign-out/"', page)


def test_B25_a_closed_account_is_out_with_its_next_request_and_keeps_its_name(teacher, senco, client_for):
    client = client_for(teacher)
    assert client.get("/s/larkrise/").status_code == 200
    close_account(user=teacher.user, by=senco, on=today())
    assert client.get("/s/larkrise/")["Location"].startswith("/sign-in/")
    teacher.refresh_from_db()
    assert str(teacher) == "Imran Khan"
    assert not teacher.is_live(today())


def test_B25_an_ended_membership_is_gone_with_the_next_request(teacher, senco, client_for):
    client = client_for(teacher)
    assert client.get("/s/larkrise/").status_code == 200
    end(member=teacher, by=senco, on=today())
    assert client.get("/s/larkrise/").status_code == 404


@pytest.mark.parametrize("onward", [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example",
    "%2F%2Fevil.example"])
def test_B34_only_our_own_addresses_are_gone_on_to(onward, parent):
    user = with_password(parent)
    assert try_to_sign_in(user, PASSWORD, onward=f"?next={onward}")["Location"] == "/"
    assert try_to_sign_in(user, PASSWORD, onward="?next=/me/")["Location"] == "/me/"


def test_B34_signing_in_needs_the_token(parent):
    user, client = with_password(parent), Client(enforce_csrf_checks=True)
    assert try_to_sign_in(user, PASSWORD, client).status_code == 403
    assert not is_in(client)


def test_B34_no_page_may_be_framed(client):
    answer = client.get("/sign-in/")
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_what_was_written_when_the_session_ended_is_held_out_to_be_sent_again(teacher, client_for, at):
    client = client_for(teacher)
    with at(minutes=31):
        words = {"text": "Ada said: “I like <maps>”.", "csrfmiddlewaretoken": "x"}
        answer = client.post("/s/larkrise/people/invite/", words)
    assert answer.status_code == 401
    page = answer.content.decode()
    assert "Ada said: “I like &lt;maps&gt;”." in page
    assert "I am signed in again: send it" in page


@pytest.mark.parametrize(("value", "seen"), [("Ada smiled", True), ("Great", True), ("staff", False), ("12", False)])
def test_short_words_are_shown_too_and_nothing_is_said_to_be_below_that_is_not(teacher, client_for, at, value, seen):
    client = client_for(teacher)
    with at(minutes=31):
        page = client.post("/s/larkrise/people/invite/", {"text": value}).content.decode()
    assert (f">{value}</textarea>" in page) is seen
    assert ("it is below" in page) is seen
    assert value in page


def test_last_sign_in_is_noted_once_a_sign_in_is_whole(teacher):
    user = with_password(teacher)
    try_to_sign_in(user, PASSWORD)
    assert User.objects.get(pk=user.pk).last_login is None


def test_B32_staff_who_have_not_been_here_for_ninety_days_are_let_back_in_by_the_senco(teacher, senco, client_for, at):
    user = with_password(teacher)
    with at(days=91):
        assert "asleep" in try_to_sign_in(user, PASSWORD).content.decode()
        client_for(senco).post(f"/s/larkrise/people/{teacher.pk}/help/", {"act": "wake"})
        assert try_to_sign_in(user, PASSWORD)["Location"] == "/sign-in/set-up/"


def test_B32_parents_and_learners_never_fall_asleep(parent, learner_member, at):
    users = [with_password(parent), with_password(learner_member)]
    with at(days=200):
        assert now().year == 2027
        assert all(try_to_sign_in(user, PASSWORD)["Location"] == "/" for user in users)


def test_a_page_from_before_the_last_sign_in_is_held_out_too_but_only_one_of_ours(teacher, senco, client_for):
    ours = client_for(senco)
    ours.handler.enforce_csrf_checks = True
    words = {"name": "Words that took an hour to write", "email": "x@x.example", "role": "teacher"}
    answer = ours.post("/s/larkrise/people/invite/", words, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403
    assert "Words that took an hour to write" in answer.content.decode()
    for site in ("cross-site", "same-site", "none"):
        answer = ours.post("/s/larkrise/people/invite/", words, headers={"Sec-Fetch-Site": site})
        assert "Words that took" not in answer.content.decode()
    secret = {"now": "secret words", "password": "x"}
    for client in (ours, Client()):
        answer = client.post("/me/password/", secret, headers={"Sec-Fetch-Site": "same-origin"})
        assert "secret words" not in answer.content.decode()


def test_what_is_held_out_can_be_sent_when_signed_in_again(senco, client_for, at):
    from goldenthread.people.models import Invitation

    client, words = client_for(senco), {"name": "Lee", "email": "lee@x.example", "role": "teacher"}
    with at(minutes=31):
        held = client.post("/s/larkrise/people/invite/", words).content.decode()
        again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', held))
        again |= dict(re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>([^<]*)<', held))
        assert {name: again[name] for name in words} == words
        assert client_for(senco).post("/s/larkrise/people/invite/", again).status_code == 302
    assert Invitation.objects.get().email == "lee@x.example"
