"""What an EHC plan says: kept as it was received, told apart from what the school adds, and amended by the next one."""

from datetime import date

import pytest
from django.urls import reverse

from goldenthread.audit.refusals import Refused
from goldenthread.outcomes import operations
from goldenthread.outcomes.tests.making import LATER, Told, outcome
from goldenthread.story.tests.cast import DAY


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


def test_only_the_sencos_team_receives(cast):
    with pytest.raises(Refused, match="Only the SENCO's team"):
        operations.receive_triples(learner=cast.ada, received="x", triples=[Told("n", "o")], by=cast.khan, on=DAY)
