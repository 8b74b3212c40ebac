"""Agreeing to an outcome, and saying whether it is on track: one press each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from goldenthread.audit.refusals import Refused
from goldenthread.outcomes import operations
from goldenthread.outcomes.states import AGREED
from goldenthread.outcomes.views.finding import outcome_for
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.story.views.finding import reader_at

UNKNOWN = "Choose whether it is on track or at risk. To close it, say what came of it."


@require_POST
@at_school(Permission.OUTCOMES_SET)
def judge(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    outcome, state = outcome_for(reader_at(request, pk), uuid), request.POST.get("state", "")
    try:
        if state == AGREED:
            stands = operations.agree(outcome=outcome, by=request.member, on=today())
        elif state in operations.JUDGED:
            stands = operations.judge(outcome=outcome, state=state, by=request.member, on=today())
        else:
            raise Refused(UNKNOWN)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"It is {stands.state_name.lower()} now.")
    where = redirect("outcomes:list", slug=request.school.slug, pk=pk)
    where["Location"] += f"#outcome-{uuid}"
    return where
