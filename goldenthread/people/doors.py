"""The ways in. Every page stands behind one of these, and says so: `view.door`.

at_school: a live member of the school in the address, with the permission. own_page: anybody signed in.
operators, supporters: those who run the site or help schools, with no view of a learner. anyone: the rest.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from goldenthread.audit.refusals import Refused
from goldenthread.people import devices, second, sessions, stages
from goldenthread.people.models import Membership, User
from goldenthread.people.permissions import Permission
from goldenthread.people.policies import live
from goldenthread.schools.clock import now, today
from goldenthread.schools.models import School

View = Callable[..., HttpResponse]
# Boxes whose content is never shown again.
SECRETS = {"password", "now", "code", "credential"}
# Boxes that hold what was chosen, or what a page was made with, to compare with what is there when it comes back.
CHOSEN = ("had-", "who-", "c-")
SWITCHED = ("You wrote this as somebody else than you are here now: you have switched school or role in another tab. "
            "Switch back, and send it again.")


class SchoolRequest(HttpRequest):
    """A request that came through the door: who asks, as what, at which school. For type hints in views."""

    member: Membership
    school: School


def at_school(permission: Permission | None = None) -> Callable[[View], View]:
    """Admit live members of the school in the address whose role has the permission (None: any role).

    Sets request.member and request.school. Everyone else meets the same 404 as for a page that is not there;
    somebody who is not signed in is asked to sign in first; staff known by a password alone show a second factor.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def admitted(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            member = member_at(request, slug, permission)
            if member is None:
                raise Http404
            if member.as_role.staff and is_weak(request):
                return stages.start(request, request.user, request.get_full_path())  # type: ignore[arg-type]
            if request.POST.get("acting_as", str(member.pk)) != str(member.pk):
                raise Refused(SWITCHED)
            request.member, request.school = member, member.school  # type: ignore[attr-defined]
            return view(request, **kwargs)

        admitted.door = permission or "any member"  # type: ignore[attr-defined]
        return admitted

    return decorate


def own_page(view: View) -> View:
    """Anybody signed in, whatever they are anywhere; as surely known as what they are calls for."""
    return door(view, "signed in", lambda user: True)


def operators(view: View) -> View:
    return door(view, "operator", lambda user: user.is_operator)


def supporters(view: View) -> View:
    return door(view, "support", lambda user: user.support_id is not None)


def anyone(view: View) -> View:
    """No door at all; written down, so that no page is without one by mistake."""
    view.door = "anyone"  # type: ignore[attr-defined]
    return view


def door(view: View, name: str, admits: Callable[[User], bool]) -> View:
    @wraps(view)
    def admitted(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user: User = request.user  # type: ignore[assignment]
        if not user.is_authenticated:
            return ask_to_sign_in(request)
        if not admits(user):
            raise Http404
        if is_weak(request) and second.needed(user):
            return stages.start(request, user, request.get_full_path())
        return view(request, **kwargs)

    admitted.door = name  # type: ignore[attr-defined]
    return admitted


def sure(view: View) -> View:
    """For what a thief would do first: the password was given within ten minutes, or is asked for again."""

    @wraps(view)
    def admitted(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not sessions.is_sure(request.session, now()):
            return redirect(f"{reverse('people:sure')}?next={request.path}")
        return view(request, **kwargs)

    return admitted


def is_weak(request: HttpRequest) -> bool:
    """Signed in by a password alone, where staff need more."""
    return not settings.DEMO and not request.session.get("second")


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; but what somebody had written when their session ended is held out to be sent again."""
    if written(request):
        return send_again(request, signed_in=False, status=401)
    return redirect_to_login(request.get_full_path(), sign_in_page(request))


def sign_in_page(request: HttpRequest) -> str:
    """Where one signs in: a learner who was away for too long comes back to the learners' tab."""
    return reverse("people:learner-sign-in" if devices.code_here(request) else "people:sign-in")


def send_again(request: HttpRequest, *, signed_in: bool, status: int) -> HttpResponse:
    """What was written, shown and held out to be sent again; what is no word of theirs goes along unseen."""
    words = [(name, value, is_wording(name, value)) for name, value in written(request)]
    return render(request, "people/send_again.html", {
        "words": words, "signed_in": signed_in, "shown": any(seen for _, _, seen in words),
        "learner": bool(devices.code_here(request)), "sign_in": sign_in_page(request)}, status=status)


def is_wording(name: str, value: str) -> bool:
    """Whether somebody typed this, as far as can be told: numbers, codes and the values of choices are no words."""
    if name.startswith(CHOSEN):
        return False
    word = value.strip()
    return len(word) > 40 or len(word.split()) > 1 or not word.isascii() or (word.istitle() and word.isalpha())


def written(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, but for the tokens; nothing of a form with a secret in it."""
    if SECRETS & set(request.POST):
        return []
    tokens = {"csrfmiddlewaretoken", "acting_as"}
    return [(name, value) for name in request.POST if name not in tokens for value in request.POST.getlist(name)]


def memberships(user: User, on: date) -> QuerySet[Membership]:
    """A person's live memberships, with their schools."""
    return Membership.objects.filter(live(on), user=user).select_related("school").order_by("school__name", "pk")


def member_at(request: HttpRequest, slug: str, permission: Permission | None) -> Membership | None:
    """Who the person is here. Somebody with two roles acts in the one chosen at /act-as/, else in their first."""
    mine = list(memberships(request.user, today()).filter(school__slug=slug))  # type: ignore[arg-type]
    chosen = request.session.get("acting", {}).get(slug)
    member = next((m for m in mine if m.pk == chosen), mine[0] if mine else None)
    if member is None or (permission is not None and not member.may(permission)):
        return None
    return member
