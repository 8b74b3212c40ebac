"""The targets of a learner on their pages."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from goldenthread.audit.models import Event
from goldenthread.audit.queries import sentence
from goldenthread.outcomes import operations
from goldenthread.outcomes.models import Outcome, ProgressNote
from goldenthread.story.tests.cast import DAY


def at(cast, name="list", learner=None, **more):
    kwargs = {"slug": cast.school.slug, "pk": (learner or cast.ada).pk, **more}
    return reverse(f"outcomes:{name}", kwargs=kwargs)


@pytest.fixture
def target(cast):
    return operations.set_outcome(learner=cast.ada, level="term", wording="Reads ten words", by=cast.khan, on=DAY)


def posted(**more):
    return {"uuid": uuid.uuid4(), "revision": 0, "level": "term", "wording": "Joins in a game",
            "audience": "everyone", **more}


def test_the_levels_teach_what_belongs_at_them(cast, client_for):
    page = client_for(cast.khan).get(at(cast)).content.decode()
    for words in ("Aspiration", "The thread begins here", "Set a target", "Next step"):
        assert words in page


def test_set_with_a_plain_post_and_shown_under_what_it_leads_to(cast, client_for):
    year = operations.set_outcome(learner=cast.ada, level="year", wording="Has a friend", by=cast.priya, on=DAY)
    client = client_for(cast.khan)
    reply = client.post(at(cast, "new"), posted(parent=year.pk, due_on_day="18", due_on_month="12", due_on_year="2026"),
                        follow=True)
    page = reply.content.decode()
    assert "Saved among Ada’s targets." in page
    assert "Leads to: Has a friend" in page
    assert "Due 18 December 2026" in page


def test_only_what_can_be_led_to_is_offered_by_its_level_and_twins_are_told_apart(cast, client_for):
    common = {"learner": cast.ada, "by": cast.priya, "on": DAY}
    year = operations.set_outcome(level="year", wording="Has a friend", area="communication",
                                  due_on=date(2027, 4, 1), **common)
    twin = operations.set_outcome(level="year", wording="Has a friend", due_on=date(2027, 7, 16), **common)
    term = operations.set_outcome(level="term", wording="Says hello", parent=year, **common)
    operations.set_outcome(level="step", wording="Waves", parent=term, **common)
    client = client_for(cast.khan)
    assert offered(client.get(at(cast, "new"))) == [
        ("End of year", [(year.pk, "Has a friend · Communication and interaction · due 1 April 2027"),
                         (twin.pk, "Has a friend · due 16 July 2027")]),
        ("This term", [(term.pk, "Says hello · no date set")])]
    assert '<optgroup label="End of year">' in client.get(at(cast, "change", uuid=term.uuid)).content.decode()


def offered(reply):
    return list(reply.context["form"].fields["parent"].choices)[1:]


def test_what_is_no_further_ahead_is_refused_beside_its_box_and_all_that_was_typed_stays(cast, client_for, target):
    reply = client_for(cast.khan).post(at(cast, "new"), posted(parent=target.pk, who_helps="Jo, at break"))
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "must lead to something at a higher level" in reply.context["form"].errors["parent"][0]
    for words in ("Joins in a game", "Jo, at break", f'<option value="{target.pk}" selected>'):
        assert words in page


def test_a_new_target_asks_for_little_and_folds_the_rest_away(cast, client_for):
    page = client_for(cast.khan).get(at(cast, "new"))
    form = page.context["form"]
    assert [field.name for field in form.asked_first] == ["wording", "level", "parent", "measure", "due_on", "owner"]
    assert {field.name for field in form.more} == {"baseline", "target", "unit", "starts_on", "strategies", "who_helps",
                                                   "area", "need", "origin", "audience", "proposed"}
    assert FOLDED in page.content.decode()


FOLDED, OPEN = '<details class="govuk-details">', '<details class="govuk-details" open>'


@pytest.mark.parametrize("typed", [
    {"who_helps": "Jo"}, {"audience": "staff"}, {"audience": "nobody"}, {"area": "communication"}, {"proposed": "on"},
    {"starts_on_day": "1", "starts_on_month": "9", "starts_on_year": "2026"}, {"starts_on_day": "1"}])
def test_what_is_folded_away_is_open_where_something_in_it_is_said_or_wrong(cast, client_for, typed):
    today = {"starts_on_day": "7", "starts_on_month": "9", "starts_on_year": "2026"}
    client = client_for(cast.khan)
    assert FOLDED in client.post(at(cast, "new"), posted(wording="", **today)).content.decode()
    assert OPEN in client.post(at(cast, "new"), posted(wording="") | today | typed).content.decode()


def test_of_a_target_that_says_more_it_is_shown_when_it_is_changed(cast, client_for, target):
    client, there = client_for(cast.khan), at(cast, "change", uuid=target.uuid)
    assert FOLDED in client.get(there).content.decode()
    operations.reword(outcome=target, revision=1, by=cast.tom, on=DAY, baseline="Two words")
    assert OPEN in client.get(there).content.decode()


def test_a_double_submit_is_one_target(cast, client_for):
    client, data = client_for(cast.khan), posted()
    client.post(at(cast, "new"), data)
    client.post(at(cast, "new"), data)
    assert Outcome.objects.count() == 1


def test_progress_in_two_presses(cast, client_for, target):
    data = {"judgement": "expected", "uuid": uuid.uuid4(), "text": "Seven"}
    client = client_for(cast.jo)
    for _ in range(2):
        page = client.post(at(cast, "note", uuid=target.uuid), data, follow=True).content.decode()
    assert "Noted: as expected." in page
    assert "Seven" in page
    assert ProgressNote.objects.count() == 1
    assert "Choose how it is going." in client.post(at(cast, "note", uuid=target.uuid), follow=True).content.decode()


def test_a_number_is_noted_with_it_and_what_is_no_number_comes_back_with_the_words(cast, client_for, target):
    client, there = client_for(cast.khan), at(cast, "note", uuid=target.uuid)
    assert 'name="value"' not in client.get(at(cast)).content.decode()
    operations.reword(outcome=target, revision=1, by=cast.tom, on=DAY, unit="sums")
    wrong = client.post(there, {"judgement": "expected", "text": "By herself", "value": "five"})
    assert wrong.status_code == 422
    assert all(typed in wrong.content.decode() for typed in ("in figures", 'value="five"', 'value="By herself"'))
    assert not ProgressNote.objects.exists()
    page = client.post(there, {"judgement": "expected", "value": "5,5"}, follow=True).content.decode()
    assert 'Last number: <strong>5.5</strong> <span translate="no">sums</span>' in page
    assert "<dt>Counted in</dt>" in client.get(at(cast, "history", uuid=target.uuid)).content.decode()


def test_closed_with_a_result_and_opened_again(cast, client_for, target):
    client = client_for(cast.khan)
    wrong = client.post(at(cast, "close", uuid=target.uuid), {"result": "stopped", "why": ""})
    assert wrong.status_code == 422
    assert "Say why it was stopped." in wrong.content.decode()
    page = client.post(at(cast, "close", uuid=target.uuid), {"result": "met", "why": "Twelve!"}, follow=True)
    assert "Closed: met." in page.content.decode()
    assert "Twelve!" in page.content.decode()
    page = client.post(at(cast, "reopen", uuid=target.uuid), follow=True).content.decode()
    assert "Open again." in page
    assert "Twelve!" not in page


def test_who_sets_a_target_is_told_that_the_child_will_read_it(cast, client_for):
    page = client_for(cast.khan).get(at(cast, "new")).content.decode()
    assert "Ada will read it too, in the plan, unless fewer people may: choose words that Ada knows." in page


def test_a_stale_change_shows_both_and_loses_neither(cast, client_for, target):
    operations.reword(outcome=target, revision=1, by=cast.tom, on=DAY, wording="Tom’s wording")
    client = client_for(cast.khan)
    reply = client.post(at(cast, "change", uuid=target.uuid), posted(wording="Mine", revision=1))
    page = reply.content.decode()
    assert reply.status_code == 409
    assert "Tom Reed saved this meanwhile" in page
    assert "Tom’s wording" in page
    assert "Mine</textarea>" in page
    assert client.post(at(cast, "change", uuid=target.uuid), posted(wording="Mine", revision=2)).status_code == 302
    history = client.get(at(cast, "history", uuid=target.uuid)).content.decode()
    for words in ("Mine", "Tom’s wording", "Reads ten words"):
        assert words in history


def test_after_a_conflict_one_is_chosen_or_both_are_put_together(cast, client_for, target):
    operations.reword(outcome=target, revision=1, by=cast.tom, on=DAY, wording="Tom’s wording", baseline="Two")
    client, there = client_for(cast.khan), at(cast, "change", uuid=target.uuid)
    shown = posted(wording="Mine", revision=2, choose="2", target="Ten")
    again = client.post(there, shown)
    assert again.status_code == 409
    assert "Keep yours, keep theirs or put both together" in again.content.decode()
    assert client.post(there, shown, headers={"Accept": "application/json"}).status_code == 409
    page = client.post(there, {**shown, "both": "1"}).content.decode()
    for words in ("Tom’s wording\n\nMine</textarea>", "Two</textarea>", "Ten</textarea>"):
        assert words in page
    assert "data-save hidden" in again.content.decode()
    assert "data-save>" in page
    assert 'name="choose"' not in page
    target.refresh_from_db()
    assert target.wording == "Tom’s wording"
    assert client.post(there, {**shown, "mine": "1"}).status_code == 302
    target.refresh_from_db()
    assert (target.wording, target.baseline) == ("Mine", "")


def test_keep_mine_keeps_what_one_changed_and_takes_theirs_for_the_rest(cast, client_for, target):
    """Mr Khan's page was opened with the first wording; he wrote of the measure, Tom of the wording and the start."""
    measured = target.measure
    operations.reword(outcome=target, revision=1, by=cast.tom, on=DAY, wording="Tom’s wording", baseline="Tom’s start")
    kept = posted(wording="Reads ten words", measure="Mine", revision=2, choose="1", mine="1")
    there = at(cast, "change", uuid=target.uuid)
    reply = client_for(cast.khan).post(there, kept, headers={"Accept": "application/json"})
    target.refresh_from_db()
    assert measured != "Mine"
    assert (target.wording, target.measure) == ("Tom’s wording", "Mine")
    assert reply.json()["boxes"]["wording"] == "Tom’s wording"


