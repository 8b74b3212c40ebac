"""A learner's plan, issued and as a draft, against the bare page behind the same door."""

from typing import Any

from django.urls import reverse

from bench.clients import client_of, get, queries_of
from bench.harness import against_floor, at_most
from goldenthread.plans.models import Plan, Standing

SLUG = "ashfield"


def measure() -> list[dict[str, Any]]:
    client = client_of(SLUG, "senco_admin")
    learner = learner_with_most()
    bare = f"/s/{SLUG}/bare/"
    issued, draft = (reverse(f"plans:{page}", kwargs={"slug": SLUG, "pk": learner}) for page in ("current", "draft"))
    return [
        against_floor("plan page, issued", lambda: get(client, bare), lambda: get(client, issued), 4),
        at_most("plan page, issued, queries", queries_of(client, issued), "queries", 15),
        against_floor("plan page, draft", lambda: get(client, bare), lambda: get(client, draft), 6),
        at_most("plan page, draft, queries", queries_of(client, draft), "queries", 30),
    ]


def learner_with_most() -> int:
    """The one whose version in force has the longest body: the worst case that the invented school has."""
    plans = Plan.objects.filter(school__slug=SLUG, standings__in=Standing.objects.filter(state="current"))
    longest = max(plans.select_related("learner").distinct(), key=lambda plan: sum(
        len(body) for body in plan.versions.filter(standing__state="current").values_list("body__json", flat=True)))
    return longest.learner_id
