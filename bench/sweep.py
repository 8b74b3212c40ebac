"""The night of a school with 50,000 reviews to come, few of them near: what is due is read, and nothing else."""

import time
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.harness import at_most
from goldenthread.actions import operations as actions
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.plans.models import Plan
from goldenthread.reviews import operations as reviews
from goldenthread.reviews import queries
from goldenthread.reviews.models import Schedule
from goldenthread.schools.clock import today
from goldenthread.schools.models import School

SLUG, SCHEDULES, DUE = "ashfield", 50_000, 250


def measure() -> list[dict[str, Any]]:
    school, on = School.objects.get(slug=SLUG), today()
    system = Membership.system(school)
    with transaction.atomic():
        fill(school, system, on)
        with CaptureQueriesContext(connection) as caught:
            start = time.perf_counter()
            found = list(queries.find_due(school, on))
            finding = time.perf_counter() - start
        start = time.perf_counter()
        reviews.sweep(school=school, by=system, on=on)
        actions.sweep(school=school, by=system, on=on, kinds=["review-due"])
        sweeping = time.perf_counter() - start
        transaction.set_rollback(True)
    return [
        at_most(f"{len(found)} due of {SCHEDULES:,} schedules found", finding, "s", 2),
        at_most("what is due, queries", len(caught), "queries", 2),
        at_most(f"nightly sweep over {SCHEDULES:,} schedules, actions raised", sweeping, "s", 2),
    ]


def fill(school: School, system: Membership, on: date) -> None:
    """So many rounds that wait, each of a plan of its own: a few are near, all others far off. Rows alone; all of it
    is undone.
    """
    learners = list(Learner.objects.filter(school=school).values_list("pk", flat=True))
    plans = Plan.objects.bulk_create([
        Plan(school=school, learner_id=learners[number % len(learners)], type=f"bench-{number // len(learners)}",
             template="core/iplan@1", opened_by=system, opened_on=on) for number in range(SCHEDULES)], batch_size=2_000)
    Schedule.objects.bulk_create([
        Schedule(school=school, plan=plan, kind="termly", opened_by=system, opened_on=on,
                 due_on=on + timedelta(days=number % 28 if number < DUE else 40 + number % 300))
        for number, plan in enumerate(plans)], batch_size=2_000)
