"""Setting outcomes, changing them, noting progress, closing them."""

import uuid
from datetime import date

import pytest
from django.db import Error, transaction

from goldenthread.audit.models import Event
from goldenthread.audit.queries import sentence
from goldenthread.audit.refusals import Refused
from goldenthread.learners.operations import NeedGiven, set_needs
from goldenthread.outcomes import operations, queries
from goldenthread.outcomes.levels import DEPTH, LEVELS
from goldenthread.outcomes.models import Outcome, OutcomeWording, ProgressNote
from goldenthread.outcomes.states import MOVES, STATES
from goldenthread.story.operations import Conflict
from goldenthread.story.tests.cast import DAY, learner


def outcome(cast, level="term", wording="Reads ten words", by=None, **more):
    more = {"learner": cast.ada, **more}
    return operations.set_outcome(level=level, wording=wording, by=by or cast.khan, on=DAY, **more)


def reword(thing, revision, by, **changes):
    return operations.reword(outcome=thing, revision=revision, by=by, on=DAY, **changes)


def test_every_state_has_its_moves_listed():
    assert set(MOVES) == set(STATES)
    assert {to for moves in MOVES.values() for to in moves} <= set(STATES)


def test_an_outcome_takes_its_area_from_the_need_it_serves(cast):
    (need,) = set_needs(learner=cast.ada, needs=[NeedGiven(type="SLCN", description="")], by=cast.priya, on=DAY)
    assert outcome(cast, need=need).area == "communication"


def test_the_same_uuid_twice_is_one_outcome(cast):
    key = uuid.uuid4()
    assert outcome(cast, uuid=key) == outcome(cast, uuid=key)
    assert Outcome.objects.count() == 1


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("above", LEVELS)
def test_an_outcome_leads_to_a_level_strictly_above_its_own(cast, level, above):
    parent = outcome(cast, above, "Further ahead")
    if DEPTH[above] < DEPTH[level]:
        assert outcome(cast, level, parent=parent).parent == parent
    else:
        with pytest.raises(Refused, match="higher level"):
            outcome(cast, level, parent=parent)


def test_an_outcome_leads_to_one_of_the_same_learner_and_serves_their_own_need(cast):
    theirs = outcome(cast, "year", learner=cast.leo, by=cast.priya)
    (need,) = set_needs(learner=cast.leo, needs=[NeedGiven(type="SLCN", description="")], by=cast.priya, on=DAY)
    with pytest.raises(Refused, match="same learner"):
        outcome(cast, parent=theirs)
    with pytest.raises(Refused, match="own needs"):
        outcome(cast, need=need)


@pytest.mark.parametrize(("more", "why"), [
    ({"wording": "  "}, "Write something"),
    ({"wording": "w" * 2_001}, "2,001 characters"),
    ({"measure": "w" * 2_001}, "2,001 characters"),
    ({"level": "decade"}, "Choose a level"),
    ({"due_on": date(2026, 9, 1)}, "must not be before"),
    ({"audience": "nobody"}, "from the list"),
    ({"audience": "senco"}, "could not read"),
])
def test_what_cannot_be_set_is_refused_in_a_sentence(cast, more, why):
    with pytest.raises(Refused, match=why):
        outcome(cast, **more)
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(("who", "why"), [
    ("priya", ""), ("khan", ""), ("helen", ""), ("jo", "Only teachers, professionals"),
    ("grace", "Only teachers, professionals"), ("dev", "not open to you"), ("nia", "not open to you"),
])
def test_who_may_set(cast, who, why):
    if why:
        with pytest.raises(Refused, match=why):
            outcome(cast, by=getattr(cast, who))
    else:
        assert outcome(cast, by=getattr(cast, who)).pk


def test_the_wording_before_is_kept_and_a_stale_change_is_refused_with_both(cast):
    thing = outcome(cast, baseline="Two words")
    changed = reword(thing, 1, cast.tom, wording="Reads twenty words", due_on=date(2026, 12, 18))
    (before,) = queries.wordings(changed)
    assert (before.wording, before.baseline, before.due_on) == ("Reads ten words", "Two words", None)
    with pytest.raises(Conflict) as both:
        reword(thing, 1, cast.khan, wording="Reads thirty")
    assert (both.value.mine, both.value.theirs.wording) == ("Reads thirty", "Reads twenty words")
    assert reword(thing, 1, cast.khan, wording="Reads twenty words").revision == 2
    with pytest.raises(Error), transaction.atomic():
        OutcomeWording.objects.update(wording="Never said")


def test_a_change_that_would_break_the_thread_is_refused_and_nothing_changes(cast):
    year = outcome(cast, "year", "Reads to herself")
    outcome(cast, "term", parent=year)
    with pytest.raises(Refused, match="lead to this one"):
        reword(year, 1, cast.priya, level="step")
    with pytest.raises(Refused, match="higher level"):
        reword(year, 1, cast.priya, parent=year)
    year.refresh_from_db()
    assert (year.level, year.revision) == ("year", 1)
    assert not OutcomeWording.objects.exists()


