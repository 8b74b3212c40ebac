"""What every page is told: where home is, the way through, and whether this is the demo."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from goldenthread.people.permissions import Permission

# Text, address name, permission that opens it (None: everybody at the school).
NAVIGATION: list[tuple[str, str, Permission | None]] = []


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
    here = request.resolver_match.view_name if request.resolver_match else ""
    links = []
    for text, name, needed in NAVIGATION:
        if needed is None or member.may(needed):
            href = reverse(name, kwargs={"slug": request.school.slug})
            links.append(Link(text, href, current=here == name))
    return links


def look(request: HttpRequest) -> dict[str, Any]:
    """Context processor, named in settings."""
    return {
        "look": {
            "demo": settings.DEMO,
            "home": "/",
            "sign_out": "/sign-out/",
            "nav": navigation(request),
            "font": getattr(request.user, "font", "") if hasattr(request, "user") else "",
        }
    }
