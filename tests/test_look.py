"""Every component on one page: right for axe, at both widths, by day and by night; and the weight of a page."""

import gzip
from pathlib import PurePosixPath

import pytest

from tests.browser import is_fine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/look/", "/look/?own=1"])
def test_every_component_is_for_everyone(visit, path, scheme):
    is_fine(visit(None, path, color_scheme=scheme))


def test_an_error_is_where_the_eye_and_the_keyboard_go(visit):
    page = visit(None, "/look/")
    assert page.title().startswith("Error: ")
    page.locator(".govuk-error-summary a", has_text="Date of birth").click()
    assert page.evaluate("document.activeElement.id") == "id_born_0"


def test_the_first_tab_skips_to_the_page(visit):
    page = visit(None, "/nothing-here/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_second_press_is_swallowed(visit):
    page = visit(None, "/look/")
    sent = []

    def answer(route):
        sent.append(route.request.method)
        route.fulfill(status=204)  # nowhere to go: one left hanging would keep the browser from closing

    page.route("**/look/**", answer)
    for _ in range(2):
        page.evaluate("document.querySelector('form[method=post]').requestSubmit()")
    page.wait_for_timeout(300)
    assert sent == ["POST"]


def test_it_reads_at_four_times_the_size(visit):
    page = visit(None, "/look/")
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_signed_in_page_is_light(visit, senco):
    """As the server sends it: style and script zipped, at most 150 kB in 12 requests."""
    sent = {}
    page = visit(senco, "about:blank")
    page.on("response", lambda response: sent.update({response.url: weight(response)}))
    page.goto(f"/s/{senco.school.slug}/")
    page.wait_for_load_state("networkidle")
    assert len(sent) >= 4
    assert len(sent) <= 12
    assert sum(sent.values()) <= 150_000


def weight(response):
    body = response.body() if response.ok else b""
    zipped = PurePosixPath(response.url.split("?")[0]).suffix in {".css", ".js", ".svg"}
    return len(gzip.compress(body)) if zipped else len(body)


def test_outside_the_demo_there_is_no_such_page(client, settings):
    settings.DEMO = settings.DEBUG = False
    assert client.get("/look/").status_code == 404
