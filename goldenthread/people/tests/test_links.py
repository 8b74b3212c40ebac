"""Links from letters and invitations: cases A-10, B-26 to B-29, C-09, C-10."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from goldenthread.audit.refusals import Refused
from goldenthread.people.models import Invitation, Link, Mail, User
from goldenthread.people.operations import accept, invite, send_mail_later, spare_passwords, withdraw_invitation
from goldenthread.people.operations.links import mail_password_link
from goldenthread.people.tests.acting import PASSWORD, is_in, letters, try_to_sign_in, with_password
from goldenthread.schools.clock import now, today

NEW = "a bright new ladder"


def last_body(key_start: str) -> str:
    return Mail.objects.filter(key__startswith=key_start).order_by("-pk")[0].body


def address_in(body: str) -> str:
    return re.search(r"http://localhost:\d+(/\S+)", body)[1]


def link_in_letter(user) -> str:
    mail_password_link(login=user.login, now=now())
    return address_in(last_body(f"password:{user.pk}:"))


def test_B26_a_new_password_ends_other_sessions_links_and_spares(parent, learner_member, senco, client_for):
    user = with_password(parent)
    here, there, link = client_for(parent), client_for(parent), link_in_letter(user)
    assert here.post("/me/password/", {"now": PASSWORD, "password": NEW})["Location"] == "/me/"
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302
    assert Client().post(link, {"password": NEW}).status_code == 410
    learner = with_password(learner_member)
    spare_passwords(members=[learner_member], by=senco, now=now())
    with_password(learner_member, "a purple ladder")
    assert not hasattr(User.objects.get(pk=learner.pk), "spare")


def test_B26_the_old_password_is_asked_for_and_counted(parent, client_for):
    with_password(parent)
    client = client_for(parent)
    for _ in range(5):
        assert "not the password you have now" in client.post(
            "/me/password/", {"now": "wrong", "password": NEW}).content.decode()
    assert "Wait" in client.post("/me/password/", {"now": PASSWORD, "password": NEW}).content.decode()


def test_B27_a_link_works_once_by_post_for_thirty_minutes(parent, at):
    user, client = with_password(parent), Client()
    address = link_in_letter(user)
    for _ in range(3):
        assert client.get(address).status_code == 200  # a scanner of mail opens everything
    assert client.post(address, {"password": NEW})["Location"] == "/"
    assert is_in(client)
    assert Client().get(address).status_code == 410
    assert Client().post(address, {"password": PASSWORD}).status_code == 410
    late = link_in_letter(user)
    with at(minutes=30):
        assert Client().post(late, {"password": PASSWORD}).status_code == 410


def test_B27_a_newer_link_replaces_the_older(parent):
    user = with_password(parent)
    first, second = link_in_letter(user), link_in_letter(user)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


def test_B27_the_address_comes_from_settings_whatever_host_was_asked(parent, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://sen.example.org"
    Client(HTTP_HOST="evil.example").post("/password/forgotten/", {"login": parent.user.login})
    body = last_body("password:")
    assert "https://sen.example.org/password/" in body
    assert "evil" not in body


def test_B27_only_the_hash_is_kept_and_the_letters_words_are_wiped_when_it_has_gone(parent):
    address = link_in_letter(parent.user)
    secret = address.strip("/").rpartition("/")[2]
    assert len(secret) >= 43
    assert secret not in Link.objects.get().digest
    letters()
    assert secret in mail.outbox[-1].body
    assert not Mail.objects.filter(body__contains=secret).exists()


def test_B27_asking_answers_alike_for_everybody_and_writes_only_to_those_who_are(parent, learner_member):
    pages = set()
    for login in (parent.user.login, "nobody@larkrise.example", "x@larkrise.example"):
        answer = Client().post("/password/forgotten/", {"login": login})
        pages.add(answer.content.decode().replace(login, "LOGIN"))
    assert len(pages) == 1
    mail_password_link(login="nobody@larkrise.example", now=now())
    mail_password_link(login=learner_member.user.login, now=now())
    assert not Link.objects.exclude(user=parent.user).exists()


def test_B27_somebodys_post_box_can_not_be_flooded(parent, monkeypatch):
    from goldenthread.people import tasks

    asked = []
    monkeypatch.setattr(type(tasks.mail_password_link), "enqueue", lambda self, login: asked.append(login))
    for _ in range(20):
        Client().post("/password/forgotten/", {"login": parent.user.login})
    assert len(asked) == 5


def invited(school, senco, role="parent", name="Grace Okafor", email="grace@home.example", **more):
    made = invite(school=school, role=role, name=name, email=email, by=senco, now=now(), **more)
    return made, address_in(Mail.objects.get(key=f"invitation:{made.invitation.pk}:").body)


def test_B28_a_parents_invitation_needs_the_schools_code(school, senco):
    made, address = invited(school, senco)
    client = Client()
    assert re.fullmatch(r"[2-9A-HJ-NP-TW-Z]{4}-[2-9A-HJ-NP-TW-Z]{4}", made.code)
    assert made.code not in Mail.objects.get(key__startswith="invitation").body
    wrong = client.post(address, {"name": "Grace Okafor", "code": "AAAA-2222", "password": PASSWORD})
    assert "not the code" in wrong.content.decode()
    assert not User.objects.filter(login="grace@home.example").exists()
    right = client.post(address, {"name": "Grace Okafor", "code": made.code.lower(), "password": PASSWORD})
    assert right["Location"] == "/"
    assert User.objects.get(login="grace@home.example").memberships.get().role == "parent"


@pytest.mark.parametrize(("role", "whose"), [("parent", "your child’s school"), ("teacher", "your school"),
                                             ("professional", "a school that you work with")])
def test_an_invitation_says_which_school_by_what_it_is_to_the_reader(school, senco, role, whose):
    made, _ = invited(school, senco, role=role)
    assert f"\n{whose} keeps its plans" in Mail.objects.get(key=f"invitation:{made.invitation.pk}:").body


def test_B28_five_wrong_codes_shut_it(school, senco):
    made, address = invited(school, senco)
    for _ in range(5):
        Client().post(address, {"name": "G", "code": "AAAA-2222", "password": PASSWORD})
    assert Client().post(address, {"name": "G", "code": made.code, "password": PASSWORD}).status_code == 410


def test_B28_it_lasts_seven_days_and_binds_once(school, senco, at):
    made, address = invited(school, senco)
    with at(days=7):
        assert Client().get(address).status_code == 410
    accept(invitation=made.invitation, name="Grace", password=PASSWORD, code=made.code, now=now(), on=today())
    assert Client().get(address).status_code == 410
    with pytest.raises(Refused):
        accept(invitation=made.invitation, name="Eve", password=PASSWORD, code=made.code, now=now(), on=today())


def test_B28_a_withdrawn_one_opens_nothing_and_its_letter_is_not_sent(school, senco):
    made, address = invited(school, senco)
    withdraw_invitation(invitation=made.invitation, by=senco, now=now())
    letters()
    assert mail.outbox == []
    assert Client().get(address).status_code == 410


def test_A10_two_parents_with_one_address_do_not_share_an_account_silently(school, senco):
    mum, _ = invited(school, senco)
    accept(invitation=mum.invitation, name="Grace Okafor", password=PASSWORD, code=mum.code, now=now(), on=today())
    dad, address = invited(school, senco, name="Dan Okafor", for_room="learners", for_id="x")
    assert "already is an account" in Client().get(address).content.decode()
    with pytest.raises(Refused, match="already is an account"):
        accept(invitation=dad.invitation, name="Dan", password=PASSWORD, code=dad.code, now=now(), on=today())
    grace = User.objects.get(login="grace@home.example")
    with pytest.raises(Refused, match="Each parent has an account of their own"):
        accept(invitation=dad.invitation, user=grace, code=dad.code, now=now(), on=today())
    assert Invitation.objects.get(pk=dad.invitation.pk).accepted_at is None


def test_each_of_two_invitations_to_one_address_has_its_own_code(school, senco):
    first, _ = invited(school, senco, for_room="learners", for_id="1")
    second, _ = invited(school, senco, for_room="learners", for_id="2")
    assert first.code != second.code
    with pytest.raises(Refused, match="not the code"):
        accept(invitation=second.invitation, name="G", password=PASSWORD, code=first.code, now=now(), on=today())


def test_staff_are_invited_choose_a_password_and_set_up_a_second_factor(school, senco, client_for):
    client_for(senco).post("/s/larkrise/people/invite/", {
        "name": "Lee Wong", "email": "Lee@Larkrise.example", "role": "teacher"})
    address, client = address_in(last_body("invitation:")), Client()
    page = client.get(address).content.decode()
    assert "Larkrise Primary School invites you" in page
    assert "Code from the school" not in page
    assert "at least 12" in client.post(address, {"name": "Lee", "password": "short"}).content.decode()
    assert client.post(address, {"name": "Lee Wong", "password": PASSWORD})["Location"] == "/sign-in/set-up/"
    assert User.objects.get(login="lee@larkrise.example").memberships.get().role == "teacher"


def test_somebody_with_an_account_signs_in_and_joins(next_door, nia, teacher, client_for):
    user = with_password(teacher)
    made, address = invited(next_door, nia, role="teacher", name="Imran Khan", email=user.login)
    assert "Sign in with it first" in Client().get(address).content.decode()
    client = client_for(teacher)
    assert "This is added to your account" in client.get(address).content.decode()
    client.post(address, {"csrfmiddlewaretoken": "x"})
    assert sorted(m.school.slug for m in user.memberships.all()) == ["ashfield", "larkrise"]
    assert made.invitation.school == next_door


def test_somebody_else_signed_in_can_not_take_it(school, senco, parent, client_for):
    _, address = invited(school, senco, role="teacher", name="Lee Wong", email="lee@larkrise.example")
    assert "went to another address" in client_for(parent).get(address).content.decode()


@pytest.mark.parametrize(("who", "role", "allowed"), [
    ("senco", "teacher", True), ("senco", "senco_admin", True), ("senco_team", "parent", True),
    ("senco_team", "teacher", False), ("teacher", "parent", False), ("nia", "teacher", False), ("nia", "parent", False),
    ("senco", "learner", False), ("senco", "system", False), ("senco", "operator", False)])
def test_who_may_invite_whom(who, role, allowed, request, school):
    by = request.getfixturevalue(who)
    if allowed:
        assert invite(school=school, role=role, name="X", email="x@x.example", by=by, now=now()).invitation.pk
    else:
        with pytest.raises(Refused):
            invite(school=school, role=role, name="X", email="x@x.example", by=by, now=now())


def test_a_parent_who_joins_is_tied_to_the_contact_they_were_invited_for(school, senco, ada):
    from goldenthread.learners.models import Learner
    from goldenthread.learners.operations import add_contact

    contact = add_contact(learner=ada, by=senco, on=today(), name="Dan Okafor", relationship="PAF")
    made, _ = invited(school, senco, name="Dan Okafor", email="dan@home.example", for_room="learners",
                      for_id=str(contact.uuid))
    member = accept(invitation=made.invitation, name="Dan Okafor", password=PASSWORD, code=made.code, now=now(),
                    on=today())
    contact.refresh_from_db()
    assert contact.member == member
    assert list(Learner.objects.visible_to(member, today())) == [ada]


def test_where_the_contact_is_gone_nothing_is_joined(school, senco):
    made, _ = invited(school, senco, for_room="learners", for_id="00000000-0000-0000-0000-000000000000")
    with pytest.raises(Refused, match="no longer on record"):
        accept(invitation=made.invitation, name="Dan", password=PASSWORD, code=made.code, now=now(), on=today())
    assert not User.objects.filter(login="grace@home.example").exists()


def test_B29_another_address_needs_the_password_a_letter_and_for_parents_a_day(parent, client_for, at):
    user = with_password(parent)
    client, old = client_for(parent), user.login
    client.post("/me/email/", {"email": "new@home.example"})
    assert User.objects.get(pk=user.pk).login == old
    address = address_in(last_body(f"email:{user.pk}:"))
    assert {letter.to for letter in letters()} >= {old, "new@home.example"}
    early = Client().post(address)
    assert early.status_code == 410
    assert "works from 8 September 2026, 10:00" in early.content.decode()
    with at(hours=25):
        assert Client().get(address).status_code == 200
        assert User.objects.get(pk=user.pk).login == old
        assert "Your address is changed" in Client().post(address).content.decode()
        assert User.objects.get(pk=user.pk).login == "new@home.example"
        assert client.get("/me/").status_code == 302
        assert try_to_sign_in(User.objects.get(pk=user.pk), PASSWORD)["Location"] == "/"


def test_B29_a_new_password_stops_a_thiefs_change(parent, client_for, at):
    user = with_password(parent)
    client_for(parent).post("/me/email/", {"email": "thief@evil.example"})
    address = address_in(last_body(f"email:{user.pk}:"))
    with_password(parent, NEW)
    with at(hours=25):
        assert Client().post(address).status_code == 404


def test_B29_whether_an_address_is_taken_is_told_only_to_its_reader(parent, teacher, client_for):
    client = client_for(teacher)
    assert client.post("/me/email/", {"email": parent.user.login})["Location"] == "/me/"
    address = address_in(last_body(f"email:{teacher.user_id}:"))
    assert "already uses this address" in Client().post(address).content.decode()


@pytest.mark.parametrize("email", [
    "a@b.example\r\nBcc: all@evil.example", "a@b.example\nSubject: x", "a b@c.example", "x"])
def test_C09_headers_can_not_be_smuggled_in(email, school, senco, client_for):
    answer = client_for(senco).post("/s/larkrise/people/invite/", {"name": "X", "email": email, "role": "teacher"})
    assert answer.status_code == 200
    assert not Mail.objects.exists()
    with pytest.raises(Refused, match="not an e-mail address"):
        send_mail_later(to=email, template="people/mail/password_changed.txt", context={"name": "X"}, key="k",
                        now=now())


def test_C09_a_name_with_a_line_break_stays_in_the_body(school, senco):
    invite(school=school, role="teacher", name="Lee\r\nBcc: all@evil.example", email="l@x.example", by=senco, now=now())
    letters()
    assert mail.outbox[0].recipients() == ["l@x.example"]
    assert mail.outbox[0].subject == "You are invited to Golden Thread"


def test_C10_no_letter_names_a_learner_or_a_school(school, senco, parent, learner_member, ada, client_for):
    from goldenthread.people.operations.sign_in import tell_senco

    with_password(parent)
    link_in_letter(parent.user)
    client_for(parent).post("/me/email/", {"email": "new@home.example"})
    invited(school, senco)
    tell_senco("larkrise", now())
    letters()
    assert len({message.subject for message in mail.outbox}) >= 5
    for message in mail.outbox:
        text = (message.subject + message.body).replace(parent.name, "").replace("Grace Okafor", "")
        for secret in ("Larkrise", "larkrise", "Ada", "Okafor"):
            assert secret not in text, message.subject
        assert len(Mail.objects.get(subject=message.subject, to=message.to[0]).subject) < 70


def test_how_long_is_a_fact_of_settings():
    from goldenthread.people.operations.invitations import LIFE
    from goldenthread.people.operations.links import PASSWORD_LIFE, TEMPORARY_LIFE

    assert (timedelta(days=7), timedelta(minutes=30), timedelta(days=14)) == (LIFE, PASSWORD_LIFE, TEMPORARY_LIFE)
