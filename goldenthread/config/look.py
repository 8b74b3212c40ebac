"""What every page is told: where home is, the way through, and whether this is the demo."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from goldenthread.home.places import DAILY, RUNNING, Place, open_to
from goldenthread.people.sessions import IDLE
from goldenthread.reviews.queries import still_asked
from goldenthread.schools.clock import today

# Those who come seldom and have no list of actions to find a form on.
OUTSIDE, ASKED = {"family", "learner", "professional"}, "reviews:asked"


@dataclass(frozen=True)
class Link:
    text: str
    href: str
    current: bool


def navigation(request: HttpRequest) -> list[Link]:
    """The parts of the school this member may open, the one we are in marked."""
    member = getattr(request, "member", None)
    if member is None:
        return []
    slug = member.school.slug

    def address(place: Place) -> str:
        return reverse(place.address, kwargs={"slug": slug})

    links = [(place, address(place)) for place in open_to(DAILY, member)]
    waiting = still_asked(member, today()).count() if member.kind in OUTSIDE else 0
    # What it takes to run the place is reached through one of the links, so that is where we are then.
    under = {address(place): "home:more" for place in RUNNING} | {href: place.address for place, href in links}
    # The longest address that this page lies under is the part we are in.
    here = under.get(max((href for href in under if request.path.startswith(href)), key=len, default=""))
    # One place to be needs no signposts.
    return [Link(text(place, waiting), href, place.address == here) for place, href in links] if len(links) > 1 else []


def text(place: Place, waiting: int) -> str:
    """What a part is called, with how many forms wait in it."""
    return f"{place.text} ({waiting})" if waiting and place.address == ASKED else place.text


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
