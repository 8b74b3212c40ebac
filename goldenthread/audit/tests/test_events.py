"""What happened: written with what did it, chained, read as a sentence, never changed."""

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

import goldenthread
from goldenthread.audit import triggers
from goldenthread.audit.models import Chain, Event, Reading
from goldenthread.audit.operations import read, record, record_many
from goldenthread.audit.queries import about_learner, broken_links, happened, sentence
from goldenthread.schools.clock import now
from goldenthread.schools.models import Term

ROOM = Path(goldenthread.__file__).parent


@pytest.fixture
def events(senco, teacher):
    """Five and more, at one school."""
    for n in range(5):
        record("people.renamed", by=senco, about=teacher, n=n)
    return Event.objects.filter(school_id=senco.school_id)


def test_events_are_numbered_and_chained_in_their_school(events, nia):
    numbers = list(events.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    links = list(events.order_by("number").values_list("previous", "link"))
    assert links[0][0] == ""
    assert all(after[0] == before[1] for before, after in pairwise(links))
    assert Event.objects.filter(school_id=nia.school_id).order_by("number").first().number == 1
    assert list(broken_links()) == []


def test_many_at_once_cost_few_statements(senco, teacher, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        record_many("people.renamed", by=senco, about=[(teacher, None, {"n": n}) for n in range(50)])
    assert list(broken_links()) == []


def test_what_is_undone_did_not_happen(senco, events):
    before = events.count()
    with transaction.atomic():
        record("people.renamed", by=senco, about=senco)
        transaction.set_rollback(True)
    assert events.count() == before
    assert list(broken_links()) == []


@pytest.mark.parametrize("change", [
    lambda: Event.objects.filter(number=2).update(by_name="Somebody else"),
    lambda: Event.objects.filter(number=2).delete(),
    lambda: Event.objects.get(number=2, school_id=Chain.objects.first().school_id).save(),
    lambda: Event.objects.bulk_update([Event.objects.first()], ["by_name"]),
    lambda: connection.cursor().execute("UPDATE audit_event SET by_name = 'x'"),
    lambda: connection.cursor().execute("DELETE FROM audit_event WHERE number = 2"),
])
def test_no_event_is_changed_or_deleted_by_any_way(change, events):
    before = list(events.values_list("link", flat=True))
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    assert list(events.values_list("link", flat=True)) == before


@pytest.mark.parametrize(("tamper", "sentence"), [
    ("UPDATE audit_event SET by_name = 'x' WHERE number = 2", "Event 2"),
    ("UPDATE audit_event SET facts = '{}' WHERE number = 4", "Event 4"),
    ("DELETE FROM audit_event WHERE number = 3", "Event 4"),
    ("DELETE FROM audit_event WHERE number >= 5", "last events"),
])
def test_what_the_tables_owner_does_anyway_is_found(tamper, sentence, events):
    with connection.cursor() as cursor:
        for event in ("update", "delete"):
            name = f"audit_event_no_{event}"
            cursor.execute(f"DROP TRIGGER {name}" + (" ON audit_event" if connection.vendor == "postgresql" else ""))
        cursor.execute(tamper)
    triggers.install()
    assert [sentence in wrong for wrong in broken_links()] == [True]


def test_triggers_are_looked_for_and_come_back(db):
    assert triggers.missing() == []
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_event_no_update" + (
            " ON audit_event" if connection.vendor == "postgresql" else ""))
    assert triggers.missing() == ["audit_event_no_update"]
    triggers.install()
    assert triggers.missing() == []


def test_rows_of_two_schools_are_never_joined(school, next_door):
    term = Term.objects.filter(school=school)[0]
    with pytest.raises(DatabaseError, match="belongs to another school"), transaction.atomic():
        Term.objects.filter(pk=term.pk).update(school=next_door)
    with pytest.raises(DatabaseError, match="belongs to another school"), transaction.atomic():
        Term.objects.create(school=next_door, year=term.year, name="X", starts_on=term.starts_on, ends_on=term.ends_on)


def test_reading_is_noted_once_a_quarter_of_an_hour(teacher, ada):
    start = now().replace(minute=1)
    for minutes in (0, 5, 13, 15, 29, 30):
        read(by=teacher, learner=ada, now=start + timedelta(minutes=minutes))
    assert Reading.objects.filter(member_id=teacher.pk).count() == 3
    assert Event.objects.filter(learner_id=ada.pk, kind__contains="read").count() == 0


def test_a_learners_events_and_a_schools_are_found(senco, ada, nia):
    event = record("people.renamed", by=senco, about=ada, learner=ada)
    assert about_learner(senco.school_id, ada.pk)[0] == event
    assert event in happened(senco.school_id, learner_id=ada.pk)
    assert event not in happened(senco.school_id, hidden=[ada.pk])
    assert event not in happened(nia.school_id)
    assert event in happened(senco.school_id, who="priya", room="people", since=event.at.date(), until=event.at.date())


def kinds_in_the_code():
    found = set()
    for path in ROOM.rglob("*.py"):
        if "tests" not in path.parts:
            found |= set(re.findall(r'(?:record|record_many|tell|note)\w*\(\s*"([a-z]+\.[a-z_]+)"', path.read_text()))
    return sorted(found)


@pytest.mark.parametrize("kind", kinds_in_the_code())
def test_every_kind_of_event_has_a_sentence(kind):
    room, _, verb = kind.partition(".")
    assert list(ROOM.glob(f"*/templates/events/{room}/{verb}.txt")), f"write events/{room}/{verb}.txt"


def test_no_sentence_is_left_whose_event_is_gone():
    written = "".join(path.read_text() for path in ROOM.rglob("*.py") if "tests" not in path.parts)
    stale = [str(path.relative_to(ROOM)) for path in ROOM.glob("*/templates/events/*/*.txt")
             if f'"{path.parent.name}.{path.stem}"' not in written]
    assert stale == []


def test_an_event_without_a_sentence_still_says_who_and_what(senco):
    assert sentence(record("people.something_new", by=senco, about=None)) == "Priya Shah: people.something_new"
