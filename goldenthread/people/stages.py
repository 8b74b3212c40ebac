"""Signing in, stage by stage. Until the last is behind them a person is nobody: no page takes half a sign-in.

password → a password of one's own, where the one used was handed over → second factor, or setting one up → in.
Whatever the way (password, spare, reset link, invitation), it ends here, so none is weaker than another.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from goldenthread.people import devices, second, sessions
from goldenthread.people.models import User
from goldenthread.people.operations import send_mail_later
from goldenthread.schools.clock import now

KEY = "half"
LIFE = timedelta(minutes=10)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def start(request: HttpRequest, user: User, onward: str = "") -> HttpResponse:
    """The password was right. A new session, whatever the browser held before, and on to the first stage."""
    request.session.flush()
    note(request, user, onward)
    return go_on(request, user)


def note(request: HttpRequest, user: User, onward: str) -> None:
    request.session[KEY] = {"user": user.pk, "hash": user.get_session_auth_hash(), "at": now().isoformat(),
                            "onward": onward if is_ours(onward) else ""}


def half(request: HttpRequest) -> User | None:
    """Who has come half way in this session, for ten minutes and as long as their password stays the same."""
    held: dict[str, Any] = request.session.get(KEY, {})
    if not held or now() - datetime.fromisoformat(held["at"]) > LIFE:
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    return user if user and user.get_session_auth_hash() == held["hash"] else None


def stage(user: User) -> str:
    """The address name of what is still to do before this person is in, '' for nothing."""
    if user.must_change_password:
        return "people:new-password"
    if second.factors(user):
        return "people:second"
    return "people:set-up" if second.needed(user) else ""


def go_on(request: HttpRequest, user: User) -> HttpResponse:
    name = stage(user)
    return redirect(name) if name else finish(request, user, second_shown=False)


def onward(request: HttpRequest) -> str:
    """Where the person wanted to go before they were asked to sign in."""
    return request.session.get(KEY, {}).get("onward", "") or reverse("people:home")


def finish(request: HttpRequest, user: User, *, second_shown: bool,
           response: HttpResponse | None = None) -> HttpResponse:
    """Signed in: a new session, and the device is known from now on."""
    response = response or redirect(onward(request))
    strange = not devices.known(request, user)
    if strange and user.last_login and user.email:
        send_mail_later(to=user.email, template="people/mail/new_device.txt", context={"name": user.name},
                        key=f"new-device:{user.pk}:{now().isoformat()}", now=now())
    request.session.flush()
    login(request, user, backend=BACKEND)
    sessions.begin(request.session, user, second=second_shown)
    devices.remember(request, response, user)
    return response


def is_ours(address: str) -> bool:
    """Only addresses of this site are gone on to, and none that signs in or out."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
