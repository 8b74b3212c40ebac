"""Outcomes in full: proposing and agreeing, judging, following, measuring, receiving an EHC plan, and the thread."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import Error, transaction
from django.urls import reverse

from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import reader_who_sees
from goldenthread.outcomes import operations, queries
from goldenthread.outcomes.gaps import named
from goldenthread.outcomes.models import Measure, Outcome, OutcomeWording
from goldenthread.outcomes.operations import Noted, Unfit
from goldenthread.outcomes.queries import Strand
from goldenthread.outcomes.states import CLOSED, MOVES, OPEN, PROPOSED
from goldenthread.story.tests.cast import DAY

LATER = DAY + timedelta(weeks=7)


@dataclass(frozen=True)
class Told:
    need: str
    outcome: str
    provision: str = ""
    area: str = ""
    due_on: date | None = None
    outcome_uuid: str = ""


def outcome(cast, level="term", wording="Reads ten words", by=None, **more):
    more = {"learner": cast.ada, **more}
    return operations.set_outcome(level=level, wording=wording, by=by or cast.khan, on=DAY, **more)


def thread(cast, who=None, on=DAY):
    return queries.thread(cast.ada, reader_who_sees(who or cast.khan, cast.ada), on)


# -- states ------------------------------------------------------------------------------------------------------------


def test_what_somebody_from_outside_sets_is_proposed_until_the_school_agrees(cast):
    thing = outcome(cast, by=cast.helen)
    assert thing.state == PROPOSED
    with pytest.raises(Refused, match="Only school staff"):
        operations.agree(outcome=thing, by=cast.helen, on=DAY)
    with pytest.raises(Refused, match="Agree to it first"):
        operations.judge(outcome=thing, state="on_track", by=cast.khan, on=DAY)
    for _ in range(2):
        assert operations.agree(outcome=thing, by=cast.khan, on=DAY).state == "agreed"


def test_judged_and_closed_and_never_from_one_result_to_another(cast):
    thing = outcome(cast)
    for state in ("on_track", "at_risk", "at_risk", "on_track"):
        assert operations.judge(outcome=thing, state=state, by=cast.khan, on=DAY).state == state
    assert operations.judge(outcome=thing, state="met", why="All ten", by=cast.khan, on=DAY).closed_on == DAY
    with pytest.raises(Refused, match="already “met”"):
        operations.judge(outcome=thing, state="not_met", by=cast.khan, on=DAY)
    assert operations.reopen(outcome=thing, by=cast.khan, on=DAY).state == "agreed"
    with pytest.raises(Refused, match="Choose what came of it"):
        operations.judge(outcome=thing, state="splendid", by=cast.khan, on=DAY)


def test_closed_outcomes_only_open_again_and_open_ones_reach_every_end():
    assert all(MOVES[state] == {"agreed"} for state in CLOSED)
    assert all("stopped" in MOVES[state] for state in OPEN)


def test_the_database_keeps_a_day_with_every_end_and_a_reason_with_every_stop(cast):
    thing = outcome(cast)
    for wrong in ({"state": "met"}, {"state": "stopped", "closed_on": DAY}, {"closed_on": DAY}, {"parent": thing}):
        with pytest.raises(Error), transaction.atomic():
            Outcome.objects.filter(pk=thing.pk).update(**wrong)


# -- following ---------------------------------------------------------------------------------------------------------


def test_a_real_change_is_a_new_outcome_that_follows_and_takes_the_steps_along(cast):
    year = outcome(cast, "year", "Reads to herself", audience="family")
    step, done = outcome(cast, "step", "Reads one", parent=year), outcome(cast, "step", "Reads none", parent=year)
    operations.close(outcome=done, result="met", by=cast.khan, on=DAY)
    key = uuid.uuid4()
    for _ in range(2):
        made = operations.replace(outcome=year, wording="Reads to others", result="partly_met", by=cast.khan, on=DAY,
                                  uuid=key)
    year.refresh_from_db()
    assert (made.follows, made.level, made.audience, year.state) == (year, "year", "family", "partly_met")
    assert [Outcome.objects.get(pk=each.pk).parent for each in (step, done)] == [made, year]
    assert OutcomeWording.objects.get(outcome=step).parent == year
    old = next(strand for strand in thread(cast) if strand.outcome == year)
    assert [each.wording for each in old.followed_by] == ["Reads to others"]


def test_a_closed_outcome_can_be_followed_and_keeps_its_result(cast):
    thing = outcome(cast)
    operations.close(outcome=thing, result="met", by=cast.khan, on=DAY)
    operations.replace(outcome=thing, wording="Reads twenty words", by=cast.khan, on=LATER)
    thing.refresh_from_db()
    assert (thing.state, thing.closed_on) == ("met", DAY)


def test_what_is_stopped_to_set_another_says_why(cast, client_for):
    thing = outcome(cast)
    at = reverse("outcomes:replace", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, "uuid": thing.uuid})
    reply = client_for(cast.khan).post(at, {
        "uuid": uuid.uuid4(), "revision": 1, "result": "stopped", "why": "", "level": "term",
        "wording": "Reads thirty words", "audience": "everyone", "origin": "school"})
    assert reply.status_code == 422
    assert "Say why it was stopped." in reply.content.decode()
    assert "Reads thirty words" in reply.content.decode()
    assert Outcome.objects.get() == thing


def test_replacing_lets_no_more_people_read(cast):
    thing = outcome(cast, audience="staff")
    with pytest.raises(Refused, match="Only the SENCO's team"):
        operations.replace(outcome=thing, wording="Wider", audience="everyone", by=cast.khan, on=DAY)
    thing.refresh_from_db()
    assert thing.is_open


def test_replaced_from_its_page(cast, client_for):
    thing = outcome(cast)
    at = reverse("outcomes:replace", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, "uuid": thing.uuid})
    client = client_for(cast.khan)
    assert "Set another in its place" in client.get(at).content.decode()
    data = {"uuid": uuid.uuid4(), "revision": 1, "result": "stopped", "why": "Too easy", "level": "term",
            "wording": "Reads thirty words", "audience": "everyone", "origin": "school"}
    page = client.post(at, data, follow=True).content.decode()
    for words in ("Reads thirty words", "Follows: Reads ten words (stopped, 7 September 2026)",
                  "Followed by: Reads thirty words", "Too easy"):
        assert words in page


def test_agreed_and_judged_with_one_press(cast, client_for):
    thing = outcome(cast, by=cast.helen)
    at = reverse("outcomes:judge", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, "uuid": thing.uuid})
    client = client_for(cast.khan)
    for state, words in (("agreed", "It is agreed now."), ("at_risk", "It is at risk now."), ("met", "Choose whether")):
        assert words in client.post(at, {"state": state}, follow=True).content.decode()


# -- numbers and many notes --------------------------------------------------------------------------------------------


def test_a_number_is_kept_once_for_each_press_and_never_changed(cast):
    thing, key = outcome(cast, unit="words"), uuid.uuid4()
    for _ in range(2):
        operations.measure(outcome=thing, value=Decimal("12.50"), by=cast.jo, on=DAY, uuid=key)
    assert Measure.objects.get().shown == "12.5"
    with pytest.raises(Refused, match="Write a number"):
        operations.measure(outcome=thing, value=Decimal("1.234"), by=cast.jo, on=DAY)
    with pytest.raises(Error), transaction.atomic():
        Measure.objects.update(value=1)


def test_many_notes_are_kept_all_or_none(cast):
    one, two = outcome(cast), outcome(cast, wording="Counts")
    operations.close(outcome=two, result="met", by=cast.khan, on=DAY)
    rows = [Noted(one.uuid, "expected"), Noted(two.uuid, "ahead"), Noted(uuid.uuid4(), "ahead")]
    with pytest.raises(Unfit) as unfit:
        operations.note_many(rows=rows, by=cast.jo, on=DAY, key=uuid.uuid4())
    assert set(unfit.value.problems) == {row.outcome for row in rows[1:]}
    assert not one.notes.exists()


# -- what an EHC plan says ---------------------------------------------------------------------------------------------


def test_triples_are_kept_as_received_and_begin_outcomes_once(cast):
    told = [Told("Cannot make her needs known", "Asks for help", "Speech therapy weekly", "communication"),
            Told("Tires quickly", "Asks for help", "A rest break"),
            Told("Finds reading hard", "Reads a timetable", "", "cognition", date(2020, 1, 1))]
    for _ in range(2):
        rows = operations.receive_triples(learner=cast.ada, received="plan-1", triples=told, by=cast.priya, on=DAY,
                                          origin_label="EHC plan, 2026", starts_on=DAY)
    assert [(row.order, row.need_label, row.provision) for row in rows] == [
        (1, "B", "Speech therapy weekly"), (2, "B", "A rest break"), (3, "B", "")]
    first, second, third = (row.outcome for row in rows)
    assert first == second
    assert (first.origin, first.level, first.origin_name, third.due_on) == (
        "ehc_plan", "key_stage", "EHC plan, 2026", None)


def test_an_amended_outcome_takes_the_place_of_the_one_it_follows(cast):
    hope, due_on = outcome(cast, "aspiration", "Works with animals", by=cast.priya), date(2029, 7, 20)
    old = received(cast)
    operations.reword(outcome=old, revision=1, by=cast.priya, on=DAY, parent=hope, measure="A page")
    step, over = outcome(cast, "year", "Reads a page", parent=old), outcome(cast, "year", "Reads a line", parent=old)
    operations.close(outcome=over, result="met", by=cast.khan, on=DAY)
    (row,) = operations.receive_triples(learner=cast.ada, received="plan-2", by=cast.priya, on=LATER, triples=[
        Told("Reading is hard", "Reads alone, for fun", outcome_uuid=str(old.uuid))], origin_label="EHC plan, June")
    made = row.outcome
    assert (made.follows, made.parent, made.due_on, made.measure) == (old, hope, due_on, "A page")
    for each in (old, step, over):
        each.refresh_from_db()
    assert (old.state, old.result_why, old.wording) == ("stopped", "Amended: EHC plan, June", "Reads alone by 2029")
    assert (step.parent, over.parent) == (made, old)


def test_an_outcome_that_another_row_still_has_is_not_closed_by_being_amended(cast):
    old = received(cast)
    rows = operations.receive_triples(learner=cast.ada, received="plan-2", by=cast.priya, on=LATER, triples=[
        Told("Reading is hard", text, outcome_uuid=str(old.uuid)) for text in (old.wording, "Reads a timetable")])
    assert (rows[0].outcome, rows[1].outcome.follows) == (old, old)
    old.refresh_from_db()
    assert old.is_open


def received(cast):
    told = [Told("Reading is hard", "Reads alone by 2029", due_on=date(2029, 7, 20))]
    return operations.receive_triples(learner=cast.ada, received="plan-1", triples=told, by=cast.priya, on=DAY,
                                      origin_label="EHC plan of 7 September 2026")[0].outcome


def test_what_an_ehc_plan_says_is_not_the_schools_to_change(cast):
    thing = received(cast)
    for change in ({"wording": "Reads a little"}, {"level": "year"}, {"due_on": LATER}, {"origin": "school"}):
        with pytest.raises(Refused, match="Only the authority can change this"):
            operations.reword(outcome=thing, revision=1, by=cast.priya, on=DAY, **change)
    with pytest.raises(Refused, match="Only the authority can change this"):
        operations.replace(outcome=thing, wording="Reads a little", why="Too far", by=cast.priya, on=DAY)
    wished = outcome(cast, "aspiration", "To be a vet")
    mine = {"measure": "Reads a page", "target": "A book", "strategies": "Every day", "parent": wished}
    assert operations.reword(outcome=thing, revision=1, by=cast.priya, on=DAY, wording=thing.wording,
                             **mine).measure == "Reads a page"


def test_the_form_shows_what_an_ehc_plan_says_to_be_read_only(cast, client_for):
    thing = received(cast)
    kwargs = {"slug": cast.school.slug, "pk": cast.ada.pk, "uuid": thing.uuid}
    at, client = reverse("outcomes:change", kwargs=kwargs), client_for(cast.priya)
    page = client.get(at).content.decode()
    assert "readonly" in page
    assert "Only the authority can change this" in page
    assert 'name="due_on_day"' not in page
    data = {"uuid": thing.uuid, "revision": 1, "level": "key_stage", "wording": thing.wording, "measure": "A page",
            "audience": "everyone"}
    assert client.post(at, data).status_code == 302
    assert client.post(at, {**data, "revision": 2, "wording": "Less"}).status_code == 422
    thing.refresh_from_db()
    assert (thing.measure, thing.wording, thing.due_on) == ("A page", "Reads alone by 2029", date(2029, 7, 20))
    instead = client.get(reverse("outcomes:replace", kwargs=kwargs), follow=True).content.decode()
    assert "Only the authority can change this" in instead


def test_the_list_leads_under_what_an_ehc_plan_says_and_not_to_another_in_its_place(cast, client_for):
    thing, mine = received(cast), outcome(cast)
    kwargs = {"slug": cast.school.slug, "pk": cast.ada.pk}
    page = client_for(cast.priya).get(reverse("outcomes:list", kwargs=kwargs)).content.decode()
    assert f'{reverse("outcomes:new", kwargs=kwargs)}?under={thing.uuid}"' in page
    assert reverse("outcomes:replace", kwargs={**kwargs, "uuid": thing.uuid}) not in page
    assert reverse("outcomes:replace", kwargs={**kwargs, "uuid": mine.uuid}) in page


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


def test_only_the_sencos_team_receives(cast):
    with pytest.raises(Refused, match="Only the SENCO's team"):
        operations.receive_triples(learner=cast.ada, received="x", triples=[Told("n", "o")], by=cast.khan, on=DAY)


# -- the thread and its gaps -------------------------------------------------------------------------------------------


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


def strand(level="term", children=(), **more):
    more = {"state": "agreed", "starts_on": DAY, "measure": "Counted", **more}
    return Strand(Outcome(level=level, wording="x", **more), tuple(children))


@pytest.mark.parametrize(("given", "on", "gaps"), [
    (strand(), DAY, []),
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
