"""The morning's letter: how many and where; nobody's name, nothing when nothing changed, never two for a day."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.policy import default

import pytest
from django.core import mail

from goldenthread.actions import operations
from goldenthread.actions.models import Action, Digest
from goldenthread.learners.models import Grant
from goldenthread.learners.operations import block, end_grant
from goldenthread.people.models import Mail
from goldenthread.people.operations.delivery import deliver

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 9, 7, 5, tzinfo=UTC)


def morning(days=0):
    """The letters of that day's morning, by who they go to."""
    at = MONDAY + timedelta(days=days)
    before = set(Mail.objects.values_list("pk", flat=True))
    operations.write_letters(on=at.date(), now=at)
    return {letter.to: letter.body for letter in Mail.objects.exclude(pk__in=before)}


@pytest.fixture
def given(ada, senco, teacher, today):
    def gives(days=30, at=MONDAY - timedelta(hours=12), **other):
        action = operations.agree(**{"learner": ada, "what": "CNRY Ring Ada Okafor’s mum", "owner": teacher,
                                     "due_on": today + timedelta(days=days), "by": senco, "on": today, **other})
        Action.objects.filter(pk=action.pk).update(given_at=at, raised_at=at)
        return action

    return gives


def test_it_says_how_many_and_where_and_names_nobody(given, teacher):
    given()
    given()
    (body,) = morning().values()
    assert "2 actions are new for you:" in body
    assert "/s/larkrise/actions/" in body
    letter = Mail.objects.get(key__startswith="digest")
    assert letter.to == teacher.person.login
    assert not re.search("CNRY|Ada|Okafor|mum|Larkrise", f"{letter.subject}\n{letter.body}")


def test_nothing_is_sent_when_nothing_changed_and_never_two_for_one_day(given):
    given()
    assert len(morning()) == 1
    given(at=MONDAY + timedelta(minutes=1))
    assert morning() == {}
    assert "1 action is new" in next(iter(morning(1).values()))
    assert morning(2) == {}


def test_what_becomes_overdue_is_told_once(given):
    given(days=2)
    morning()
    assert morning(1) == {}
    assert morning(2) == {}
    assert "1 action is overdue since we last wrote:" in next(iter(morning(3).values()))
    assert morning(4) == {}


def test_nobody_is_written_to_at_the_weekend_and_monday_tells_of_it(given):
    given(at=MONDAY + timedelta(days=4, hours=6))
    assert morning(5) == morning(6) == {}
    assert len(morning(7)) == 1


def test_weekly_is_on_mondays_and_never_is_never(given, teacher):
    operations.choose_often(user=teacher.person, often=Digest.Often.WEEKLY)
    given()
    assert morning(1) == {}
    assert len(morning(7)) == 1
    operations.choose_often(user=teacher.person, often=Digest.Often.NEVER)
    given(at=MONDAY + timedelta(days=8))
    assert morning(9) == morning(14) == {}


def test_what_one_agreed_for_oneself_is_no_news(given, teacher):
    given(by=teacher)
    assert morning() == {}


def test_what_nobody_has_by_name_is_told_to_who_holds_the_role(given, senco, senco_team):
    given(owner=None, by=senco_team)
    assert set(morning()) == {senco.person.login}


def test_who_lost_access_or_left_or_is_kept_out_is_not_written_to(given, ada, ta, teacher, senco, today):
    given(owner=ta)
    given()
    end_grant(grant=Grant.objects.get(member=ta), by=senco, on=today)
    block(learner=ada, member=teacher, basis="Order", by=senco, on=today)
    assert morning() == {}


def test_a_person_at_two_schools_gets_one_letter(given, teacher, next_door, nia, today):
    from goldenthread.people.operations import open_account

    there = open_account(school=next_door, role="teacher", name="Imran Khan", email=teacher.person.login, on=today)
    given()
    other = operations.agree(learner=None, what="Book the hall", owner=there, due_on=today, by=nia, on=today)
    Action.objects.filter(pk=other.pk).update(given_at=MONDAY - timedelta(hours=2))
    (body,) = morning().values()
    assert body.count("1 action is new for you:") == 2
    assert "/s/ashfield/actions/" in body


def test_the_letter_goes_through_the_outbox(given, teacher):
    given()
    morning()
    deliver(now=MONDAY + timedelta(minutes=1))
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([teacher.person.login], "Something waits for you in Golden Thread")]


def test_people_choose_how_often_on_their_own_account(client_for, teacher, given):
    client = client_for(teacher)
    assert "/me/letters/" in client.get("/me/").content.decode()
    assert client.get("/me/letters/").context["form"]["often"].value() == "daily"
    client.post("/me/letters/", {"often": "never"})
    assert Digest.objects.get().often == "never"
    given()
    assert morning() == {}


def test_as_a_mail_server_gets_it_the_letter_names_no_child(given, ada, teacher, smtp):
    """All that leaves the house, headers and every encoding undone: nothing of the learner, nothing of the words."""
    box = smtp[0]()
    given(what="CNRY Ring Ada Okafor’s mum Grace", why="CNRY for Ada")
    given(days=1, what="CNRY Read with Ada")
    operations.write_letters(on=MONDAY.date(), now=MONDAY)
    deliver(now=MONDAY + timedelta(minutes=1))
    ((to, raw),) = box.letters
    assert to == [teacher.person.login]
    letter = message_from_string(raw, policy=default)
    parts = [part.get_content() for part in letter.walk() if not part.is_multipart()]
    whole = "\n".join([raw, *map(str, letter.values()), *parts])
    assert "2 actions are new for you:" in whole
    assert not re.search(f"CNRY|Ada|Okafor|Grace|{ada.upn}|{ada.uuid}|/learners/", whole)
