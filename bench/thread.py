"""A learner's thread of 200 outcomes and 5,000 notes, and today's list of thirty learners saved in one request."""

import itertools
import uuid
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.clients import client_of, get, queries_of
from bench.harness import Line, at_most, interleaved
from goldenthread.learners.models import Group, Learner
from goldenthread.learners.operations import Joiner, enrol
from goldenthread.outcomes.levels import LEVELS
from goldenthread.outcomes.models import Outcome, ProgressNote
from goldenthread.outcomes.operations import set_many
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now, today

SLUG = "ashfield"
OUTCOMES, NOTES, CLASS = 200, 5_000, 30
# From the top: how many at each level, so that every one leads to one above.
SHAPE = (2, 8, 30, 60, 100)
WIDE = 150  # milliseconds over the bare page


def measure() -> list[dict[str, Any]]:
    """Everything is made inside a transaction that is taken back, so that the next run finds the school as it was."""
    with transaction.atomic():
        senco = Membership.objects.filter(school__slug=SLUG, role="senco_admin", ends_on=None).earliest("pk")
        client = client_of(SLUG, "senco_admin")
        lines = [*the_thread(client, senco), todays_list(client, senco)]
        transaction.set_rollback(True)
    return lines


def the_thread(client: Client, senco: Membership) -> list[dict[str, Any]]:
    learner = joined(senco, "Thread", 1)[0]
    fill(learner, senco)
    bare, page = f"/s/{SLUG}/bare/", reverse("home:thread", kwargs={"slug": SLUG, "pk": learner.pk})
    floor, value, spread = interleaved(lambda: get(client, bare), lambda: get(client, page), runs=15)
    over = (value - floor) * 1000
    return [
        at_most("thread of 200 outcomes and 5,000 notes, queries", queries_of(client, page), "queries", 12),
        Line(f"thread of 200 outcomes and 5,000 notes, over the bare page (± {spread:.0%})", round(over, 1), "ms",
             round(floor * 1000, 2), None, f"<= {WIDE} ms over", over <= WIDE).as_dict(),
    ]


def todays_list(client: Client, senco: Membership) -> dict[str, Any]:
    """Thirty learners of one tutor group, each with a judgement, a sentence and a number."""
    children = joined(senco, "Class", CLASS)
    made = set_many(by=senco, on=today(), outcomes=[
        Outcome(learner=child, level="term", wording="Reads ten words", unit="words") for child in children])
    group = Group.objects.get(school__slug=SLUG, name="9BENCH")
    data = {"uuid": str(uuid.uuid4())}
    for outcome in made:
        data |= {f"how-{outcome.uuid}": "expected", f"text-{outcome.uuid}": "Nine of ten", f"value-{outcome.uuid}": "9"}
    address = reverse("outcomes:today", kwargs={"slug": SLUG}) + f"?who={group.pk}"
    with CaptureQueriesContext(connection) as asked:
        assert client.post(address, data).status_code == 302
    assert ProgressNote.objects.filter(outcome__in=made).count() == CLASS
    return at_most("today's list, 30 learners in one save, queries", len(asked), "queries", 15)


def joined(senco: Membership, first: str, count: int) -> list[Learner]:
    rows = [Joiner(dob=date(2013, 3, 14), legal_first=f"{first}{number}", legal_last="Bench", nc_year="9",
                   tutor_group="9BENCH") for number in range(count)]
    return enrol(school=senco.school, rows=rows, by=senco, on=today())


def fill(learner: Learner, senco: Membership) -> None:
    """A thread from the top, and its notes: written past the operations, which ask before each."""
    above: list[Outcome] = []
    everything: list[Outcome] = []
    for level, count in zip(LEVELS, SHAPE, strict=True):
        parents = itertools.cycle(above or [None])
        above = set_many(by=senco, on=today(), outcomes=[
            Outcome(learner=learner, level=level, wording=f"Outcome {number} of {level}", parent=parent)
            for number, parent in zip(range(count), parents, strict=False)])
        everything += above
    assert len(everything) == OUTCOMES
    each = NOTES // OUTCOMES
    ProgressNote.objects.bulk_create([
        ProgressNote(school_id=learner.school_id, outcome=outcome, on=today() - timedelta(days=number),
                     judgement="expected", text="A sentence of what was seen.", by=senco, recorded_at=now())
        for outcome in everything for number in range(each)], batch_size=1_000)
