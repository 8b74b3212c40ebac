"""The tabs of a learner's pages: those this member may open."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import resolve, reverse

from goldenthread.learners.models import Learner

register = template.Library()

# What each part is called, where it begins, and the addresses that belong to it besides.
TABS: list[tuple[str, str, str]] = [
    ("Plan", "plans:current", "plans:"),
    ("Record", "story:record", "story:"),
    ("Targets", "outcomes:list", "outcomes:"),
    ("Thread", "home:thread", "home:thread"),
    ("Reviews", "reviews:list", "reviews:"),
    ("Dates", "reviews:dates", "reviews:dates"),
    ("Actions", "actions:list", "actions:"),
    ("Details", "learners:details", "learners:"),
    ("Access", "learners:access", "learners:access"),
]


@dataclass(frozen=True)
class Tab:
    text: str
    href: str
    current: bool


@cache
def door(name: str) -> Any:
    """The permission that opens the page with this address."""
    return resolve(reverse(name, kwargs={"slug": "a", "pk": 1})).func.door  # type: ignore[attr-defined]  # by at_school


@register.simple_tag(takes_context=True)
def learner_tabs(context: RequestContext, learner: Learner) -> list[Tab]:
    """The parts of a learner's record, without those whose page this member may not open."""
    request = context["request"]
    member, here = request.member, request.resolver_match.view_name if request.resolver_match else ""
    belongs = max((prefix for _, _, prefix in TABS if here.startswith(prefix)), key=len, default="")
    at = {"slug": member.school.slug, "pk": learner.pk}
    return [Tab(text, reverse(name, kwargs=at), prefix == belongs) for text, name, prefix in TABS
            if door(name) == "any member" or member.may(door(name))]
