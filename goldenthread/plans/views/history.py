"""Every version there has been, and what became of it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import policies, queries
from goldenthread.plans.reading import withdrawn
from goldenthread.plans.views.finding import plan_at, show
from goldenthread.schools.clock import today


@require_safe
@at_school(Permission.PLAN_READ)
def page(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    plan, reader = plan_at(request, pk, type)
    on = today()
    versions, gone = list(queries.versions(plan)), withdrawn(plan, on)
    for version in versions:
        version.what_changed = "" if version.sum in gone else version.what_changed
    return show(request, "history.html", reader, plan=plan, versions=versions,
                may_act=not policies.why_not_act_on(plan, request.member, on),
                let_in=not policies.why_not_read_draft(plan, request.member, on))
