"""Opening a learner: the plan in force, as frozen, with what is live since beside it; or the draft, or a way to one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import operations, policies, queries
from goldenthread.plans.kept import others
from goldenthread.plans.models import Plan
from goldenthread.plans.templates import named
from goldenthread.plans.views.draft import show_draft
from goldenthread.plans.views.finding import address, reader_at, show
from goldenthread.plans.views.version import show_version
from goldenthread.schools.clock import today


@require_safe
@at_school(Permission.PLAN_READ)
def page(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    reader = reader_at(request, pk)
    version = queries.in_force(reader.learner, type)
    if version:
        return show_version(request, version, reader)
    plan = queries.of_learner(reader.learner, type)
    if plan and not policies.why_not_read_draft(plan, request.member, today()):
        return show_draft(request, plan, reader)
    return nothing_yet(request, plan, reader, type)


def nothing_yet(request: SchoolRequest, plan: Plan | None, reader: Reader, type: str) -> HttpResponse:
    """What belongs here, why it helps, and the first step for those who can take it."""
    may_open = plan is None and not policies.why_not_open(reader.learner, type, request.member, today())
    return show(request, "nothing_yet.html", reader, plan=plan, may_open=may_open, others=others(reader, type, today()))


@require_POST
@at_school(Permission.PLAN_ARRANGE)
def open_draft(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    """Open a draft, and land on it."""
    reader = reader_at(request, pk)
    try:
        operations.open_plan(learner=reader.learner, type=type, by=request.member, on=today())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"The draft of {reader.learner.first}'s {named(f'core/{type}').called} is open.")
    return redirect(address(reader, "current", type=type))
