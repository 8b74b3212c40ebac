"""Every plan kept for a learner, and the way to open another."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.learners.queries import at_present
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans.kept import could_be_kept, kept
from goldenthread.plans.views.finding import reader_at, show
from goldenthread.schools.clock import today


@require_safe
@at_school(Permission.PLAN_READ)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    reader, on = reader_at(request, pk), today()
    here = kept(reader, on)
    may_open = request.member.may(Permission.PLAN_ARRANGE)
    stage = at_present(reader.learner, on)["stage"] or "N" if may_open else ""
    return show(request, "kept.html", reader, plans=here, could=could_be_kept(here, stage) if may_open else [])
