"""Concluding and issuing is one transaction: killed at any statement it leaves all or nothing; two at once make one."""

import os

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from conftest import member
from goldenthread.actions.models import Action
from goldenthread.audit.models import Event
from goldenthread.audit.queries import broken_links
from goldenthread.audit.refusals import Refused
from goldenthread.outcomes.models import Outcome
from goldenthread.people.models import Mail
from goldenthread.plans.models import PlanVersion, Standing
from goldenthread.plans.queries import tampered
from goldenthread.plans.tests.test_all_or_nothing import database, desk, queue  # noqa: F401 - fixtures
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.models import Review, Schedule
from goldenthread.reviews.tests.table import APRIL, DECEMBER, JUNE, Table
from tests.rigs.kill_at_statement import kill_at_every_step
from tests.rigs.processes import original, together

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the rigs fork, and Windows cannot")


@pytest.fixture
def table(desk, parent, teacher, learner_member):  # noqa: F811
    return Table(desk, parent, teacher, learner_member)


@pytest.fixture
def meeting(table) -> Review:
    """A review with something of everything: judged, agreed, somebody there."""
    with transaction.atomic():
        review = table.held()
        outcome = Outcome.objects.get(learner=table.ada, level="term")
        reviews.judge(review=review, outcome=outcome, state="met", by=table.senco, on=DECEMBER)
        reviews.find(review=review, kind="agreed", text="A reading group.", owner=table.teacher, due_on=JUNE,
                     by=table.senco, on=DECEMBER)
    return review


def traces() -> tuple[int, ...]:
    """Everything that concluding and issuing leaves, counted."""
    return (Review.objects.filter(state="concluded").count(), PlanVersion.objects.count(),
            Standing.objects.filter(state="archived").count(), Schedule.objects.filter(state="held").count(),
            Schedule.objects.filter(due_on=APRIL, rule__startswith="After the review").count(),
            Action.objects.filter(source_room="reviews").count(), Outcome.objects.filter(state="met").count(),
            Event.objects.filter(kind="reviews.concluded").count(),
            Mail.objects.filter(key__startswith="issued-").count(),
            DBTaskResult.objects.filter(task_path__endswith="file_full_pdf").count())


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.long)])
def test_killed_at_any_step_it_leaves_all_or_nothing_and_can_be_asked_again(table, meeting, every):
    before = traces()
    after = (1, 2, 1, 1, 1, 1, 1, 1, before[8] + 1, before[9] + 1)

    def issue():
        table.issues(meeting)

    def one_or_none():
        left = traces()
        assert left in {before, after}, f"{left} is neither {before} nor {after}"
        assert Schedule.objects.filter(state="waiting").count() == 1
        issue()
        assert traces() == after
        assert [*tampered(), *broken_links()] == []

    with original() as copies:
        assert kill_at_every_step(copies, issue, one_or_none, every=every) > 40


def test_of_two_who_conclude_at_once_one_wins_and_the_other_reads_who_did(table, meeting):
    sam = member(table.senco.school, "senco_admin", "Sam Hill")

    def press(who):
        def pressed():
            try:
                return "", table.issues(Review.objects.get(pk=meeting.pk), by=who, key=f"of-{who.pk}").label
            except Refused as refusal:
                return str(refusal), ""

        return pressed

    with original() as copies, copies.copy() as copy:
        told = sorted(ended.result() for ended in together(copy, [press(table.senco), press(sam)]))
        assert told[0] == ("", "2")
        assert told[1][0].endswith("write what is new in the record, or plan another review.")
        assert "concluded this review on 3 December 2026" in told[1][0]
        assert together(copy, [PlanVersion.objects.count])[0].result() == 2


def test_eight_presses_of_one_button_conclude_once(table, meeting):
    with original() as copies, copies.copy() as copy:
        pressed = together(copy, [lambda: table.issues(Review.objects.get(pk=meeting.pk)).label] * 8)
        assert [ended.result() for ended in pressed] == ["2"] * 8
