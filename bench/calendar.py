"""The school's calendar and its list of dates set by law, with 350 learners counted, against the bare page."""

from datetime import timedelta
from typing import Any

from bench.clients import client_of, get, queries_of
from bench.harness import against_floor, at_most
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.reviews.models import Process
from goldenthread.reviews.operations import clocks, plan_review
from goldenthread.schools.clock import today

SLUG, LEARNERS, MEETINGS = "ashfield", 350, 40


def measure() -> list[dict[str, Any]]:
    count_for_all()
    client = client_of(SLUG, "senco_admin")
    bare, month, due = f"/s/{SLUG}/bare/", f"/s/{SLUG}/calendar/?whose=school", f"/s/{SLUG}/due/"
    return [
        against_floor(f"calendar of {LEARNERS} learners", lambda: get(client, bare), lambda: get(client, month), 12),
        at_most("calendar, queries", queries_of(client, month), "queries", 12),
        against_floor("dates set by law, first page", lambda: get(client, bare), lambda: get(client, due), 8),
        at_most("dates set by law, queries", queries_of(client, due), "queries", 15),
    ]


def count_for_all() -> None:
    """An annual review for 350 learners, spread over the year, and meetings this month; made the first time."""
    by, on = Membership.objects.get(school__slug=SLUG, role="senco_admin", ends_on=None), today()
    counted = Process.objects.filter(school__slug=SLUG, kind="annual_review", state="open").count()
    wanted = Learner.objects.filter(school__slug=SLUG).exclude(processes__kind="annual_review").order_by("pk")
    openings = [clocks.Opening(learner, "annual_review", on - timedelta(days=number % 360))
                for number, learner in enumerate(wanted[:max(LEARNERS - counted, 0)])]
    clocks.start_many(openings=openings, by=by, on=on)
    for number, opening in enumerate(openings[:MEETINGS]):
        plan_review(learner=opening.learner, kind="termly", held_on=on + timedelta(days=number % 20), by=by, on=on)
