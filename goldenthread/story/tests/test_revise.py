"""Changing an entry, taking it out, bringing it back: nothing is lost."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.story import operations, queries
from goldenthread.story.models import Entry, EntryRevision
from goldenthread.story.operations import Conflict
from goldenthread.story.tests.cast import DAY


@pytest.fixture
def entry(cast):
    return operations.write(learner=cast.ada, field="important-to-me", text="My dog", said_by="learner", by=cast.khan,
                            on=DAY)


def revise(entry, text, revision, by, **changes):
    return operations.revise(entry=entry, text=text, revision=revision, by=by, on=DAY, **changes)


def test_the_wording_before_is_kept_whole(cast, entry):
    changed = revise(entry, "My dog, Biscuit", 1, cast.tom, said_by_name="Ada and her mum", said_by="family")
    assert (changed.text, changed.revision, changed.revised_by) == ("My dog, Biscuit", 2, cast.tom)
    (before,) = queries.history(changed)
    assert (before.text, before.revision, before.said_by, before.voice) == ("My dog", 1, "learner", "Ada")
    assert before.revised_by == cast.khan


def test_a_stale_save_shows_both_texts_and_changes_nothing(cast, entry):
    revise(entry, "Tom's words", 1, cast.tom)
    with pytest.raises(Conflict) as both:
        revise(entry, "Mr Khan's words", 1, cast.khan)
    assert (both.value.mine, both.value.theirs.text) == ("Mr Khan's words", "Tom's words")
    assert both.value.theirs.revision == 2
    entry.refresh_from_db()
    assert entry.text == "Tom's words"


def test_a_save_overtaken_by_a_later_one_is_dropped(cast, entry):
    revise(entry, "My dog, Bis", 1, cast.khan)
    revise(entry, "My dog, Biscuit", 2, cast.khan)
    with pytest.raises(Conflict):
        revise(entry, "My dog, Bi", 1, cast.khan)
    entry.refresh_from_db()
    assert entry.text == "My dog, Biscuit"


def test_the_same_text_again_is_no_change_and_no_conflict(cast, entry):
    revise(entry, "My dog, Biscuit", 1, cast.khan)
    again = revise(entry, "My dog, Biscuit\r\n", 1, cast.khan)
    assert again.revision == 2
    assert EntryRevision.objects.count() == 1


def test_typing_that_saves_itself_is_one_event(cast, entry):
    for revision in (1, 2, 3):
        revise(entry, f"More {revision}", revision, cast.tom)
    assert Event.objects.filter(kind="story.entry_revised").count() == 1
    Entry.objects.update(revised_at=timezone.now() - timedelta(minutes=16))
    revise(entry, "After a break", 4, cast.tom)
    assert Event.objects.filter(kind="story.entry_revised").count() == 2


def test_the_database_keeps_the_history_as_it_is(cast, entry):
    revise(entry, "Changed", 1, cast.tom)
    with pytest.raises(Error), transaction.atomic():
        EntryRevision.objects.update(text="Never said")
    with pytest.raises(Error), transaction.atomic():
        EntryRevision.objects.all().delete()


def test_only_the_sencos_team_lets_more_people_read(cast, entry):
    revise(entry, "My dog", 1, cast.khan, audience="staff")
    with pytest.raises(Refused, match="Only the SENCO's team"):
        revise(entry, "My dog", 2, cast.khan, audience="everyone")
    assert revise(entry, "My dog", 2, cast.priya, audience="everyone").audience == "everyone"


def test_nobody_changes_what_they_may_not_read(cast, entry):
    revise(entry, "My dog", 1, cast.priya, audience="senco")
    with pytest.raises(Refused, match="could not read"):
        revise(entry, "Guess", 2, cast.khan)
    with pytest.raises(Refused, match="could not read"):
        operations.retire(entry=entry, why="x", by=cast.khan, on=DAY)
    with pytest.raises(Refused, match="could not read"):
        operations.restore(entry=entry, by=cast.khan, on=DAY)


@pytest.mark.parametrize("who", ["grace", "dev", "nia"])
def test_others_change_nothing(cast, entry, who):
    with pytest.raises(Refused):
        revise(entry, "x", 1, getattr(cast, who))
    with pytest.raises(Refused):
        operations.retire(entry=entry, why="x", by=getattr(cast, who), on=DAY)


def test_an_unknown_part_of_an_entry_is_the_callers_mistake(cast, entry):
    with pytest.raises(TypeError, match="learner"):
        revise(entry, "x", 1, cast.khan, learner=cast.leo)


def test_taken_out_with_a_reason_and_brought_back_as_it_was(cast, entry):
    with pytest.raises(Refused, match="Say why"):
        operations.retire(entry=entry, why=" ", by=cast.khan, on=DAY)
    gone = operations.retire(entry=entry, why="Biscuit died", by=cast.khan, on=DAY)
    assert (gone.retired_on, gone.retired_why) == (DAY, "Biscuit died")
    assert queries.entries(cast.ada) == []
    assert queries.entries(cast.ada, retired=True) == [entry]
    with pytest.raises(Refused, match="taken out of the record"):
        revise(entry, "Typed meanwhile", 1, cast.tom)
    operations.retire(entry=entry, why="Again", by=cast.tom, on=DAY)
    back = operations.restore(entry=entry, by=cast.tom, on=DAY)
    assert (back.text, back.retired_on, back.retired_why) == ("My dog", None, "")
    kinds = list(Event.objects.filter(about="story.entry").order_by("number").values_list("kind", flat=True))
    assert kinds == ["story.entry_written", "story.entry_retired", "story.entry_restored"]
