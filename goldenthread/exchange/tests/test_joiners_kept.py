"""Who may bring learners in, how files and rows go again, what is told of it, and what it costs."""

from datetime import timedelta

import pytest

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.exchange import operations
from goldenthread.exchange.checking import Fate
from goldenthread.exchange.models import Batch, BatchFile, BatchRow
from goldenthread.exchange.operations.staging import purge
from goldenthread.exchange.tests.files import ADA, HEADINGS, delimited
from goldenthread.exchange.tests.joining import NOW, fates
from goldenthread.learners.models import Learner
from goldenthread.learners.operations import block


@pytest.mark.parametrize("name", ["teacher", "governor", "parent", "nia"])
def test_nobody_else_can_bring_learners_in(name, request, school, today, bring, senco):
    other = request.getfixturevalue(name)
    with pytest.raises(Refused):
        operations.stage(school=school, name="x.csv", content=b"a,b", on=today, by=other, now=NOW)
    batch = bring(HEADINGS, ADA)
    for attempt in (
        lambda: operations.apply(batch=batch, by=other, now=NOW),
        lambda: operations.decide(batch=batch, numbers=[2], by=other, new=True),
        lambda: operations.cancel(batch=batch, by=other),
        lambda: operations.answer(batch=batch, answers={}, by=other),
        lambda: operations.undo(batch=batch, by=other, now=NOW, on=today),
    ):
        with pytest.raises(Refused):
            attempt()
    assert not Learner.objects.exists()


def test_a_learner_somebody_is_kept_from_cannot_be_changed_by_them_through_a_file(
    take, bring, senco, senco_team, today
):
    take(HEADINGS, ADA)
    block(learner=Learner.objects.get(), member=senco_team, basis="Court order", by=senco, on=today)
    batch = bring(HEADINGS, ["Ada", "Smith", *ADA[2:]], by=senco_team)
    assert fates(batch) == {2: "wrong"}
    assert batch.rows.get().result["candidates"] == []


def test_a_file_nobody_can_read_says_why_and_is_let_go(bring):
    batch = bring(content=b"%PDF-1.7 no spreadsheet")
    assert batch.state == Batch.State.FAILED
    assert "not a spreadsheet" in batch.trouble
    assert not BatchFile.objects.exists()


def test_headings_without_learners_are_said_to_be_that(bring):
    assert "no learners" in bring(HEADINGS).trouble


def test_cancelling_lets_file_and_rows_go(bring, senco):
    batch = operations.cancel(batch=bring(HEADINGS, ADA), by=senco)
    assert batch.state == Batch.State.CANCELLED
    assert not BatchFile.objects.exists()
    assert not BatchRow.objects.exists()
    assert operations.read(batch=batch).state == Batch.State.CANCELLED


def test_files_and_rows_go_after_seven_days(bring, school, take):
    bring(HEADINGS, ADA)
    purge(school=school, now=NOW + timedelta(days=6))
    assert BatchRow.objects.exists()
    purge(school=school, now=NOW + timedelta(days=8))
    assert not BatchRow.objects.exists()
    assert not BatchFile.objects.exists()
    assert Batch.objects.get().state == Batch.State.CANCELLED


def test_a_file_that_was_never_read_goes_after_seven_days_too(school, senco, today):
    operations.stage(school=school, name="x.csv", content=delimited(HEADINGS, ADA), on=today, by=senco, now=NOW)
    purge(school=school, now=NOW + timedelta(days=8))
    assert not BatchFile.objects.exists()
    assert Batch.objects.get().state == Batch.State.CANCELLED


def test_events_say_what_happened_without_a_name(take, senco, today):
    operations.undo(batch=take(HEADINGS, ADA), by=senco, now=NOW, on=today)
    events = Event.objects.filter(kind__startswith="exchange.")
    assert [e.kind for e in events] == ["exchange.file_sent", "exchange.import_applied", "exchange.import_undone"]
    assert "Ada" not in str(list(events.values("facts")))


def test_two_thousand_rows_cost_few_statements(bring, senco, django_assert_max_num_queries):
    rows = [
        [
            f"A{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}",
            "Okafor",
            "14/03/2014",
            "8",
            "8K",
            "F",
            "BAFR",
            "",
            str(n),
        ]
        for n in range(2_000)
    ]
    with django_assert_max_num_queries(200):
        batch = bring(HEADINGS, *rows)
        assert batch.counts == {Fate.NEW: 2_000}
        operations.apply(batch=batch, by=senco, now=NOW)
    assert Learner.objects.count() == 2_000
