"""A real browser for journeys: Debian's Chromium driven by Playwright, with axe on every page it stops at.

A plugin (root conftest names it). Where there is no Chromium the journeys fail and say how to get it.
"""

import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from goldenthread.people.models import Membership, User
from goldenthread.people.sessions import begin

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
IMAGES = ROOT / "docs" / "manual" / "images"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]
WIDTHS = {"phone": 390, "desk": 1280}
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# In the dark only the colours differ.
IN_THE_DARK = {"type": "rule", "values": ["color-contrast"]}
# What axe can't decide by itself and a person has looked at: rule id, then why it is right.
LOOKED_AT: dict[str, str] = {}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    assert CHROMIUM, "The journeys need Chromium: `apt-get install chromium`, or leave them out with -m 'not browser'."
    # Playwright's own loop runs in this thread; Django would take it for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """visit(who, path, width="desk"): a page of the running product, signed in as that member or user, in a browser of
    their own. Everything the page's console complains of fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(who: Membership | User | None, path: str, width: str = "desk", **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": WIDTHS[width], "height": 900},
                                      locale="en-GB", timezone_id="Europe/London", **options)
        contexts.append(context)
        if who:
            context.add_cookies([cookie_of(who, Client(), live_server.url)])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def cookie_of(who: Membership | User, client: Any, address: str) -> Any:
    user = who.user if isinstance(who, Membership) else who
    client.force_login(user)
    session = client.session
    begin(session, user, second=True)
    if isinstance(who, Membership):
        session["acting"] = {who.school.slug: who.pk}
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}


def problems(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds wrong, and what it could not decide and nobody has looked at, as sentences."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    result = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations', 'incomplete']})", rules)
    found = [sentence("wrong", rule) for rule in result["violations"]]
    undecided = [rule for rule in result["incomplete"] if rule["id"] not in LOOKED_AT]
    return found + [sentence("undecided", rule) for rule in undecided]


def sentence(kind: str, rule: dict[str, Any]) -> str:
    where = "; ".join(node["html"][:160] for node in rule["nodes"][:3])
    return f"{kind}: {rule['id']} ({rule['help']}): {where}"


def overflow(page: Page) -> str:
    """Why a reader would have to scroll sideways; empty when they would not."""
    wide, here = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return f"{page.url} is {wide} px wide on a screen of {here} px" if wide > here else ""


def faults(page: Page, again: bool = False) -> list[str]:
    """What keeps somebody from reading this page: by axe and by width, on a phone and on a desk, in the dark too; one
    that is looked at `again`, for another reader, on a phone alone.
    """
    found = []
    page.wait_for_load_state()  # axe would judge a page whose style has not come yet
    for name, width in WIDTHS.items():
        if name == "phone" or not again:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{name}: {problem}" for problem in [*problems(page), overflow(page)] if problem]
    if again:
        return found
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {problem}" for problem in problems(page, IN_THE_DARK)]
    page.emulate_media(color_scheme="null")  # as it was: None would leave it dark
    return found


def is_fine(page: Page) -> None:
    """Fails where the page a test has come to is not for everyone."""
    found = faults(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


def picture(page: Page, name: str, width: str = "desk", full: bool = False) -> None:
    """A screenshot for the manual, where GOLDENTHREAD_PICTURES asks for it: each time it differs by a pixel."""
    assert re.fullmatch(r"[a-z0-9-]+", name)
    if os.environ.get("GOLDENTHREAD_PICTURES"):
        IMAGES.mkdir(parents=True, exist_ok=True)
        page.set_viewport_size({"width": WIDTHS[width], "height": 900})
        page.emulate_media(color_scheme="light")
        page.evaluate("scrollTo(0, 0)")
        taken = Image.open(io.BytesIO(page.screenshot(full_page=full)))
        # 64 colours are enough for a page of words, and a fifth of the bytes.
        taken.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)
