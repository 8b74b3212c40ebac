"""Pages for what went wrong: in plain words, with what to do next, and the same for everybody.

None of them looks at the person or the database: both may be what failed, and a page that is not there must be
byte for byte the page that is not for you.
"""

import logging
import secrets
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from goldenthread.people.doors import send_again, written

logger = logging.getLogger("goldenthread")


def page(status: int, name: str = "", **facts: Any) -> HttpResponse:
    return HttpResponse(render_to_string(f"errors/{name or status}.html", facts), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return page(413)
    return page(400)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Named by CSRF_FAILURE_VIEW. A page of ours from before the last sign-in has the token of then: what was written
    on it is held out to be sent again. The browser itself says that it was a page of ours, which no other can feign.
    """
    if written(request) and request.headers.get("Sec-Fetch-Site") == "same-origin":
        return send_again(request, signed_in=request.user.is_authenticated, status=403)
    return page(403, "csrf")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return not_found(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(404)


def not_that_way(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    answer = page(405)
    answer.headers["Allow"] = response.headers.get("Allow", "")
    return answer


def refused(request: HttpRequest, refusal: Exception) -> HttpResponse:
    return page(409, sentence=str(refusal))


def broken(request: HttpRequest) -> HttpResponse:
    """A number to quote, and the same number in the log beside what happened."""
    reference = secrets.token_hex(4).upper()
    logger.error("%s: %s %s", reference, request.method, request.path, exc_info=True)
    return page(500, reference=reference)
