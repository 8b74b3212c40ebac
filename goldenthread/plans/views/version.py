"""One version, as frozen and as this reader may read it."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.actions.queries import new_since
from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import policies, reading
from goldenthread.plans.document import Document
from goldenthread.plans.kept import others
from goldenthread.plans.models import PlanVersion
from goldenthread.plans.operations.filing import photos
from goldenthread.plans.showing import shown
from goldenthread.plans.states import State
from goldenthread.plans.views.finding import address, seen, show, version_at
from goldenthread.schools.clock import today


@require_safe
@at_school(Permission.PLAN_READ)
def page(request: SchoolRequest, pk: int, type: str, number: tuple[int, int]) -> HttpResponse:
    version, reader = version_at(request, pk, type, number)
    return show_version(request, version, reader)


def show_version(request: SchoolRequest, version: PlanVersion, reader: Reader) -> HttpResponse:
    """The version, with what has happened since beside it where it is in force."""
    plan, on = version.plan, today()
    in_force = version.standing.state == State.CURRENT
    let_in = not policies.why_not_read_draft(plan, request.member, on)
    photo = address(reader, "photo", type=plan.type, number=version.label)
    try:
        found = shown(version, reader, let_in, photo, on)
    except reading.Erased as erased:
        return show(request, "erased.html", reader, version=version, sentence=str(erased))
    seen(reader)
    return show(
        request, "version.html", reader, stands=str(version) if in_force else None,
        plan=plan, version=version, in_force=in_force, let_in=let_in, page=found.page,
        since=found.since and replace(found.since, actions=new_since(reader, version.issued_on)),
        may_issue=let_in and not policies.why_not_issue_as(reader, plan, on),
        others=others(reader, plan.type, on),
    )


@require_safe
@at_school(Permission.PLAN_READ)
def photo(request: SchoolRequest, pk: int, type: str, number: tuple[int, int]) -> HttpResponse:
    """The picture this version was issued with, for as long as its readers may see it."""
    version, reader = version_at(request, pk, type, number)
    document = read_or_404(version, reader)
    found = list(photos(document, version.school_id).values())
    if not found:
        raise Http404
    return HttpResponse(found[0], content_type="image/jpeg", headers={"Cache-Control": "no-store"})


def read_or_404(version: PlanVersion, reader: Reader) -> Document:
    try:
        return reading.read(version, reader)
    except reading.Erased as erased:
        raise Http404 from erased
