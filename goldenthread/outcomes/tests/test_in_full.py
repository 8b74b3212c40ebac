"""Outcomes in full: proposing and agreeing, judging, following, measuring."""

import uuid
from decimal import Decimal

import pytest
from django.db import Error, transaction
from django.urls import reverse

from goldenthread.audit.refusals import Refused
from goldenthread.outcomes import operations
from goldenthread.outcomes.models import Measure, Outcome, OutcomeWording
from goldenthread.outcomes.operations import Noted, Unfit
from goldenthread.outcomes.states import CLOSED, MOVES, OPEN, PROPOSED
from goldenthread.outcomes.tests.making import LATER, outcome, thread
from goldenthread.story.tests.cast import DAY

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
