"""What every page is told: where home is, the way through, and whether this is the demo."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from goldenthread.people.permissions import Permission
from goldenthread.people.sessions import IDLE

# Text, address, and the permission that opens it (None: everybody at the school).
NAVIGATION: list[tuple[str, str, Permission | None]] = [
    ("Today", "home:dashboard", None),
    ("Learners", "home:register", Permission.LEARNERS_LIST),
    ("Today’s list", "outcomes:today", Permission.PROGRESS_NOTE),
    ("Actions", "actions:mine", Permission.LEARNERS_LIST),
    ("Calendar", "reviews:calendar", Permission.LEARNERS_LIST),
    ("Asked of you", "reviews:asked", None),
    ("Groups", "learners:groups", Permission.LEARNERS_MANAGE),
    ("Spreadsheets", "exchange:history", Permission.LEARNERS_IMPORT),
    ("People", "members:people", Permission.MEMBERS_MANAGE),
    ("What happened", "home:happened", Permission.AUDIT_READ),
    ("School", "members:school", Permission.SCHOOL_SETTINGS),
]


@dataclass(frozen=True)
class Link:
    text: str
    href: str
    current: bool


def navigation(request: HttpRequest) -> list[Link]:
    """The parts of the school this member may open."""
    member = getattr(request, "member", None)
    if member is None:
        return []
    links = [
        (text, reverse(name, kwargs={"slug": request.school.slug}))  # type: ignore[attr-defined]
        for text, name, needed in NAVIGATION
        if needed is None or member.may(needed)
    ]
    # The longest address that this page lies under is the part we are in.
    here = max((href for _, href in links if request.path.startswith(href)), key=len, default="")
    # One place to be needs no signposts.
    return [Link(text, href, href == here) for text, href in links] if len(links) > 1 else []


def font(request: HttpRequest) -> str:
    """The font a person reads best, else the one their school chose; '' for ours."""
    school = getattr(request, "school", None)
    own = getattr(getattr(request, "user", None), "font", "")
    return own or (school.vocabulary.get("font", "") if school else "")


def idle(request: HttpRequest) -> int:
    """After how many seconds without a hand on it a page hides what it shows; the session ends with it."""
    limit = IDLE.get(request.session.get("kind", "")) if hasattr(request, "session") else None
    return int(limit.total_seconds()) if limit else 0


def look(request: HttpRequest) -> dict[str, Any]:
    """Context processor, named in settings."""
    school = getattr(request, "school", None)
    return {
        "look": {
            "demo": settings.DEMO,
            "home": reverse("home:dashboard", kwargs={"slug": school.slug}) if school else "/",
            "sign_out": reverse("people:sign-out"),
            "me": reverse("people:me"),
            "nav": navigation(request),
            "idle": idle(request),
            "font": font(request),
        }
    }
