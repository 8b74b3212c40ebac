"""Reading the record."""

from datetime import date, timedelta

from goldenthread.story import operations, queries
from goldenthread.story.fields import FIELDS, PLACE
from goldenthread.story.operations import Line
from goldenthread.story.tests.cast import DAY


def lines(cast, learner, count):
    return [Line(learner=learner, field=field, text=f"{field} {number}", said_by="staff", said_by_name="Jo Bell")
            for number in range(count) for field in ("strengths", "hopes")]


def test_every_field_of_the_bank_is_whole():
    assert len(FIELDS) >= 30
    for key, field in FIELDS.items():
        assert field.key == key
        assert field.title
        assert field.help


def test_the_record_comes_in_the_order_of_the_bank_oldest_first(cast):
    for field, day in (("hopes", 3), ("important-to-me", 5), ("important-to-me", 4)):
        operations.write(learner=cast.ada, field=field, text=f"{field} {day}", said_by="learner", by=cast.khan, on=DAY,
                         happened_on=date(2026, 9, day))
    found = queries.entries(cast.ada)
    assert [entry.text for entry in found] == ["important-to-me 4", "important-to-me 5", "hopes 3"]
    assert PLACE["important-to-me"] < PLACE["hopes"]


def test_records_of_many_learners_cost_the_same_as_of_one(cast, same_queries_however_many):
    def make(count):
        operations.write_many(lines=lines(cast, cast.ada, count) + lines(cast, cast.leo, count), by=cast.priya, on=DAY)

    def use():
        found = queries.for_learners([cast.ada.pk, cast.leo.pk])
        return [(e.voice, e.source, e.title, e.readers) for mine in found.values() for e in mine]

    assert same_queries_however_many(use, make) == 1


def test_voices_say_who_was_heard_and_since_when(cast):
    long_ago = DAY - timedelta(days=400)
    operations.write(learner=cast.ada, field="hopes", text="x", said_by="learner", by=cast.khan, on=DAY)
    operations.write(learner=cast.ada, field="history", text="y", said_by="family", by=cast.khan, on=DAY,
                     happened_on=long_ago)
    gone = operations.write(learner=cast.ada, field="advice", text="z", said_by="professional", by=cast.helen, on=DAY)
    operations.retire(entry=gone, why="Written in the wrong record", by=cast.priya, on=DAY)
    assert queries.voices(cast.ada) == {"learner": DAY, "family": long_ago, "staff": None, "professional": None}
    assert queries.voices(cast.ada, since=DAY - timedelta(days=30))["family"] is None


def test_voices_of_many_learners_in_one_question(cast, django_assert_num_queries):
    operations.write(learner=cast.leo, field="hopes", text="x", said_by="learner", by=cast.priya, on=DAY)
    with django_assert_num_queries(1):
        heard = queries.voices_of([cast.ada.pk, cast.leo.pk], since=DAY)
    assert heard[cast.leo.pk]["learner"] == DAY
    assert set(heard[cast.ada.pk].values()) == {None}
