"""Where one lands after signing in, and being somebody else at the same school."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from goldenthread.people.doors import memberships, own_page
from goldenthread.people.models import Membership
from goldenthread.schools.clock import today


@require_GET
@own_page
def home(request: HttpRequest) -> HttpResponse:
    """One place to be: straight there. Several, or none: a page that says so."""
    user = request.user
    mine = list(memberships(user, today()))  # type: ignore[arg-type]
    other = user.is_operator or user.support_id  # type: ignore[union-attr]
    if len(mine) == 1 and not other:
        return redirect(at(mine[0]))
    if not mine and other:
        return redirect("people:operator" if user.is_operator else "people:support")  # type: ignore[union-attr]
    return render(request, "people/home.html", {"mine": mine})


@require_POST
@own_page
def act_as(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on this person is this member at that school; one role never sees through the other's eyes."""
    member = memberships(request.user, today()).filter(pk=pk).first()  # type: ignore[arg-type]
    if member is None:
        raise Http404
    request.session.cycle_key()
    request.session["acting"] = {**request.session.get("acting", {}), member.school.slug: member.pk}
    return redirect(at(member))


def at(member: Membership) -> str:
    return f"/s/{member.school.slug}/"
