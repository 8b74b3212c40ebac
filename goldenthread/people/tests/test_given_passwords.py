"""Passwords a school hands to learners: cases B-09 to B-18."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.people import passwords
from goldenthread.people.models import Membership, Spare, User
from goldenthread.people.operations import spare_passwords, temporary_passwords, try_password
from goldenthread.people.operations.sign_in import settle
from goldenthread.people.tests.acting import PASSWORD, is_in, try_to_sign_in, with_password
from goldenthread.people.words import WORDS
from goldenthread.schools.clock import now


def given(member, by):
    return temporary_passwords(members=[member], by=by, now=now())[0][1]


def spare(member, by, **more):
    return spare_passwords(members=[member], by=by, now=now(), **more)[0][1]


def works(user, password, at=None):
    return try_password(login=user.login, password=password, device="", now=at or now()).user is not None


def test_B09_a_spare_password_works_once_and_kills_the_main_one(learner_member, senco):
    user = with_password(learner_member)
    phrase = spare(learner_member, senco)
    assert works(user, phrase)
    assert not works(user, phrase)
    assert not works(user, PASSWORD)
    assert User.objects.get(pk=user.pk).must_change_password


def test_B09_using_the_main_password_kills_the_spare_one(learner_member, senco):
    user = with_password(learner_member)
    phrase = spare(learner_member, senco)
    assert works(user, PASSWORD)
    assert not works(user, phrase)


def test_B09_the_spare_one_leads_to_a_new_password_and_nowhere_else(learner_member, senco):
    user = with_password(learner_member)
    client = Client()
    assert try_to_sign_in(user, spare(learner_member, senco), client)["Location"] == "/sign-in/new-password/"
    assert client.get("/s/larkrise/")["Location"].startswith("/sign-in/")
    assert client.post("/sign-in/new-password/", {"password": "a purple ladder"})["Location"] == "/"
    assert is_in(client)
    assert works(user, "a purple ladder")


@pytest.mark.parametrize("first", ["main", "spare"])
def test_B10_of_two_used_at_the_same_instant_exactly_one_wins(first, learner_member, senco):
    """Both were found right before either was settled."""
    user = with_password(learner_member)
    spare(learner_member, senco)
    kept = Spare.objects.get(user=user)
    both = {"main": (User.objects.get(pk=user.pk), None), "spare": (User.objects.get(pk=user.pk), kept)}
    second = "spare" if first == "main" else "main"
    assert settle(*both[first], "", now()).user
    assert settle(*both[second], "", now()).refusal == "wrong"


def test_B11_a_temporary_password_ends_after_fourteen_days(learner_member, senco):
    phrase, user = given(learner_member, senco), learner_member.user
    late = try_password(login=user.login, password=phrase, device="", now=now() + timedelta(days=14))
    assert "time is over" in late.refusal
    assert works(user, phrase, now() + timedelta(days=13))


def test_B11_a_spare_one_ends_after_fourteen_days_or_at_most_sixty(learner_member, senco):
    user = with_password(learner_member)
    phrase = spare(learner_member, senco)
    assert not works(user, phrase, now() + timedelta(days=14))
    summer = spare(learner_member, senco, life=timedelta(days=60))
    with pytest.raises(Refused, match="60 days at most"):
        spare(learner_member, senco, life=timedelta(days=61))
    assert works(user, summer, now() + timedelta(days=59))


def test_B12_passphrases_hold_forty_bits_and_more():
    assert len(WORDS) == len(set(WORDS)) >= 600
    assert all(re.fullmatch("[a-z]{3,10}", word) for word in WORDS)
    assert passwords.PHRASE_BITS > 43
    phrases = {passwords.passphrase() for _ in range(2_000)}
    assert len(phrases) == 2_000
    assert all(re.fullmatch(r"([a-z]+-){4}[1-9][0-9]", phrase) for phrase in phrases)


def test_B12_no_phrase_is_refused_for_being_common_or_short(senco):
    assert all(passwords.why_not_password(passwords.passphrase(), senco.user) == "" for _ in range(100))


def test_B13_phrases_are_shown_once_kept_as_hashes_and_replaced_by_new_ones(learner_member, senco, client_for):
    client = client_for(senco)
    page = client.post("/s/larkrise/people/passphrases/", {"member": learner_member.pk, "kind": "new"})
    phrase = re.search(r"<code>((?:[a-z]+-){4}\d\d)</code>", page.content.decode())[1]
    assert "no-store" in page["Cache-Control"]
    user = User.objects.get(pk=learner_member.user_id)
    assert user.password.startswith("argon2$")
    assert phrase not in str(Event.objects.values_list("facts", flat=True))
    assert client.get("/s/larkrise/people/passphrases/").status_code == 405
    assert phrase not in client.get(f"/s/larkrise/people/{learner_member.pk}/").content.decode()
    client.post("/s/larkrise/people/passphrases/", {"member": learner_member.pk, "kind": "new"})
    assert not works(user, phrase)
    assert Event.objects.filter(kind="people.password_given", about_id=learner_member.pk).count() == 2


def test_B13_no_more_than_a_class_or_two_at_once_and_nobody_elses(senco, nia, learner_member, teacher, client_for):
    assert client_for(nia).post("/s/ashfield/people/passphrases/", {"member": learner_member.pk}).status_code == 409
    assert client_for(senco).post("/s/larkrise/people/passphrases/", {"member": teacher.pk}).status_code == 409
    with pytest.raises(Refused):
        given(learner_member, nia)
    with pytest.raises(Refused):
        given(learner_member, teacher)


def test_B14_the_given_password_can_not_be_kept_nor_the_change_walked_round(learner_member, senco):
    phrase, client = given(learner_member, senco), Client()
    assert try_to_sign_in(learner_member.user, phrase, client)["Location"] == "/sign-in/new-password/"
    for path in ("/", "/me/", "/s/larkrise/", "/sign-in/second/", "/sign-in/set-up/"):
        assert client.get(path)["Location"].startswith("/sign-in/"), path
    same = client.post("/sign-in/new-password/", {"password": phrase})
    assert "different from the one you were given" in same.content.decode()
    assert not is_in(client)
    assert client.post("/sign-in/new-password/", {"password": "a purple ladder"})["Location"] == "/"
    assert is_in(client)
    assert not works(learner_member.user, phrase)


def test_B14_half_a_sign_in_lasts_ten_minutes(learner_member, senco, at):
    phrase, client = given(learner_member, senco), Client()
    try_to_sign_in(learner_member.user, phrase, client)
    with at(minutes=11):
        assert client.get("/sign-in/new-password/")["Location"] == "/sign-in/"


def test_B15_the_learner_sees_who_gave_the_password(learner_member, senco):
    phrase, client = given(learner_member, senco), Client()
    try_to_sign_in(learner_member.user, phrase, client)
    assert "Priya Shah gave you the password you have just used, on 7 September 2026." in (
        client.get("/sign-in/new-password/").content.decode())


def test_B15_sessions_of_the_learner_end_when_a_password_is_given(learner_member, senco, client_for):
    client = client_for(learner_member)
    assert client.get("/me/").status_code == 200
    given(learner_member, senco)
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize("who", ["teacher", "ta", "senco_team", "parent", "governor"])
def test_B16_only_a_senco_admin_hands_out_passwords_from_their_own_session(who, request, learner_member, client_for):
    member = request.getfixturevalue(who)
    assert client_for(member).post("/s/larkrise/people/passphrases/", {"member": learner_member.pk}).status_code == 404
    with pytest.raises(Refused, match="Only a SENCO admin"):
        given(learner_member, member)


def test_B17_no_page_of_learners_asks_for_a_member_of_staffs_password(learner_member):
    page = Client().get("/sign-in/learner/").content.decode()
    assert page.count('type="password"') == 1
    assert "grown-up" in page


def test_B18_staff_and_family_are_never_given_a_password(senco, teacher, parent):
    for member in (teacher, parent):
        with pytest.raises(Refused, match="choose a password by a link"):
            given(member, senco)


def test_a_passphrase_may_be_given_to_many_at_once(school, senco):
    from conftest import SINCE
    from goldenthread.people.operations import open_account

    members = [open_account(school=school, role="learner", name="Sam Hill", on=SINCE) for _ in range(3)]
    assert [m.user.username for m in members] == ["sam.hill", "sam.hill2", "sam.hill3"]
    pairs = temporary_passwords(members=list(Membership.objects.filter(role="learner")), by=senco, now=now())
    assert len({phrase for _, phrase in pairs}) == 3
    assert all(works(member.user, phrase) for member, phrase in pairs)
