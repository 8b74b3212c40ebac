"""Beside a version: what has happened since, to those who may know."""

import pytest
import time_machine

from goldenthread.actions.operations import agree
from goldenthread.learners.audiences import READS
from goldenthread.learners.policies import Reader
from goldenthread.outcomes.operations import close, note_progress, set_outcome
from goldenthread.plans import operations as plans
from goldenthread.plans.composing import compose, mark_of
from goldenthread.plans.models import Plan
from goldenthread.plans.operations.issuing import mark_out_of_step
from goldenthread.plans.reading import as_issued, draft_copy, open_body, read
from goldenthread.plans.since import living_copy, load_living, since
from goldenthread.plans.tests.desk import DECEMBER, OCTOBER
from goldenthread.story.operations import revise


@pytest.fixture
def beside(desk):
    version = desk.issue("k1")

    def seen(kind="senco", let_in=True):
        reader = Reader(desk.senco, desk.ada, kind, READS[kind])
        loaded = load_living(desk.plan, DECEMBER, mark_of(desk.ada))
        living = living_copy(version, open_body(version), loaded, reader, set(), DECEMBER)
        return since(version, read(version, reader), living, let_in)

    return seen


def test_nothing_has_happened_at_first(beside):
    assert beside().nothing


def test_progress_and_outcomes_show_as_they_are_written(desk, beside):
    term, year = desk.ada.outcomes.get(level="term"), desk.ada.outcomes.get(level="year")
    note_progress(outcome=year, judgement="expected", text="Sat with three others.", by=desk.senco, on=OCTOBER)
    close(outcome=term, result="met", by=desk.senco, on=OCTOBER)
    set_outcome(learner=desk.ada, level="term", wording="Ada asks for help.", by=desk.senco, on=OCTOBER)
    assert [len(nodes) for nodes in (beside().closed, beside().progress, beside().new)] == [1, 1, 1]


def test_progress_on_a_step_is_not_told_once_more_of_what_it_leads_to(desk, beside):
    term = desk.ada.outcomes.get(level="term")
    note_progress(outcome=term, judgement="expected", text="Asked twice.", by=desk.senco, on=OCTOBER)
    assert [node.data["wording"] for node in beside().progress] == [term.wording]


def test_a_change_to_an_urgent_field_shows_in_words_and_others_only_as_a_number(desk, beside):
    desk.tell("medical-emergency", "Carries an inhaler.", on=OCTOBER)
    desk.tell("interests", "Frogs.", on=OCTOBER)
    now = beside()
    assert [node.data["text"] for node in now.urgent] == ["Carries an inhaler."]
    assert now.changed == 2
    assert beside(let_in=False).changed is None


def test_what_a_reader_may_not_read_is_not_even_counted(desk, beside):
    desk.tell("senco-notes", "For the team.", on=OCTOBER)
    assert beside("senco").changed == 1
    assert beside("staff").changed == 0


def test_issuing_one_plan_marks_another_that_shows_older_words(desk):
    """There is one versioned type yet; a second is stood in for by another plan of the learner in force."""
    desk.issue("k1")
    dog = desk.ada.entries.get(field="important-to-me")
    other = Plan.objects.create(school=desk.ada.school, learner=desk.ada, type="other", template="core/iplan@1",
                                opened_by=desk.senco, opened_on=OCTOBER)
    mark_out_of_step(other, compose(desk.plan, OCTOBER), OCTOBER)
    desk.plan.refresh_from_db()
    assert desk.plan.out_of_step_since is None
    revise(entry=dog, text="My dog, and my gran.", revision=1, by=desk.senco, on=OCTOBER)
    mark_out_of_step(other, compose(desk.plan, OCTOBER), OCTOBER)
    desk.plan.refresh_from_db()
    assert desk.plan.out_of_step_since == OCTOBER
    plans.issue(plan=desk.plan, by=desk.senco, on=DECEMBER, what_changed="", key="k2")
    desk.plan.refresh_from_db()
    assert desk.plan.out_of_step_since is None


def test_the_version_and_the_draft_count_the_same_sections(desk, beside):
    term = desk.ada.outcomes.get(level="term")
    desk.tell("interests", "Frogs.", on=OCTOBER)
    note_progress(outcome=term, judgement="expected", text="Answered twice.", by=desk.senco, on=OCTOBER)
    reader = Reader(desk.senco, desk.ada, "senco", READS["senco"])
    draft = draft_copy(compose(desk.plan, DECEMBER), reader)
    same = as_issued(desk.plan.versions.get(), draft, reader)
    assert beside().changed == sum(section.key not in same for section in draft.sections) >= 2


def test_new_actions_are_counted_for_who_may_see_them(desk, ta, parent, client_for):
    desk.issue("k1")
    with time_machine.travel(OCTOBER):
        for audience in ("staff", "senco"):
            agree(learner=desk.ada, what="Ring the clinic", due_on=DECEMBER, by=desk.senco, on=OCTOBER,
                  audience=audience)
        at = f"/s/larkrise/learners/{desk.ada.pk}/plan/"
        assert "2 new actions" in client_for(desk.senco).get(at).content.decode()
        assert "1 new action<" in client_for(ta).get(at).content.decode()
        assert "new action" not in client_for(parent).get(at).content.decode()
