"""The thread as strands: progress recorded once and seen above, what a reader may not see, and the gaps."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from goldenthread.outcomes import operations
from goldenthread.outcomes.gaps import named
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.queries import Strand
from goldenthread.outcomes.tests.making import LATER, outcome, thread
from goldenthread.story.tests.cast import DAY


def test_progress_is_recorded_once_and_seen_at_every_level_above(cast):
    top = outcome(cast, "aspiration", "Works with animals")
    year = outcome(cast, "year", "Reads signs", parent=top)
    step = outcome(cast, "step", "Reads one sign", parent=year)
    operations.note_progress(outcome=year, judgement="behind", by=cast.jo, on=DAY)
    note = operations.note_progress(outcome=step, judgement="ahead", by=cast.jo, on=DAY + timedelta(days=1))
    number = operations.measure(outcome=step, value=Decimal(3), by=cast.jo, on=DAY)
    (root,) = thread(cast)
    assert (root.latest, root.latest_below, root.measure_below) == (None, note, number)
    (below,) = root.children
    assert (below.latest.judgement, below.latest_below.outcome) == ("behind", step)


def test_a_hidden_outcome_leaves_its_steps_at_the_nearest_one_above_that_is_seen(cast):
    top = outcome(cast, "aspiration", "Works with animals")
    hidden = outcome(cast, "year", "CNRY", parent=top, by=cast.priya, audience="senco")
    step = outcome(cast, "step", "Reads one sign", parent=hidden)
    (root,) = thread(cast)
    assert ([each.outcome for each in root.children], root.children[0].outcome.parent) == ([step], top)
    (whole,) = thread(cast, cast.priya)
    assert whole.children[0].outcome == hidden


def test_the_thread_costs_the_same_for_two_and_for_many(cast, same_queries_however_many):
    def make(count):
        made = operations.set_many(by=cast.priya, on=DAY, outcomes=[
            Outcome(learner=cast.ada, level="term", wording=f"Target {n}") for n in range(count)])
        for each in made:
            operations.note_progress(outcome=each, judgement="ahead", by=cast.khan, on=DAY)
            operations.measure(outcome=each, value=Decimal(1), by=cast.khan, on=DAY)

    def read():
        return [(each.latest.by.name, each.measure.by.name, each.outcome.owner) for each in thread(cast)]

    assert same_queries_however_many(read, make) == 3


def test_progress_further_down_is_told_where_there_is_none_of_its_own(cast, client_for):
    year = outcome(cast, "year", "Reads to herself")
    term = outcome(cast, "term", "Reads ten words", parent=year)
    step = outcome(cast, "step", "Reads one word", parent=term)
    kwargs = {"slug": cast.school.slug, "pk": cast.ada.pk}
    listed, client = reverse("outcomes:list", kwargs=kwargs), client_for(cast.khan)
    assert "Further down" not in client.get(listed).content.decode()
    operations.note_progress(outcome=step, judgement="expected", by=cast.khan, on=DAY)
    assert client.get(listed).content.decode().count("Further down: as expected, 7 September 2026") == 2
    page = client.get(reverse("outcomes:history", kwargs={**kwargs, "uuid": year.uuid})).content.decode()
    assert "Further down: as expected, 7 September 2026" in page


def strand(level="term", children=(), **more):
    more = {"state": "agreed", "starts_on": DAY, "measure": "Counted", **more}
    return Strand(Outcome(level=level, wording="x", **more), tuple(children))


@pytest.mark.parametrize(("given", "on", "gaps"), [
    (strand(), DAY, []),
    (strand(due_on=DAY), DAY, []),
    (strand(due_on=DAY), DAY + timedelta(days=1), ["overdue"]),
    (strand(due_on=DAY), LATER, ["overdue", "no_progress"]),
    (strand(due_on=DAY, state="proposed"), LATER, ["overdue"]),
    (strand(due_on=DAY, state="met"), LATER, []),
    (strand(measure=""), DAY, ["no_measure"]),
    (strand("aspiration", measure=""), LATER, []),
    (strand(), DAY + timedelta(weeks=6), []),
    (strand(), DAY + timedelta(weeks=6, days=1), ["no_progress"]),
    (strand(state="proposed"), LATER, []),
    (strand("year", [strand()]), LATER, []),
    (strand("year", [strand(state="met")]), LATER, ["no_progress"]),
    (strand(origin="ehc_plan"), DAY, ["nothing_under"]),
    (strand("key_stage", [strand()], origin="ehc_plan"), DAY, []),
    (strand(measure="", origin="ehc_plan", state="met"), LATER, []),
])
def test_gaps_are_named_where_they_can_be_mended(given, on, gaps):
    assert [gap.key for gap in named(given, on)] == gaps


def test_what_is_past_its_day_says_which_day_that_was():
    (gap,) = named(strand(due_on=DAY), DAY + timedelta(days=1))
    assert gap.words == "Its day has passed: it was due 7 September 2026."
