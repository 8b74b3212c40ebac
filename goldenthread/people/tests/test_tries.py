"""Trying passwords: cases B-01 to B-08, B-33."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client

from goldenthread.people import passwords, throttle
from goldenthread.people.hashing import Argon2
from goldenthread.people.models import Knock, Mail, User
from goldenthread.people.operations import lift_delay, open_account, try_password
from goldenthread.people.tests.acting import PASSWORD, is_in, try_to_sign_in, with_password, wrong
from goldenthread.schools.clock import now


def tries(login, how_many, at=None, device=""):
    return [try_password(login=login, password=wrong(), device=device, now=at or now()) for _ in range(how_many)]


def test_B01_the_wait_grows_to_a_quarter_of_an_hour_and_no_further():
    waits = [throttle.delay_after(n).total_seconds() for n in range(14)]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]


def test_B01_after_five_wrong_tries_even_the_right_password_waits_and_then_works(learner_member, senco):
    user, start = with_password(learner_member), now()
    assert [t.refusal for t in tries(user.login, 5, start)] == ["wrong"] * 5
    shut = try_password(login=user.login, password=PASSWORD, device="", now=start)
    assert (shut.user, shut.refusal, shut.wait) == (None, "wait", timedelta(seconds=30))
    assert try_password(login=user.login, password=PASSWORD, device="", now=start + timedelta(seconds=31)).user == user
    assert not Knock.objects.filter(failures__gt=0, key=throttle.account_key(user.login, "")).exists()


def test_B01_nobody_is_locked_out_for_good_and_the_senco_can_lift_the_wait(learner_member, senco, teacher):
    user = with_password(learner_member)
    tries(user.login, 5)
    lift_delay(member=learner_member, by=senco)
    assert try_password(login=user.login, password=PASSWORD, device="", now=now()).user == user


def test_B01_the_page_says_how_long(learner_member):
    user = with_password(learner_member)
    tries(user.login, 7, now())
    tries(user.login, 1, now() + timedelta(seconds=31))
    assert "Wait a minute and try again" in try_to_sign_in(user, PASSWORD).content.decode()


def test_B02_one_password_on_many_usernames_uses_up_the_schools_budget_and_the_senco_is_told(school, senco):
    start = now()
    for n in range(throttle.SCHOOL_BUDGET):
        assert try_password(login=f"larkrise/name{n}", password="Password1", device="", now=start).refusal == "wrong"
    assert try_password(login="larkrise/one.more", password="Password1", device="", now=start).refusal == "wait"
    assert try_password(login="ashfield/one.more", password="Password1", device="", now=start).refusal == "wrong"
    later = start + timedelta(minutes=2)
    assert try_password(login="larkrise/one.more", password="Password1", device="", now=later).refusal == "wrong"
    assert [letter.to for letter in Mail.objects.filter(key__startswith="many-tries")] == [senco.user.email]


def test_B02_a_known_device_still_gets_in_while_the_school_is_sprayed(learner_member, senco):
    user, start = with_password(learner_member), now()
    for n in range(throttle.SCHOOL_BUDGET):
        try_password(login=f"larkrise/name{n}", password="Password1", device="", now=start)
    assert try_password(login=user.login, password=PASSWORD, device="", now=start).refusal == "wait"
    assert try_password(login=user.login, password=PASSWORD, device="known", now=start).user == user


@pytest.mark.parametrize("name", ["nobody", "closed", "no-password"])
def test_B03_unknown_closed_and_never_set_answer_like_a_wrong_password(name, school, senco):
    from conftest import SINCE

    login = f"{name}@larkrise.example"
    for other, password in (("closed", PASSWORD), ("no-password", None)):
        email = f"{other}@larkrise.example"
        open_account(school=school, role="teacher", name=other, email=email, on=SINCE, password=password)
    User.objects.filter(login="closed@larkrise.example").update(is_active=False)
    there = try_to_sign_in(with_password(senco), wrong())
    not_there = Client().post("/sign-in/", {"login": login, "password": PASSWORD})

    def page(answer):
        import re

        text = re.sub(r'csrfmiddlewaretoken" value="\w+', "", answer.content.decode())
        return text.replace(login, "LOGIN").replace(senco.user.login, "LOGIN")

    assert there.status_code == not_there.status_code == 200
    assert page(there) == page(not_there)
    assert there.headers.keys() == not_there.headers.keys()


def test_B03_an_unknown_user_costs_as_much_as_a_wrong_password(senco, monkeypatch):
    monkeypatch.setattr(Argon2, "time_cost", 2)
    monkeypatch.setattr(Argon2, "memory_cost", 19 * 1024)
    passwords.nobody.cache_clear()
    User.objects.filter(pk=senco.user_id).update(password=make_password(PASSWORD))
    passwords.nobody()

    def cost(login):
        Knock.objects.all().delete()
        began = time.process_time()  # of this process alone: others on the machine change nothing
        try_password(login=login, password="not the password", device="", now=now())
        return time.process_time() - began

    known, unknown = [], []
    for _ in range(9):
        known.append(cost(senco.user.login))
        unknown.append(cost("nobody@larkrise.example"))
    passwords.nobody.cache_clear()
    assert min(unknown) == pytest.approx(min(known), rel=0.35)


def test_B04_a_username_is_nothing_without_the_school_code(learner_member):
    with_password(learner_member)
    answer = Client().post("/sign-in/learner/", {"code": "ashfield", "username": "ada.okafor", "password": PASSWORD})
    assert "That was not right" in answer.content.decode()


def test_B04_the_learners_boxes_never_reach_an_e_mail_account(senco):
    user = with_password(senco)
    client = Client()
    client.post("/sign-in/learner/", {"code": "", "username": user.login, "password": PASSWORD})
    client.post("/sign-in/learner/", {"code": user.login, "username": "x", "password": PASSWORD})
    assert "half" not in client.session
    assert not is_in(client)


def test_B05_a_classmate_locks_strangers_out_and_not_the_learner_at_her_own_device(learner_member):
    user, own, start = with_password(learner_member), Client(), now()
    try_to_sign_in(user, PASSWORD, own)
    own.post("/sign-out/")
    tries(user.login, 30, start)
    assert "Wait" in try_to_sign_in(user, PASSWORD).content.decode()
    assert try_to_sign_in(user, PASSWORD, own).status_code == 302
    assert is_in(own)


def test_B05_a_known_device_has_its_own_five_tries(learner_member):
    user, own = with_password(learner_member), Client()
    try_to_sign_in(user, PASSWORD, own)
    own.post("/sign-out/")
    for _ in range(5):
        assert "not right" in try_to_sign_in(user, wrong(), own).content.decode()
    assert "Wait" in try_to_sign_in(user, PASSWORD, own).content.decode()


def test_B05_a_forged_device_cookie_is_a_strange_device(learner_member):
    user, thief = with_password(learner_member), Client()
    thief.cookies["device"] = '["number","aaaaaaaaaaaaaaaa"]:1abcde:forged'
    tries(user.login, 5)
    assert "Wait" in try_to_sign_in(user, PASSWORD, thief).content.decode()


def test_B06_a_flood_is_turned_away_before_it_costs_a_hash(senco, monkeypatch):
    user = with_password(senco)
    monkeypatch.setattr(throttle, "HASHES", throttle.Bucket(capacity=3, rate=0))
    hashed = []
    monkeypatch.setattr("goldenthread.people.operations.sign_in.matches", lambda *args: hashed.append(1) or False)
    answers = [Client().post("/sign-in/", {"login": f"{n}@x.example", "password": "p"}) for n in range(10)]
    assert [answer.status_code for answer in answers] == [200] * 3 + [503] * 7
    assert len(hashed) == 3
    assert not Knock.objects.filter(key=throttle.account_key(user.login, ""), failures__gt=0).exists()


def test_B06_a_megabyte_of_password_is_refused_unhashed(senco, monkeypatch):
    user = with_password(senco)
    monkeypatch.setattr("goldenthread.people.operations.sign_in.matches", lambda *args: pytest.fail("hashed"))
    assert try_password(login=user.login, password="a" * 1_000_000, device="", now=now()).refusal == "wrong"
    assert try_to_sign_in(user, "a" * 1_025).status_code == 200


@pytest.mark.parametrize("password", [
    "password1234", "Password123!", "qwertyuiop12", "123456789012", "passwordpassword", "iloveyou2026!"])
def test_B07_what_is_tried_first_is_refused_when_a_password_is_chosen(password, senco):
    assert "Many people use that password" in passwords.why_not_password(password, senco.user)


def test_B07_lengths_names_and_good_ones(senco, learner_member):
    assert "at least 12" in passwords.why_not_password("short-one", senco.user)
    assert "at least 8" in passwords.why_not_password("short", learner_member.user)
    assert "not your name" in passwords.why_not_password("PriyaShah2026", senco.user)
    assert "not your name" in passwords.why_not_password("priya.shah@larkrise.example", senco.user)
    assert "at most 1024" in passwords.why_not_password("x7" * 600, senco.user)
    for good in (PASSWORD, "тихий дом у реки", "purple cardigan train"):
        assert passwords.why_not_password(good, senco.user) == ""


def test_B01_tries_made_while_one_is_still_being_hashed_are_counted_with_it(senco, monkeypatch):
    start, hashed = now(), []

    def slow(*args):
        hashed.append(1)
        if len(hashed) < 50:
            tries(senco.user.login, 1, start)  # another arrives before this one is answered
        return False

    monkeypatch.setattr("goldenthread.people.operations.sign_in.matches", slow)
    tries(senco.user.login, 20, start)
    assert len(hashed) == throttle.FREE


def test_B08_three_hundred_from_one_address_in_a_minute_all_get_in(school):
    from conftest import SINCE

    logins = [open_account(school=school, role="learner", name=f"Name{n} Body", on=SINCE, password=PASSWORD).user
              for n in range(300)]
    for user in logins:
        client = Client(REMOTE_ADDR="192.0.2.1")
        assert try_to_sign_in(user, PASSWORD, client)["Location"] == "/"


def test_B33_a_forged_forwarded_address_changes_nothing(senco):
    user = with_password(senco)
    for n in range(5):
        Client().post("/sign-in/", {"login": user.login, "password": wrong()},
                      headers={"X-Forwarded-For": f"192.0.2.{n}"})
    answer = Client().post("/sign-in/", {"login": user.login, "password": PASSWORD},
                           headers={"X-Forwarded-For": "198.51.100.7"})
    assert "Wait" in answer.content.decode()


def test_passwords_are_argon2id_at_nineteen_mebibytes_and_old_ones_are_kept_anew(senco, monkeypatch):
    weak = make_password(PASSWORD)
    monkeypatch.setattr(Argon2, "time_cost", 2)
    monkeypatch.setattr(Argon2, "memory_cost", 19 * 1024)
    assert make_password("x").startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    User.objects.filter(pk=senco.user_id).update(password=weak)
    assert try_password(login=senco.user.login, password=PASSWORD, device="", now=now()).user
    assert "m=19456,t=2,p=1" in User.objects.get(pk=senco.user_id).password


def test_no_letter_goes_out_by_trying(senco):
    tries(senco.user.login, 6)
    assert mail.outbox == []
