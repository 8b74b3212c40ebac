"""Closing an outcome with what came of it, and opening it again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.audit.refusals import Refused
from goldenthread.learners.queries import banner
from goldenthread.outcomes import operations
from goldenthread.outcomes.forms import SLIP, CloseForm
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.views.finding import outcome_for
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.story.views.finding import reader_at


@require_http_methods(["GET", "POST"])
@at_school(Permission.OUTCOMES_SET)
def page(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    reader = reader_at(request, pk)
    outcome = outcome_for(reader, uuid)
    form = CloseForm(request.POST or None, outcome=outcome)
    if form.is_valid():
        try:
            closed = close(request, outcome, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, told(closed))
            return redirect("outcomes:list", slug=request.school.slug, pk=pk)
    return render(request, "outcomes/close.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "outcome": outcome,
        "form": form, "may_be_slip": form.may_be_slip}, status=422 if form.errors else 200)


def close(request: SchoolRequest, outcome: Outcome, form: CloseForm) -> Outcome:
    if form.cleaned_data["result"] == SLIP:
        return operations.throw_away(outcome=outcome, why=form.cleaned_data["why"], by=request.member, on=today())
    return operations.close(outcome=outcome, by=request.member, on=today(), **form.cleaned_data)


def told(closed: Outcome) -> str:
    done = ("Taken out as one that was set by mistake: no plan tells of it." if closed.is_slip
            else f"Closed: {closed.result_name.lower()}.")
    return f"{done} It is kept at the foot of this page; you can open it again there."


@require_POST
@at_school(Permission.OUTCOMES_SET)
def reopen(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    reader = reader_at(request, pk)
    try:
        operations.reopen(outcome=outcome_for(reader, uuid), by=request.member, on=today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Open again.")
    return redirect("outcomes:list", slug=request.school.slug, pk=pk)
