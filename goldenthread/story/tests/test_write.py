"""Writing in the record."""

import uuid
from datetime import date

import pytest

from goldenthread.audit.models import Event
from goldenthread.audit.queries import sentence
from goldenthread.audit.refusals import Refused
from goldenthread.story import operations, queries
from goldenthread.story.models import Entry
from goldenthread.story.operations import Conflict, Line
from goldenthread.story.tests.cast import DAY, learner


def write(cast, text="My dog, Biscuit", *, by=None, **how):
    how = {"field": "important-to-me", "said_by": "learner", **how}
    return operations.write(learner=cast.ada, text=text, by=by or cast.khan, on=DAY, **how)


def test_an_entry_carries_whose_words_it_is_and_where_it_comes_from(cast):
    entry = write(cast, how_gathered="Talking  mats\n at lunch")
    assert (entry.voice, entry.source, entry.how_gathered) == ("Ada", "Comment, Teacher", "Talking mats at lunch")
    assert (entry.audience, entry.revision, entry.happened_on) == ("everyone", 1, DAY)
    report = write(cast, "Needs short sentences", field="advice", said_by="professional", said_by_name="Helen Cross",
                   source_kind="document", source_label="Speech therapy report, p. 3", happened_on=date(2026, 5, 1))
    assert (report.voice, report.source) == ("Helen Cross", "Speech therapy report, p. 3")
    ehc = write(cast, "Hours", field="advice", said_by="professional", source_kind="ehc_plan", source_label="section B")
    assert ehc.source == "The EHC plan, section B"


def test_writing_is_recorded_without_the_words(cast):
    write(cast, "A secret of Ada's")
    event = Event.objects.get(kind="story.entry_written")
    assert event.learner_id == cast.ada.pk
    assert "secret" not in str(event.facts)
    assert sentence(event) == "Imran Khan wrote under “What is important to them”."


def test_the_same_uuid_twice_gives_the_one_entry(cast):
    key = uuid.uuid4()
    assert write(cast, uuid=key) == write(cast, uuid=key)
    assert Entry.objects.count() == 1
    assert Event.objects.filter(kind="story.entry_written").count() == 1


def test_the_same_uuid_with_other_words_shows_both(cast):
    key = uuid.uuid4()
    write(cast, "First", uuid=key)
    with pytest.raises(Conflict) as both:
        write(cast, "Second", uuid=key)
    assert (both.value.mine, both.value.theirs.text) == ("Second", "First")


def test_a_uuid_of_another_learner_or_school_is_refused_and_tells_nothing(cast):
    entry = write(cast)
    theirs = learner(cast.nia, "Zoe", "Hill")
    with pytest.raises(Refused, match="under its number"):
        operations.write(learner=theirs, field="important-to-me", text="x", said_by="learner", by=cast.nia, on=DAY,
                         uuid=entry.uuid)
    with pytest.raises(Refused, match="under its number"):
        operations.write(learner=cast.leo, field="important-to-me", text="x", said_by="learner", by=cast.priya, on=DAY,
                         uuid=entry.uuid)


@pytest.mark.parametrize(("who", "field", "audience", "why"), [
    ("priya", "senco-notes", None, ""),
    ("khan", "staff-notes", None, ""),
    ("jo", "important-to-me", "staff", ""),
    ("helen", "advice", None, ""),
    ("priya", "important-to-me", "senco", ""),
    ("khan", "senco-notes", None, "could not read"),
    ("khan", "important-to-me", "senco", "could not read"),
    ("helen", "staff-notes", None, "could not read"),
    ("priya", "staff-notes", "everyone", "never shown to more people"),
    ("khan", "no-such-field", None, "no such part"),
    ("khan", "hopes", "nobody", "from the list"),
    ("grace", "important-to-me", None, "Only staff and professionals"),
    ("dev", "important-to-me", None, "not open to you"),
    ("nia", "important-to-me", None, "not open to you"),
])
def test_who_may_write_what(cast, who, field, audience, why):
    if why:
        with pytest.raises(Refused, match=why):
            write(cast, by=getattr(cast, who), field=field, audience=audience)
        assert not Entry.objects.exists()
    else:
        assert write(cast, by=getattr(cast, who), field=field, audience=audience).pk


def test_a_teacher_writes_only_for_learners_they_may_see(cast):
    with pytest.raises(Refused, match="not open to you"):
        operations.write(learner=cast.leo, field="hopes", text="x", said_by="learner", by=cast.khan, on=DAY)


@pytest.mark.parametrize(("how", "why"), [
    ({"text": " \x00\n"}, "Write something"),
    ({"text": "a" * 20_001}, "20,001 characters long and at most 20,000"),
    ({"text": "a\n" * 1_500}, "1,500 lines and at most 1,000"),
    ({"said_by": "a friend"}, "whose words"),
    ({"source_kind": "rumour"}, "where this comes from"),
    ({"said_by_name": "N" * 121}, "at most 120"),
])
def test_what_cannot_be_kept_is_refused_in_a_sentence_and_never_cut(cast, how, why):
    with pytest.raises(Refused, match=why):
        write(cast, **how)
    assert not Entry.objects.exists()


def test_many_entries_of_many_learners_take_the_same_few_statements(cast, django_assert_max_num_queries):
    def lines(count):
        return [Line(learner=each, field="hopes", text=f"Hope {number}", said_by="learner")
                for number in range(count) for each in (cast.ada, cast.leo)]

    with django_assert_max_num_queries(15):
        operations.write_many(lines=lines(2), by=cast.priya, on=DAY)
    with django_assert_max_num_queries(20):  # SQLite takes some fifty rows to a statement
        made = operations.write_many(lines=lines(100), by=cast.priya, on=DAY)
    assert len(made) == 200
    assert len(queries.entries(cast.leo)) == 102


def test_many_are_written_all_or_none(cast):
    lines = [Line(learner=cast.ada, field="hopes", text=text, said_by="learner") for text in ("Good", "")]
    with pytest.raises(Refused):
        operations.write_many(lines=lines, by=cast.priya, on=DAY)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("day", "why"), [
    (date(1900, 1, 1), "before Ada was born"),
    (date(2016, 3, 13), "before Ada was born"),
    (date(2026, 9, 8), "in the future"),
])
def test_nothing_is_said_before_a_child_is_born_nor_tomorrow(cast, day, why):
    with pytest.raises(Refused, match=why):
        write(cast, happened_on=day)
    entry = write(cast, happened_on=cast.ada.dob)
    with pytest.raises(Refused, match=why):
        operations.revise(entry=entry, text="x", revision=1, by=cast.khan, on=DAY, happened_on=day)
