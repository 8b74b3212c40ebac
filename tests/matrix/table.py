"""The decision table, pages.yaml, read; and the addresses of the product, walked, so that neither can forget a page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).with_name("pages.yaml")
SENCO = {"senco_admin", "senco_team"}
# Shorthands of the table, spelt out here by hand: never taken from people.roles, which they check.
ROLES = {
    "senco_admin": {"senco_admin"},
    "senco": {"senco_admin", "senco_team"},
    "staff": {"senco_admin", "senco_team", "designated_teacher", "teacher", "teaching_assistant"},
    # A teaching assistant writes observations and notes progress, and sets nothing (case A-13).
    "authors": {"senco_admin", "senco_team", "designated_teacher", "teacher", "professional"},
    "teachers": {"senco_admin", "senco_team", "designated_teacher", "teacher"},
    "workers": {"senco_admin", "senco_team", "designated_teacher", "teacher", "teaching_assistant", "professional"},
    "readers": {"senco_admin", "senco_team", "designated_teacher", "teacher", "teaching_assistant", "professional",
                "parent", "learner"},
    "adults": {"senco_admin", "senco_team", "designated_teacher", "teacher", "teaching_assistant", "professional",
               "parent"},
    "members": {"senco_admin", "senco_team", "designated_teacher", "teacher", "teaching_assistant", "professional",
                "parent", "learner", "governor", "head"},
    "counters": {"senco_admin", "senco_team", "governor", "head"},
    "parent": {"parent"},
    "operator": {"operator"},
    "support": {"support"},
    "anyone": {"anyone"},
    "signed in": {"signed in"},
}


@dataclass(frozen=True)
class Page:
    """A row of the table: an address by name (what follows an @ tells rows of one name apart), whose it is about, and
    for each method it answers, who may.
    """

    name: str
    about: str  # learner, draft (of the learner, for those let in), school or site
    methods: dict[str, frozenset[str]]
    args: dict[str, str]
    query: str = ""
    data: dict[str, str] = field(default_factory=dict)

    def admits(self, method: str, role: str, relation: str) -> bool:
        """What the table says of a role in a relation to Ada."""
        if role not in self.methods[method] or relation in {"left", "next_door", "outside"}:
            return False
        if self.about == "school":
            return True
        if self.about == "draft":
            return relation == "let_in" or (relation == "related" and role in SENCO)
        return relation in {"related", "via_group", "let_in"}


def pages() -> list[Page]:
    rows = yaml.safe_load(TABLE.read_text())
    return [page(name, row) for name, row in rows.items()]


def page(name: str, row: dict[str, Any]) -> Page:
    methods = {method: frozenset(ROLES[row[method]]) for method in ("get", "post") if method in row}
    args = row.get("args", {"pk": "learner"} if row["about"] in {"learner", "draft"} else {})
    return Page(name.partition("@")[0], row["about"], methods, args, row.get("query", ""), row.get("data", {}))


def addresses(patterns: Any = None, namespace: str = "", prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    """(name, path, view) of every address the product answers."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from addresses(pattern.url_patterns, inner, path)
        elif isinstance(pattern, URLPattern):
            yield ":".join(filter(None, [namespace, pattern.name or str(pattern.pattern)])), path, pattern.callback
