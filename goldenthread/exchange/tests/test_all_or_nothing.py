"""An import is in or it is not: whoever presses twice, whoever presses at once, whenever the power goes."""

import os

import pytest
from django.db import transaction

from conftest import member
from goldenthread.audit.models import Event
from goldenthread.audit.queries import broken_links
from goldenthread.audit.refusals import Refused
from goldenthread.exchange import operations
from goldenthread.exchange.models import Batch, BatchFile
from goldenthread.exchange.tests.files import ADA, HEADINGS, delimited
from goldenthread.exchange.tests.joining import NOW
from goldenthread.learners.models import Enrolment, Learner, Need, StageSpell
from tests.rigs.kill_at_statement import kill_at_every_step
from tests.rigs.processes import Original, original, together

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the rigs fork, and Windows cannot")

SEN = [*HEADINGS, "SEN Status", "SEN Need"]
LEO = ["Leo", "Smith", "21/10/2018", "3", "3B", "M", "WBRI", "", "001235", "E", "ASD"]


def brought(school, by, today, *rows):
    content = delimited(SEN, *rows)
    with transaction.atomic():
        batch = operations.stage(school=school, name="joiners.csv", content=content, on=today, by=by, now=NOW)
    return operations.read(batch=batch)


@pytest.fixture
def batch(committed, school, senco, today) -> Batch:
    return brought(school, senco, today, [*ADA, "K", "SLCN; MLD"], LEO)


def traces() -> tuple[int, ...]:
    """Everything that applying leaves, counted."""
    return (
        Learner.objects.count(), Enrolment.objects.count(), StageSpell.objects.count(), Need.objects.count(),
        Event.objects.filter(kind="learners.enrolled").count(), Batch.objects.filter(state="applied").count(),
        2 - BatchFile.objects.count() * 2,
    )  # fmt: skip


def test_e08_killed_at_any_step_applying_leaves_all_or_nothing_and_can_be_asked_again(batch, senco):
    before, after = traces(), (2, 2, 2, 3, 2, 1, 2)
    assert before == (0,) * 7

    def apply():
        operations.apply(batch=batch, by=senco, now=NOW)

    def all_or_nothing():
        left = traces()
        assert left in {before, after}, f"{left} is neither {before} nor {after}"
        if left == before:
            apply()
        assert traces() == after
        assert [*broken_links()] == []

    with original() as database:
        assert kill_at_every_step(database, apply, all_or_nothing) > 20


def test_e32_killed_at_any_step_undoing_leaves_all_or_nothing(batch, senco, today):
    operations.apply(batch=batch, by=senco, now=NOW)

    def undo():
        operations.undo(batch=Batch.objects.get(), by=senco, now=NOW, on=today)

    def all_or_nothing():
        assert (Learner.objects.count(), Batch.objects.get().state) in {(2, "applied"), (0, "undone")}
        assert [*broken_links()] == []

    with original() as database:
        kill_at_every_step(database, undo, all_or_nothing, every=3)


def press(batch, by):
    def pressed():
        try:
            return operations.apply(batch=batch, by=by, now=NOW).counts
        except Refused as refusal:
            return str(refusal)

    return pressed


def one(copy, deed):
    return together(copy, [deed])[0].result()


def told(database: Original, copy: str, deeds) -> list:
    return sorted((ended.result() for ended in together(copy, deeds)), key=str)


def test_e09_eight_presses_of_one_button_take_everybody_in_once(batch, senco):
    with original() as database, database.copy() as copy:
        answers = told(database, copy, [press(batch, senco)] * 8)
        assert answers.count({"new": 2}) == 1
        assert answers.count("The rows of this file are in already.") == 7
        assert one(copy, Learner.objects.count) == 2


def test_e09_two_people_with_two_files_of_the_same_learners_make_them_once(batch, school, senco, today):
    sam = member(school, "senco_team", "Sam Hill")
    other = brought(school, sam, today, LEO, [*ADA, "K", "SLCN; MLD"])
    with original() as database, database.copy() as copy:
        answers = told(database, copy, [press(batch, senco), press(other, sam)])
        assert answers == [{"new": 2}, {"unchanged": 2}]
        assert one(copy, Learner.objects.count) == 2
