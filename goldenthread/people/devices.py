"""Devices an account has been signed in to from before, known by a signed cookie that says nothing of the person."""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from goldenthread.people.models import User

COOKIE = "__Host-device" if settings.SECURE else "device"
# The school's code of the learner who was the last to sign in here, until the browser is closed.
CODE = "__Host-school" if settings.SECURE else "school"
AGE = 60 * 60 * 24 * 365
# A classroom's computer knows its last class.
MOST = 40


def read(request: HttpRequest) -> tuple[str, list[str]]:
    """The device's own number and the marks of those who signed in here; a new number where the cookie is missing."""
    try:
        number, *marks = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE)
    except (signing.BadSignature, ValueError):
        return secrets.token_urlsafe(12), []
    return number, marks


def mark(number: str, user: User) -> str:
    """What stands for a person in one device's cookie, until they sign out everywhere."""
    text = f"{number}:{user.pk}:{user.session_epoch}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:16]


def known(request: HttpRequest, user: User | None) -> str:
    """The device's number where this person has signed in from it before, else ''."""
    number, marks = read(request)
    return number if user is not None and mark(number, user) in marks else ""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    number, marks = read(request)
    own = mark(number, user)
    marks = [own, *[each for each in marks if each != own]][:MOST]
    response.set_cookie(COOKIE, signing.dumps([number, *marks], salt=COOKIE), max_age=AGE, secure=settings.SECURE,
                        httponly=True, samesite="Lax")
    if user.is_learner:
        response.set_cookie(CODE, user.login.partition("/")[0], secure=settings.SECURE, httponly=True, samesite="Lax")
    elif code_here(request):
        response.delete_cookie(CODE, samesite="Lax")


def code_here(request: HttpRequest) -> str:
    """The school's code as a learner typed it here last, so that who was away for too long need not look for it."""
    return request.COOKIES.get(CODE, "")
