"""Issuing leaves one version or none: whoever presses twice, whoever presses at once, whenever the power goes."""

import os
from collections.abc import Iterator

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from conftest import member
from goldenthread.audit.models import Event
from goldenthread.audit.queries import broken_links
from goldenthread.audit.refusals import Refused
from goldenthread.people.models import Mail
from goldenthread.plans import operations as plans
from goldenthread.plans.models import Body, Plan, PlanVersion, Standing
from goldenthread.plans.queries import tampered
from goldenthread.plans.tests.conftest import forget_backends
from goldenthread.plans.tests.desk import DECEMBER, OCTOBER, REVIEW, SEPTEMBER, Desk, tell_all
from tests.rigs.kill_at_statement import kill_at_every_step
from tests.rigs.processes import Original, original, together

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the rigs fork, and Windows cannot")


@pytest.fixture
def queue(no_paper, settings) -> Iterator[None]:
    """The queue as in production: in the database, written with what caused it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    forget_backends()
    yield
    forget_backends()


@pytest.fixture
def desk(committed, queue, ada, senco) -> Desk:
    with transaction.atomic():
        tell_all(ada, senco)
        desk = Desk(senco, ada, plans.open_plan(learner=ada, by=senco, on=SEPTEMBER, review_by=REVIEW))
        desk.issue("k1")
    return desk


@pytest.fixture
def database(desk) -> Iterator[Original]:
    with original() as database:
        yield database


def traces() -> tuple[int, ...]:
    """Everything that issuing leaves, counted."""
    return (PlanVersion.objects.count(), Body.objects.count(), Standing.objects.count(),
            Standing.objects.filter(state="archived").count(),
            Event.objects.filter(kind="plans.version_issued").count(),
            Mail.objects.filter(key__startswith="issued-").count(),
            DBTaskResult.objects.filter(task_path__endswith="file_full_pdf").count())


def test_killed_at_any_step_issuing_leaves_all_or_nothing_and_can_be_asked_again(desk, database):
    before = traces()
    after = (2, 2, 2, 1, before[4] + 1, before[5] + 1, before[6] + 1)

    def issue():
        plans.issue(plan=desk.plan, by=desk.senco, on=DECEMBER, what_changed="", key="k2")

    def one_or_none():
        left = traces()
        assert left in {before, after}, f"{left} is neither {before} nor {after}"
        assert Standing.objects.filter(state="current").count() == 1
        issue()
        assert traces() == after
        assert [*tampered(), *broken_links()] == []

    assert kill_at_every_step(database, issue, one_or_none) > 20


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.long)])
def test_killed_at_any_step_a_correction_leaves_the_record_and_the_version_agreeing(desk, database, every):
    dog = desk.ada.entries.get(field="important-to-me")
    version = PlanVersion.objects.get()

    def correct():
        plans.correct(version=version, patches={f"entry:{dog.uuid}": {"text": "My dog Bisquit."}}, by=desk.senco,
                      reason="His name was spelt wrongly.", on=OCTOBER, key="c1")

    def both_or_neither():
        dog.refresh_from_db()
        mended = PlanVersion.objects.filter(correction=1).exists()
        assert (dog.text == "My dog Bisquit.") == mended
        assert list(tampered()) == []

    kill_at_every_step(database, correct, both_or_neither, every=every)


def test_eight_presses_of_one_button_make_one_version(desk, database):
    def press():
        return plans.issue(plan=desk.plan, by=desk.senco, on=OCTOBER, what_changed="", key="same", after=1).label

    with database.copy() as copy:
        assert [ended.result() for ended in together(copy, [press] * 8)] == ["2"] * 8
        assert one(copy, lambda: (PlanVersion.objects.count(), list(tampered()))) == (2, [])


def test_of_two_sencos_at_once_one_issues_and_the_other_reads_who_did(desk, database):
    sam = member(desk.senco.school, "senco_admin", "Sam Hill")

    def press(who):
        def pressed():
            try:
                return "", plans.issue(plan=Plan.objects.get(pk=desk.plan.pk), by=who, on=OCTOBER, what_changed="",
                                       key=f"of-{who.pk}", after=1).label
            except Refused as refusal:
                return str(refusal), ""

        return pressed

    with original() as now, now.copy() as copy:
        told = sorted(ended.result() for ended in together(copy, [press(desk.senco), press(sam)]))
        assert told[0] == ("", "2")
        assert told[1][0].startswith(("Version 2 was issued by Priya Shah on 5 October 2026",
                                      "Version 2 was issued by Sam Hill on 5 October 2026"))
        assert one(copy, PlanVersion.objects.count) == 2


def one(copy, deed):
    return together(copy, [deed])[0].result()
