"""A round that has ended: what it leaves to be done, what may still be noted, and how it is opened again."""

from datetime import date

import pytest
from django.utils import timezone

from goldenthread.actions.models import Action
from goldenthread.reviews.clocks.agenda import statutory
from goldenthread.reviews.clocks.queries import near, owed, rounds
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.tests.at_dates import at, boxes, clock_of, page, url

MET, DECIDED, LATER = date(2026, 11, 13), date(2026, 11, 20), date(2026, 11, 23)


@pytest.fixture
def met(annual, senco):
    """Ada's annual review, met and not yet reported on."""
    return clocks.meeting_held(process=annual, day=MET, **at(MET, senco))


def report_of(process):
    return Action.objects.get(cause=f"clock-near:{process.pk}:AR-REPORT")


def ended(met, senco, how):
    if how == "received":
        clocks.plan_received(learner=met.learner, dated_on=DECIDED, received_on=DECIDED, **at(DECIDED, senco))
    elif how == "next-begun":
        clocks.begin_next(process=met, **at(DECIDED, senco))
    else:
        clocks.decided(process=met, decision=how, day=DECIDED, **at(DECIDED, senco))
    met.refresh_from_db()
    assert met.ended == how


@pytest.mark.parametrize("how", ["keep", "cease", "received", "next-begun"])
def test_the_report_stays_owed_when_its_round_ends_before_it_was_sent(met, senco, school, how):
    ended(met, senco, how)
    clock = clock_of(met, "AR-REPORT")
    assert report_of(met).is_open
    assert clock in owed(senco, LATER)
    assert clock in near(school, LATER)
    days = (date(2026, 11, 27), date(2026, 11, 27))
    assert [each.title for each in statutory(senco, *days, LATER, "larkrise", own=False)] == ["Send the report"]
    assert [line.rule.key for each in rounds(met.learner, LATER) for line in each.left] == ["AR-REPORT"]
    clocks.happened(process=met, what="report_sent", day=LATER, **at(LATER, senco))
    assert (report_of(met).state, clock_of(met, "AR-REPORT").met_on) == ("done", LATER)
    assert not [each for each in rounds(met.learner, LATER) if each.left]


def test_a_round_that_was_called_off_owes_no_report(met, senco, school):
    clocks.call_off(process=met, why="Started by mistake", **at(DECIDED, senco))
    assert not owed(senco, LATER).exists()
    assert not near(school, LATER)
    assert not report_of(met).is_open


def test_what_a_round_left_behind_is_noted_from_its_page(met, senco, client_for, ada, monkeypatch):
    ended(met, senco, "cease")
    monkeypatch.setattr(timezone, "localdate", lambda: LATER)
    client = client_for(senco)
    said = page(client, url(ada))
    assert "Still owed: send the report" in said
    assert f"{url(ada, f'{met.uuid}/')}?what=report_sent" in said
    asked = page(client, url(ada, f"{met.uuid}/"))
    assert 'value="report_sent"' in asked
    assert 'value="decision"' not in asked
    client.post(url(ada, f"{met.uuid}/"), {"what": "report_sent", **boxes(LATER)})
    assert clock_of(met, "AR-REPORT").met_on == LATER


@pytest.mark.parametrize(("on", "is_there"), [(date(2026, 5, 1), True), (date(2029, 11, 23), False)])
def test_nobody_looks_early_at_a_child_who_is_five_now(learner, with_senco, senco, on, is_there):
    small = learner("Wren Small", dob=date(2022, 10, 1))
    process = clocks.start(learner=small, kind="annual_review", day=date(2026, 3, 2), **with_senco)
    assert clock_of(process, "AR-UNDER5").due_on < date(2027, 10, 1)
    assert ("AR-UNDER5" in [clock.rule for clock in owed(senco, on)]) is is_there
    assert ("AR-UNDER5" in [line.rule.key for each in rounds(small, on) for line in each.lines]) is is_there