def test_a_parent_one_may_not_read_is_not_named_and_not_lost(cast, client_for):
    hidden = operations.set_outcome(learner=cast.ada, level="year", wording="CNRY-hidden", by=cast.priya, on=DAY,
                                    audience="senco")
    mine = operations.set_outcome(learner=cast.ada, level="term", wording="Shown", by=cast.priya, on=DAY, parent=hidden)
    client = client_for(cast.khan)
    for path in (at(cast), at(cast, "change", uuid=mine.uuid), at(cast, "history", uuid=mine.uuid), at(cast, "new")):
        assert "CNRY-hidden" not in client.get(path).content.decode()
    assert client.get(at(cast, "history", uuid=hidden.uuid)).status_code == 404
    client.post(at(cast, "change", uuid=mine.uuid), posted(wording="Shown better", revision=1))
    mine.refresh_from_db()
    assert (mine.wording, mine.parent) == ("Shown better", hidden)


def test_another_childs_name_is_pointed_out(cast, client_for):
    page = client_for(cast.khan).post(at(cast, "new"), posted(measure="Plays with Leo Nguyen"), follow=True)
    assert "This names Leo Nguyễn" in page.content.decode()


@pytest.mark.parametrize(("who", "reads", "sets"), [
    ("priya", 200, 200), ("khan", 200, 200), ("helen", 200, 200), ("jo", 200, 404), ("grace", 404, 404),
    ("dev", 404, 404), ("nia", 404, 404)])
