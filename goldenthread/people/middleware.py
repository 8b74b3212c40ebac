"""Ends sessions that have been idle, or have lasted, too long."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from goldenthread.people import sessions
from goldenthread.schools.clock import now


class Presence:
    """Whoever was away for too long is nobody from this request on: a restored tab revives no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            moment = now()
            if sessions.is_over(request.session, moment):
                logout(request)
            else:
                sessions.touch(request.session, moment)
        return self.get_response(request)
