"""One version, as frozen and as this reader may read it."""

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
from goldenthread.plans.rendering import screen
from goldenthread.plans.since import living_copy, load_living, since
from goldenthread.plans.states import State
from goldenthread.plans.views.finding import address, seen, show, version_at
from goldenthread.schools.clock import today

STAFF = {"senco", "staff", "professional"}


@require_safe
@at_school(Permission.PLAN_READ)
def page(request: SchoolRequest, pk: int, type: str, number: tuple[int, int]) -> HttpResponse:
    version, reader = version_at(request, pk, type, number)
    return show_version(request, version, reader)


def show_version(request: SchoolRequest, version: PlanVersion, reader: Reader) -> HttpResponse:
    """The version, with what has happened since beside it where it is in force."""
    plan, on = version.plan, today()
    try:
        whole = reading.open_body(version)
    except reading.Erased as erased:
        return show(request, "erased.html", reader, version=version, sentence=str(erased))
    in_force, gone = version.standing.state == State.CURRENT, reading.withdrawn(plan, on)
    # The family and the learner read what was issued, and nothing beside it.
    loaded = load_living(plan, on) if in_force and reader.kind in STAFF else None
    today_for = reading.audiences_in(loaded, plan) if loaded else reading.audiences_today(plan)
    document = reading.copy_for(version, whole, reader, gone, today_for)
    let_in = not policies.why_not_read_draft(plan, request.member, on)
    seen(reader)
    return show(
        request, "version.html", reader, stands=str(version) if in_force else None,
        plan=plan, version=version, in_force=in_force, let_in=let_in,
        page=screen.page(document, address(reader, "photo", type=plan.type, number=version.label)),
        since=since(version, document, living_copy(version, whole, loaded, reader, gone, on), let_in,
                    new_since(reader, version.issued_on))
        if loaded else None,
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
