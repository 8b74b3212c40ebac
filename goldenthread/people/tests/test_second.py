"""Second factors: cases B-30, B-31, and that staff reach nothing without one."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver

from goldenthread.audit.refusals import Refused
from goldenthread.people import second
from goldenthread.people.operations import (
    add_app,
    forget_seconds,
    name_stand_in,
    open_account,
    remove_second,
    use_code,
)
from goldenthread.people.tests.acting import (
    PASSWORD,
    SECRET,
    code_at,
    is_in,
    letters,
    try_to_sign_in,
    with_app,
    with_password,
)
from goldenthread.schools.clock import now, today

STAFF = ["senco", "senco_team", "teacher", "ta", "governor", "professional"]


@pytest.mark.parametrize("who", STAFF)
def test_staff_are_led_to_set_one_up_and_reach_nothing_before(who, request):
    member = request.getfixturevalue(who)
    user, client = with_password(member), Client()
    assert try_to_sign_in(user, PASSWORD, client)["Location"] == "/sign-in/set-up/"
    assert not is_in(client)
    for path in ("/", "/me/", "/me/password/", "/s/larkrise/", "/s/larkrise/people/", "/operator/", "/support/"):
        assert client.get(path)["Location"].startswith("/sign-in/?next="), path
    assert client.get("/sign-in/second/")["Location"] == "/sign-in/set-up/"
    assert client.get("/sign-in/set-up/").status_code == 200


def test_setting_up_an_app_lets_one_in_and_gives_recovery_codes(teacher):
    user, client = with_password(teacher), Client()
    try_to_sign_in(user, PASSWORD, client, onward="?next=/me/")
    client.get("/sign-in/set-up/")
    secret = client.session["app_secret"]
    wrong = client.post("/sign-in/set-up/", {"code": "000000"})
    assert "not right" in wrong.content.decode()
    step = second.format_hotp_value(second.hotp_value(secret, int(now().timestamp()) // 30))
    page = client.post("/sign-in/set-up/", {"code": step}).content.decode()
    assert page.count("<li><code>") == second.RECOVERY_CODES
    assert 'href="/me/"' in page
    assert is_in(client)
    assert client.get("/s/larkrise/").status_code == 200
    assert "app_secret" not in client.session


def test_parents_and_learners_need_none_and_parents_may_have_one(parent, learner_member, client_for):
    for member in (parent, learner_member):
        assert try_to_sign_in(with_password(member), PASSWORD)["Location"] == "/"
    with_app(parent)
    client = Client()
    assert try_to_sign_in(parent.user, PASSWORD, client)["Location"] == "/sign-in/second/"
    client.post("/sign-in/second/", {"code": code_at()})
    assert is_in(client)


def test_in_the_demo_staff_need_none(teacher, settings):
    settings.DEMO = True
    assert try_to_sign_in(with_password(teacher), PASSWORD)["Location"] == "/"


@pytest.mark.parametrize("flag", ["is_operator", "support"])
def test_operators_and_support_teams_need_one(flag, parent):
    from goldenthread.schools.models import SupportTeam

    user = with_password(parent)
    setattr(user, flag, True if flag == "is_operator" else SupportTeam.objects.create(name="Team"))
    user.save()
    assert try_to_sign_in(user, PASSWORD)["Location"] == "/sign-in/set-up/"


def test_B30_a_code_works_once_though_its_step_lasts(teacher):
    with_app(teacher)
    code = code_at()
    assert use_code(user=teacher.user, code=code, now=now()) == ""
    assert "not right" in use_code(user=teacher.user, code=code, now=now())
    assert "not right" in use_code(user=teacher.user, code=code_at(-1), now=now())
    assert use_code(user=teacher.user, code=code_at(1), now=now()) == ""


def test_B30_a_clock_may_be_one_step_off_and_no_more():
    moment = 1_788_771_600.0
    code = {offset: second.format_hotp_value(second.hotp_value(SECRET, int(moment) // 30 + offset))
            for offset in range(-3, 4)}
    found = {offset: second.matching_step(SECRET, code[offset], moment) for offset in code}
    assert {offset for offset, step in found.items() if step} == {-1, 0, 1}
    assert second.matching_step(SECRET, "١٢٣٤٥٦", moment) is None
    assert second.matching_step(SECRET, "", moment) is None


def test_B30_five_wrong_codes_and_the_right_one_waits(teacher, at):
    user, client = with_password(teacher), Client()
    with_app(teacher)
    try_to_sign_in(user, PASSWORD, client)
    for _ in range(5):
        assert "not right" in client.post("/sign-in/second/", {"code": "123456"}).content.decode()
    page = client.post("/sign-in/second/", {"code": code_at()}).content.decode()
    assert "Too many wrong codes. Wait a minute" in page
    with at(seconds=40):
        client.post("/sign-in/second/", {"code": code_at()})
        assert is_in(client)


def test_B30_recovery_codes_are_hashed_and_work_once(teacher):
    codes = with_app(teacher)
    kept = Authenticator.objects.get(user=teacher.user, type=second.CODES)
    assert not any(code in str(kept.data) for code in codes)
    assert use_code(user=teacher.user, code=codes[3].lower().replace("-", " "), now=now()) == ""
    assert "not right" in use_code(user=teacher.user, code=codes[3], now=now())
    assert use_code(user=teacher.user, code=codes[4], now=now()) == ""


def test_B30_the_apps_secret_is_kept_encrypted(teacher):
    with_app(teacher)
    assert SECRET not in str(Authenticator.objects.get(user=teacher.user, type=second.APP).data)


def test_B30_a_lost_phone_is_forgotten_by_a_senco_admin_who_is_not_oneself(teacher, senco, senco_team, client_for):
    user, client = with_password(teacher), client_for(teacher)
    with_app(teacher)
    for other in (senco_team, teacher):
        with pytest.raises(Refused):
            forget_seconds(member=teacher, by=other, now=now())
    with pytest.raises(Refused, match="nobody does this for themself"):
        forget_seconds(member=senco, by=senco, now=now())
    client_for(senco).post(f"/s/larkrise/people/{teacher.pk}/help/", {"act": "forget"})
    assert client.get("/me/").status_code == 302
    assert try_to_sign_in(user, PASSWORD)["Location"] == "/sign-in/set-up/"
    assert any("lost phone" in letter.subject + letter.body or letter.key.startswith("second:") for letter in letters())


def test_B31_every_way_in_ends_at_the_second_factor(teacher, senco):
    """Password, reset link, and a role gained while signed in as a parent: none is weaker than another."""
    from goldenthread.people.tests.test_links import link_in_letter

    user = with_password(teacher)
    with_app(teacher)
    assert try_to_sign_in(user, PASSWORD)["Location"] == "/sign-in/second/"
    client = Client()
    address = link_in_letter(user)
    assert client.post(address, {"password": "a bright new ladder"})["Location"] == "/sign-in/second/"
    assert not is_in(client)


def test_B31_a_known_device_is_asked_all_the_same(teacher):
    user, client = with_password(teacher), Client()
    with_app(teacher)
    try_to_sign_in(user, PASSWORD, client)
    client.post("/sign-in/second/", {"code": code_at()})
    client.post("/sign-out/")
    assert try_to_sign_in(user, PASSWORD, client)["Location"] == "/sign-in/second/"


def test_B31_a_parent_who_becomes_staff_shows_a_second_factor_before_the_next_page(parent, school, senco):
    user, client = with_password(parent), Client()
    try_to_sign_in(user, PASSWORD, client)
    assert client.get("/me/").status_code == 200
    from goldenthread.people.doors import memberships

    assert memberships(user, today()).count() == 1
    open_account(school=school, role="teacher", name=user.name, email=user.login, on=today(), by=senco)
    assert client.get("/me/")["Location"] == "/sign-in/set-up/"
    assert not is_in(client)


def test_B31_a_stand_in_is_a_member_of_staff_already(teacher, senco):
    from datetime import timedelta

    stand_in = name_stand_in(member=teacher, until=today() + timedelta(days=7), by=senco, on=today())
    assert stand_in.as_role.staff


def test_B31_the_last_factor_of_staff_stays(teacher, client_for):
    with_app(teacher)
    app = second.factors(teacher.user)[0]
    assert client_for(teacher).post(f"/me/second/{app.pk}/remove/").status_code == 409
    assert second.factors(teacher.user) == [app]


def test_B31_nobody_takes_anothers_factor_away(teacher, parent):
    with_app(teacher)
    with_app(parent)
    app = second.factors(teacher.user)[0]
    remove_second(user=parent.user, pk=app.pk, now=now())
    assert second.factors(teacher.user) == [app]


def test_B31_every_page_names_its_door():
    """The inventory: a page without a door, or one open to anyone that is not on this list, fails here."""
    open_to_all, without = set(), set()

    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns)
            elif not hasattr(pattern.callback, "door"):
                without.add(str(pattern.pattern))
            elif pattern.callback.door == "anyone":
                open_to_all.add(pattern.name)

    walk(get_resolver().url_patterns)
    assert without == set()
    assert open_to_all == {
        "sign-in", "learner-sign-in", "sign-out", "new-password", "second", "set-up", "forgotten", "password-link",
        "email-link", "invitation", "well-known", "look",
        # Opened by the secret in their address: a form to answer for a review, and a calendar that names no child.
        "form", "calendar"}


def test_changing_how_one_signs_in_asks_for_the_password_again(parent, client_for, at):
    with_password(parent)
    client = client_for(parent)
    with at(minutes=12):
        for path in ("/me/email/", "/me/app/", "/me/passkey/", "/me/recovery-codes/"):
            assert client.get(path)["Location"] == f"/me/sure/?next={path}"
        assert "not the password" in client.post("/me/sure/?next=/me/app/", {"now": "wrong"}).content.decode()
        assert client.post("/me/sure/?next=/me/app/", {"now": PASSWORD})["Location"] == "/me/app/"
        assert client.get("/me/app/").status_code == 200


def test_an_app_is_added_and_replaced_on_the_account_page(parent, client_for):
    client = client_for(parent)
    client.get("/me/app/")
    code = second.format_hotp_value(second.hotp_value(client.session["app_secret"], int(now().timestamp()) // 30))
    assert client.post("/me/app/", {"code": code}).content.decode().count("<li><code>") == second.RECOVERY_CODES
    with pytest.raises(Refused):
        add_app(user=parent.user, secret=SECRET, code="000000", now=now())
    assert len(second.factors(parent.user)) == 1


@pytest.mark.parametrize("credential", ["", "{}", "[]", "not json", '{"id": 7}', '{"rawId": "x", "response": {}}'])
def test_nonsense_from_a_passkey_is_refused_and_never_breaks(credential, teacher):
    user, client = with_password(teacher), Client()
    try_to_sign_in(user, PASSWORD, client)
    assert client.post("/sign-in/set-up/", {"credential": credential, "name": "x"}).status_code == 200
    with_app(teacher)
    client.get("/sign-in/second/")
    assert client.post("/sign-in/second/", {"credential": credential}).status_code == 200
    assert not is_in(client)


def test_with_another_secret_key_no_code_fits_and_nothing_breaks(teacher, settings):
    with_app(teacher)
    settings.SECRET_KEY = "another key altogether"
    assert "not right" in use_code(user=teacher.user, code=code_at(), now=now())


def test_the_console_helps_where_no_other_senco_can(senco):
    from io import StringIO

    from django.core.management import CommandError, call_command

    user = with_password(senco)
    with_app(senco)
    call_command("forget_second", user.login, stdout=StringIO())
    assert try_to_sign_in(user, PASSWORD)["Location"] == "/sign-in/set-up/"
    with pytest.raises(CommandError, match="no such account"):
        call_command("forget_second", "nobody@x.example")
