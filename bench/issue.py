"""Issuing a version (the database's part) against one committed INSERT of the same JSON."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.db import connection, transaction

from bench.harness import against_floor
from goldenthread.people.models import Membership
from goldenthread.plans import operations, queries
from goldenthread.plans.models import Plan, Standing
from goldenthread.schools.clock import today

SLUG = "ashfield"


def measure() -> list[dict[str, Any]]:
    senco = Membership.objects.filter(school__slug=SLUG, role="senco_admin", ends_on=None).order_by("pk").first()
    standing = Standing.objects.filter(plan__school__slug=SLUG, state="current").order_by("pk").first()
    plan = Plan.objects.get(pk=standing.plan_id)
    body, on = queries.current(plan).body.json, today()
    # Keys of an earlier run would be answered, and nothing issued.
    presses = count(queries.next_number(plan))
    review = on + timedelta(days=90)

    def issue() -> None:
        operations.issue(plan=plan, by=senco, on=on, what_changed="Measured.", key=f"bench-{next(presses)}",
                         review_by=review)

    def insert() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_bodies (json) VALUES (%s)", [body])

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bodies")
        key = "INTEGER PRIMARY KEY" if connection.vendor == "sqlite" else "BIGSERIAL PRIMARY KEY"
        cursor.execute(f"CREATE TABLE bench_bodies (id {key}, json TEXT NOT NULL)")
    try:
        return [against_floor("issue a version (database)", insert, issue, 25)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_bodies")