def test_who_opens_what(cast, client_for, target, who, reads, sets):
    client = client_for(getattr(cast, who))
    for path in (at(cast), at(cast, "history", uuid=target.uuid)):
        assert client.get(path).status_code == reads
    for path in (at(cast, "new"), *(at(cast, name, uuid=target.uuid) for name in ("change", "close"))):
        assert client.get(path).status_code == sets


def test_an_assistant_notes_progress_and_sets_nothing(cast, client_for, target):
    page = client_for(cast.jo).get(at(cast)).content.decode()
    assert "Note progress" in page
    for words in ("Set a target", "Close with a result", ">Change<"):
        assert words not in page


def test_a_target_is_found_only_at_its_own_learner(cast, client_for, target):
    client = client_for(cast.priya)
    for name in ("change", "close", "history"):
        assert client.get(at(cast, name, cast.leo, uuid=target.uuid)).status_code == 404
    for name in ("note", "reopen"):
        assert client.post(at(cast, name, cast.leo, uuid=target.uuid)).status_code == 404


def test_a_professional_sees_no_button_they_cannot_press(cast, client_for, target):
    page = client_for(cast.helen).get(at(cast)).content.decode()
    assert "Note progress" not in page
    assert client_for(cast.helen).post(at(cast, "note", uuid=target.uuid), {"judgement": "ahead"}).status_code == 404


