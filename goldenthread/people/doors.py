"""The way in to every school page: the membership is found, or the page does not exist."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from goldenthread.people.models import Membership, User
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.schools.models import School

View = Callable[..., HttpResponse]


class SchoolRequest(HttpRequest):
    """A request that came through the door: who asks, as what, at which school. For type hints in views."""

    member: Membership
    school: School


def at_school(permission: Permission | None = None) -> Callable[[View], View]:
    """Admit live members of the school in the address whose role has the permission (None: any role).

    Sets request.member and request.school. Everyone else meets the same 404 as for a page that is not there;
    somebody who is not signed in is asked to sign in first.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def admitted(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            member = member_at(request, slug, permission)
            if member is None:
                raise Http404
            request.member, request.school = member, member.school  # type: ignore[attr-defined]
            return view(request, **kwargs)

        admitted.door = permission or "any member"  # type: ignore[attr-defined]
        return admitted

    return decorate


def memberships(user: User, on: date) -> QuerySet[Membership]:
    """A person's live memberships, with their schools."""
    live = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    return Membership.objects.filter(live, user=user).select_related("school").order_by("school__name", "pk")


def member_at(request: HttpRequest, slug: str, permission: Permission | None) -> Membership | None:
    """Who the person is here. Somebody with two roles acts in the one chosen at /act-as/, else in their first."""
    mine = list(memberships(request.user, today()).filter(school__slug=slug))  # type: ignore[arg-type]
    chosen = request.session.get("acting", {}).get(slug)
    member = next((m for m in mine if m.pk == chosen), mine[0] if mine else None)
    if member is None or (permission is not None and not member.may(permission)):
        return None
    return member
