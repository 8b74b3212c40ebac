"""The register of the invented secondary school, against the bare page behind the same door."""

from typing import Any

from bench.clients import client_of, get, queries_of
from bench.harness import against_floor, at_most

SLUG = "ashfield"


def measure() -> list[dict[str, Any]]:
    client = client_of(SLUG, "senco_admin")
    bare, register, today = f"/s/{SLUG}/bare/", f"/s/{SLUG}/learners/", f"/s/{SLUG}/"
    return [
        against_floor("register, first page of 50", lambda: get(client, bare), lambda: get(client, register), 4),
        at_most("register, queries", queries_of(client, register), "queries", 12),
        at_most("register, HTML", len(get(client, register).content) / 1000, "kB", 60),
        against_floor("dashboard", lambda: get(client, bare), lambda: get(client, today), 6),
        at_most("dashboard, queries", queries_of(client, today), "queries", 15),
    ]
