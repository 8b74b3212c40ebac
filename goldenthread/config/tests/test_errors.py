"""Error pages say what to do next, tell nobody anything, and what happened can be found by its number."""

import logging
import re

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.http import require_POST

from goldenthread.audit.refusals import Refused

# As in urls.py, which test_every_error_has_its_page holds to.
handler400 = "goldenthread.config.errors.bad_request"
handler403 = "goldenthread.config.errors.forbidden"
handler404 = "goldenthread.config.errors.not_found"
handler500 = "goldenthread.config.errors.broken"


def breaks(request):
    raise ZeroDivisionError("Ada Okafor")


def refuses(request):
    raise Refused("Only a SENCO admin at this school can issue a plan.")


def too_much(request):
    raise RequestDataTooBig


def odd(request):
    raise SuspiciousOperation


urlpatterns = [
    path("breaks/", breaks),
    path("refuses/", refuses),
    path("too-much/", too_much),
    path("odd/", odd),
    path("post-only/", require_POST(lambda request: HttpResponse("done"))),
    path("fine/", lambda request: HttpResponse("fine")),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/breaks/", 500, "tell them this number"),
        ("/refuses/", 409, "Only a SENCO admin at this school can issue a plan."),
        ("/too-much/", 413, "choose a smaller file"),
        ("/odd/", 400, "reload the page"),
        ("/post-only/", 405, "for sending a form"),
        ("/nothing/", 404, "check it"),
    ],
)
def test_what_went_wrong_is_said_in_words(browser, address, status, says):
    response = browser.get(address)
    assert response.status_code == status
    assert says in response.content.decode()


def test_a_broken_page_shows_a_number_and_the_log_has_it_with_the_cause(browser, caplog):
    with caplog.at_level(logging.ERROR, logger="goldenthread"):
        page = browser.get("/breaks/").content.decode()
    number = re.search(r"<strong>([0-9A-F]{8})</strong>", page).group(1)
    assert "Ada" not in page
    assert number in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_what_is_not_there_is_the_same_page_for_all_and_names_nobody(browser):
    one, other = browser.get("/nothing/"), browser.get("/s/larkrise/learners/7/")
    assert one.content == other.content
    assert dict(one.headers) == dict(other.headers)


def test_a_form_from_a_page_left_open_too_long_says_so():
    response = Client(enforce_csrf_checks=True).post("/post-only/")
    assert response.status_code == 403
    assert "reload the page, and send it again" in response.content.decode()


def test_nothing_is_kept_by_browsers_and_proxies_and_nothing_is_shared(browser):
    for address in ("/fine/", "/nothing/", "/breaks/"):
        headers = browser.get(address).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in headers["Vary"]
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "camera=()" in headers["Permissions-Policy"]
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_browsers_are_held_to_https_where_the_site_has_it(settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    response = Client().get("/fine/", secure=True)
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_error_pages_need_no_request():
    from goldenthread.config import errors

    assert errors.broken(RequestFactory().get("/")).status_code == 500


def test_every_error_has_its_page():
    from goldenthread.config import urls

    ours = (urls.handler400, urls.handler403, urls.handler404, urls.handler500)
    assert ours == (handler400, handler403, handler404, handler500)
