"""Every page of the decision table, opened in Chromium by those it is for: axe, side scroll, light and dark, weight."""

import gzip
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page as Screen

from tests.browser import faults
from tests.matrix.table import Page, pages
from tests.matrix.world import Actor, World, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What is no page: files, pictures, an address that leads on, and a page of the demo alone (test_look.py).
FILES = {"home:export", "exchange:template", "exchange:left", "learners:photo", "plans:photo", "plans:pdf",
         "plans:draft_pdf", "plans:profile_pdf", "plans:received_pdf", "people:well-known", "look"}
PAGES = [page for page in pages() if "get" in page.methods and page.name not in FILES]
SENCO = "the SENCO"
WHO = {SENCO: [("senco_admin", "related")],
       "everybody else": [("teacher", "let_in"), ("parent", "related"), ("learner", "related"), ("governor", "related"),
                          ("operator", "outside"), ("support", "outside"), ("anonymous", "outside")]}
LIGHT = {"home:dashboard", "home:register", "plans:version", "plans:draft", "story:record"}
# Seen by many as one: opened by the first who may.
SHARED = {"anyone": "anonymous", "signed in": "parent"}


@pytest.fixture
def world(today) -> World:
    return build(today)


def theirs(page: Page, actor: Actor) -> bool:
    """Whether this is one of the pages the actor is sent through; what only the SENCO's rows repeat is left to her."""
    if page.about == "site":
        (who,) = page.methods["get"]
        return SHARED.get(who, who) == actor.role
    return page.admits("get", actor.role, actor.relation)


def address(page: Page, world: World) -> str:
    kwargs = {name: world.things.get(thing, thing) for name, thing in page.args.items()}
    school = {} if page.about == "site" else {"slug": world.school.slug}
    return reverse(page.name, kwargs={**school, **kwargs}) + page.query


def screen(visit: Callable[..., Screen], actor: Actor) -> Screen:
    return visit(actor.member or actor.user, "about:blank")


@pytest.mark.parametrize("who", WHO)
def test_every_page_is_for_everyone(who, world, visit):
    found, seen = [], {row.name for row in PAGES if who != SENCO and sencos(row)}
    for actor in world.actors:
        if (actor.role, actor.relation) in WHO[who]:
            mine = [row for row in PAGES if theirs(row, actor)]
            assert mine, actor
            page = screen(visit, actor)
            # A learner's own pages are drawn otherwise than anybody else's.
            again = seen if actor.role != "learner" else set()
            found += [f"{actor}: {row.name}: {fault}" for row in mine
                      for fault in wrong(page, row, world, again=row.name in again)]
            seen |= {row.name for row in mine}
            page.context.close()
    assert not found, "\n".join(found)


def sencos(row: Page) -> bool:
    """Whether the SENCO goes through it in her own walk."""
    return row.about != "site" and row.admits("get", *WHO[SENCO][0])


def wrong(page: Screen, row: Page, world: World, again: bool) -> list[str]:
    answer = page.goto(address(row, world))
    assert answer
    if row.about == "site" and row.args and answer.status in {404, 405}:
        return []  # somebody else’s passkey, or an address that only takes a press
    gone = answer.status == 410  # a link that is over has a page to say so
    return [f"answered {answer.status}"] * (answer.status >= 400 and not gone) + faults(page, again)


def test_pages_are_light(world, visit):
    """As an old school PC meets it, with nothing kept: at most 150 kB in 12 requests, style and script zipped."""
    actor = next(actor for actor in world.actors if (actor.role, actor.relation) == WHO["the SENCO"][0])
    for row in PAGES:
        if row.name in LIGHT:
            page, sent = screen(visit, actor), {}
            page.on("response", lambda answer, sent=sent: sent.update({answer.url: weight(answer)}))
            page.goto(address(row, world))
            page.wait_for_load_state("networkidle")
            assert len(sent) <= 12, sent
            assert sum(sent.values()) <= 150_000, sent


def weight(answer: Any) -> int:
    body = answer.body() if answer.ok else b""
    zipped = PurePosixPath(answer.url.split("?")[0]).suffix in {".css", ".js", ".svg"}
    return len(gzip.compress(body)) if zipped else len(body)
