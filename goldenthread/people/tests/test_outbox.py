"""The outbox, with a real mail server: letters wait, go once, and are given up in the end. Case H-14."""

from datetime import timedelta

import pytest
from django.db import transaction

from goldenthread.config import mail as mail_settings
from goldenthread.people.models import Mail
from goldenthread.people.operations import delivery, send_mail_later
from goldenthread.schools.clock import now


def letter(key="k", to="grace@home.example"):
    return send_mail_later(to=to, template="people/mail/password_changed.txt", context={"name": "Grace"}, key=key,
                           now=now())


def deliver(**later):
    return delivery.deliver(now=now() + timedelta(**later))


@pytest.mark.django_db
def test_a_letter_goes_out_once_and_its_words_are_wiped(smtp):
    box = smtp[0]()
    letter()
    letter()
    deliver()
    deliver(days=3)
    assert [to for to, _ in box.letters] == [["grace@home.example"]]
    assert "Subject: Your password for Golden Thread was changed" in box.letters[0][1]
    kept = Mail.objects.get()
    assert (kept.body, kept.due_at) == ("", None)
    assert kept.sent_at


@pytest.mark.django_db
def test_H14_with_the_server_down_letters_wait_and_go_when_it_is_back(smtp):
    start, _ = smtp
    letter()
    following = deliver()
    kept = Mail.objects.get()
    assert "ConnectionRefusedError" in kept.trouble
    assert following == kept.due_at
    assert kept.body
    deliver(seconds=30)
    assert Mail.objects.get().tries == 1  # not yet time
    box = start()
    deliver(seconds=61)
    assert len(box.letters) == 1
    assert Mail.objects.get().trouble == ""
    deliver(days=2)
    assert len(box.letters) == 1


@pytest.mark.django_db
def test_H14_a_server_that_goes_down_half_way_costs_no_letter_and_doubles_none(smtp):
    start, stop = smtp
    box = start()
    for n in range(3):
        letter(f"a{n}")
    deliver()
    stop()
    for n in range(3):
        letter(f"b{n}", f"b{n}@home.example")
    deliver()
    start()
    deliver(minutes=2)
    assert sorted(to[0] for to, _ in box.letters) == [
        "b0@home.example", "b1@home.example", "b2@home.example", *["grace@home.example"] * 3]


@pytest.mark.django_db
def test_H14_it_is_given_up_after_eight_tries_over_two_days(smtp):
    box = smtp[0]()
    box.refusing = "451 later"
    letter()
    moment, tries = now(), 0
    while (following := delivery.deliver(now=moment)) is not None:
        moment, tries = following, tries + 1
        assert tries < 20
    kept = Mail.objects.get()
    assert (kept.tries, kept.due_at, kept.body) == (8, None, "")
    assert "451" in kept.trouble
    assert moment - now() < timedelta(days=2)


@pytest.mark.django_db
def test_H14_of_two_workers_one_sends(smtp):
    box = smtp[0]()
    mail = letter()
    assert delivery.claim(mail, now())
    assert not delivery.claim(mail, now())
    deliver()
    assert box.letters == []  # claimed by somebody who then died: it comes back after a minute, as the same letter
    deliver(seconds=61)
    assert len(box.letters) == 1


@pytest.mark.django_db
def test_a_letter_sent_again_has_the_same_number(smtp):
    box = smtp[0]()
    mail = letter()
    delivery.send(mail, now())
    delivery.send(mail, now())
    numbers = {line for _, text in box.letters for line in text.splitlines() if line.lower().startswith("message-id")}
    assert len(numbers) == 1


@pytest.mark.django_db
def test_what_is_undone_sends_nothing(smtp):
    box = smtp[0]()
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)
    deliver()
    assert box.letters == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_told_when_the_transaction_is_done(smtp):
    box = smtp[0]()
    with transaction.atomic():
        letter()
        assert box.letters == []
    assert len(box.letters) == 1


@pytest.mark.parametrize(("url", "wanted"), [
    ("smtp://u:p%40ss@mail.example:587", ("mail.example", 587, "u", "p@ss", False, True)),
    ("smtps://u:p@mail.example", ("mail.example", 465, "u", "p", True, False)),
    ("smtp://mail.example:25", ("mail.example", 25, "", "", False, False))])
def test_the_setting_says_where_letters_go(url, wanted):
    made = mail_settings.settings(url)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(made[f"EMAIL_{name}"] for name in names) == wanted


def test_without_it_they_go_to_the_console_and_a_wrong_one_is_said():
    assert "console" in mail_settings.settings("")["EMAIL_BACKEND"]
    with pytest.raises(ValueError, match="must look like"):
        mail_settings.settings("mail.example")