def test_an_outcome_that_moves_to_a_lower_level_does_not_lead_to_itself(cast):
    year = outcome(cast, "year", by=cast.priya)
    with pytest.raises(Refused, match="cannot lead to itself"):
        reword(year, 1, cast.priya, level="term", parent=year)


def test_only_the_sencos_team_lets_more_people_read(cast):
    thing = outcome(cast, audience="staff")
    with pytest.raises(Refused, match="Only the SENCO's team"):
        reword(thing, 1, cast.khan, audience="everyone")
    assert reword(thing, 1, cast.priya, audience="everyone").audience == "everyone"
    with pytest.raises(TypeError, match="state"):
        reword(thing, 2, cast.priya, state="closed")


def test_closed_with_a_result_and_opened_again(cast):
    thing = outcome(cast)
    with pytest.raises(Refused, match="Choose what came of it"):
        operations.close(outcome=thing, result="fine", by=cast.khan, on=DAY)
    with pytest.raises(Refused, match="Say why"):
        operations.close(outcome=thing, result="stopped", by=cast.khan, on=DAY)
    closed = operations.close(outcome=thing, result="partly_met", why="Eight of ten", by=cast.khan, on=DAY)
    assert (closed.state, closed.closed_on, closed.result_name) == ("partly_met", DAY, "Partly met")
    again = operations.close(outcome=thing, result="partly_met", why="Eight of ten", by=cast.khan, on=DAY)
    assert again.revision == closed.revision
    with pytest.raises(Refused, match="already “partly met”"):
        operations.close(outcome=thing, result="met", by=cast.khan, on=DAY)
    with pytest.raises(Refused, match="closed"):
        reword(thing, closed.revision, cast.khan, wording="Other")
    with pytest.raises(Refused, match="closed"):
        operations.note_progress(outcome=thing, judgement="expected", by=cast.khan, on=DAY)
    opened = operations.reopen(outcome=thing, by=cast.khan, on=DAY)
    assert (opened.state, opened.closed_on, opened.result, opened.result_why) == ("agreed", None, "", "")
    said = [sentence(event) for event in Event.objects.filter(about="outcomes.outcome").order_by("number")]
    assert said == ["Imran Khan set an outcome: this term.", "Imran Khan closed an outcome: partly met.",
                    "Imran Khan opened a closed outcome again."]


def test_progress_is_noted_once_for_each_press(cast):
    thing, key = outcome(cast), uuid.uuid4()
    for _ in range(2):
        operations.note_progress(outcome=thing, judgement="ahead", text="Nine!", by=cast.jo, on=DAY, uuid=key)
    operations.note_progress(outcome=thing, judgement="behind", by=cast.jo, on=DAY)
    (mine,) = queries.outcomes(cast.ada)
    assert [note.judgement for note in queries.notes(mine)] == ["behind", "ahead"]
    assert mine.latest.judgement_name == "Less than expected"
    with pytest.raises(Refused, match="Choose how"):
        operations.note_progress(outcome=thing, judgement="meh", by=cast.jo, on=DAY)
    with pytest.raises(Error), transaction.atomic():
        ProgressNote.objects.all().delete()


@pytest.mark.parametrize("who", ["helen", "grace", "dev", "nia"])
def test_others_do_not_note_progress(cast, who):
    thing = outcome(cast)
    with pytest.raises(Refused):
        operations.note_progress(outcome=thing, judgement="ahead", by=getattr(cast, who), on=DAY)


def test_a_teacher_does_nothing_to_what_they_may_not_read(cast):
    thing = outcome(cast, by=cast.priya, audience="senco")
    for act in (lambda: reword(thing, 1, cast.khan, wording="x"),
                lambda: operations.close(outcome=thing, result="met", by=cast.khan, on=DAY),
                lambda: operations.note_progress(outcome=thing, judgement="ahead", by=cast.khan, on=DAY)):
        with pytest.raises(Refused):
            act()


def test_many_are_set_in_the_same_few_statements_all_or_none(cast, same_queries_however_many):
    def make(count):
        operations.set_many(by=cast.priya, on=DAY, outcomes=[
            Outcome(learner=each, level="term", wording=f"Target {n}", due_on=date(2026, 12, 18))
            for n in range(count) for each in (cast.ada, cast.leo)])

    def use():
        found = queries.for_learners([cast.ada.pk, cast.leo.pk])
        return [(each.latest, each.parent, each.learner.name) for mine in found.values() for each in mine]

    assert same_queries_however_many(use, make) == 2
    with pytest.raises(Refused, match="not open"):
        operations.set_many(by=cast.priya, on=DAY, outcomes=[
            Outcome(learner=cast.ada, level="term", wording="Fine"),
            Outcome(learner=learner(cast.nia, "Zoe", "Hill"), level="term", wording="Next door")])
    assert not Outcome.objects.filter(wording="Fine").exists()


def test_outcomes_come_from_the_highest_level_down_earliest_due_first(cast):
    outcome(cast, "step", "Later", due_on=date(2026, 11, 1))
    outcome(cast, "step", "Sooner", due_on=date(2026, 10, 1))
    outcome(cast, "aspiration", "Works with animals")
    assert [each.wording for each in queries.outcomes(cast.ada)] == ["Works with animals", "Sooner", "Later"]