def test_it_costs_the_same_for_two_targets_and_for_many(cast, client_for, same_queries_however_many):
    client = client_for(cast.khan)

    def make(count):
        operations.set_many(by=cast.priya, on=DAY, outcomes=[
            Outcome(learner=cast.ada, level="term", wording=f"Target {n}") for n in range(count)])
        for outcome in Outcome.objects.filter(notes=None):
            operations.note_progress(outcome=outcome, judgement="ahead", by=cast.khan, on=DAY)

    assert same_queries_however_many(lambda: client.get(at(cast)), make) <= 15


def test_a_page_saves_itself_for_whoever_began_it_and_for_nobody_else(cast, client_for, target):
    there, data = at(cast, "change", uuid=target.uuid), posted(uuid=target.uuid, revision=1, writer=cast.khan.pk)
    asked = {"headers": {"Accept": "application/json"}}
    refused = client_for(cast.tom).post(there, data, **asked)
    assert refused.status_code == 422
    assert "You are signed in as Tom Reed" in refused.json()["why"]
    kept = client_for(cast.khan).post(there, data, **asked).json()
    assert (kept["revision"], kept["href"], kept["at"]) == (2, there, "10:00")
    stale = client_for(cast.khan).post(there, data | {"wording": "Another"}, **asked)
    assert (stale.status_code, stale.json()["revision"]) == (409, 2)
    assert stale.json()["theirs"]["wording"] == "Joins in a game"




def test_what_the_school_sets_can_wait_to_be_agreed(cast, client_for):
    client, data = client_for(cast.khan), posted()
    client.post(at(cast, "new"), data)
    client.post(at(cast, "new"), {**data, "revision": 1, "proposed": "on"})
    thing = Outcome.objects.get()
    assert thing.state == "proposed"
    event = Event.objects.filter(kind="outcomes.outcome_proposed").get()
    assert sentence(event) == "Imran Khan said that an outcome is only proposed."
    assert "Not agreed yet" in client.get(at(cast, "change", uuid=thing.uuid)).content.decode()
    client.post(at(cast, "change", uuid=thing.uuid), {**data, "revision": thing.revision})
    thing.refresh_from_db()
    assert thing.state == "agreed"
    client.post(at(cast, "new"), posted(proposed="on", wording="Waits for a turn"))
    assert Outcome.objects.get(wording="Waits for a turn").state == "proposed"


def test_a_day_before_the_start_names_the_start(cast, client_for):
    page = client_for(cast.khan).post(at(cast, "new"), posted(
        due_on_day="1", due_on_month="9", due_on_year="2026")).content.decode()
    assert "It starts on 7 September 2026. The day it is due must not be before that." in page


def dated(**days):
    return {f"{name}_{part}": getattr(value, part) for name, value in days.items() for part in ("day", "month", "year")}


def test_a_target_of_last_term_is_set_with_the_day_it_started(cast, client_for):
    client, started = client_for(cast.khan), date(2026, 6, 8)
    assert 'name="starts_on_day" value="7"' in " ".join(client.get(at(cast, "new")).content.decode().split())
    given = posted(**dated(starts_on=started, due_on=date(2026, 7, 17)))
    assert client.post(at(cast, "new"), given).status_code == 302
    outcome = Outcome.objects.get()
    assert (outcome.starts_on, outcome.due_on) == (started, date(2026, 7, 17))
    there = at(cast, "change", uuid=outcome.uuid)
    page = client.post(there, given | {"revision": 1} | dated(due_on=date(2026, 6, 1)))
    assert page.status_code == 422
    assert "It starts on 8 June 2026." in page.content.decode()
    client.post(there, posted(revision=1))  # a page that does not ask when it starts leaves that be
    outcome.refresh_from_db()
    assert (outcome.starts_on, outcome.wording) == (started, "Joins in a game")
