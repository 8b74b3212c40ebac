"""SEN stage and needs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.learners import operations, policies
from goldenthread.learners.details import Row, need_row
from goldenthread.learners.forms import StageForm
from goldenthread.learners.forms_needs import NeedsForm, needs_held
from goldenthread.learners.merging import BOXES, boxed, boxes_of, merged
from goldenthread.learners.operations import NeedGiven
from goldenthread.learners.views.doing import act, show, the_learner, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def stage(request: SchoolRequest, pk: int) -> HttpResponse:
    """Begin another stage; history stays."""
    learner = the_learner(request, pk)
    form = StageForm(request.POST or None, find=learner.stages.filter(ends_on=None).first)

    def save(had: Any, **given: Any) -> object:
        return operations.set_stage(learner=learner, by=request.member, on=today(), shown=had, **given)

    return act(request, form, save, f"{learner.first}'s stage is saved.", to(request, "details", pk=pk)) or show(
        request, "form", learner, form=form, title="Change the SEN stage", button="Save the stage",
        back=to(request, "details", pk=pk), will="The stage before ends the day before, and stays in the history.")


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def needs(request: SchoolRequest, pk: int) -> HttpResponse:
    """The needs that hold, foremost first. One emptied ends today."""
    learner = the_learner(request, pk)
    now = list(learner.needs.filter(ends_on=None))
    forms = NeedsForm(request.POST or None, initial=[{**box, "had": box} for box in boxes_of(now)])
    shown = request.POST.get("had-needs", "") if forms.is_bound else policies.ranked(now)
    refusal = policies.why_needs_stale(now, shown)
    theirs = [need_row(need) for need in now] or [Row("Needs", "None")] if refusal else []
    if forms.is_valid():
        told: list[dict[str, Any]] = [{name: form.cleaned_data.get(name) for name in BOXES} for form in forms]
        try:
            operations.set_needs(learner=learner, needs=[NeedGiven(**need) for need in told if need["type"]],
                                 by=request.member, on=today(), shown=shown)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{learner.first}'s needs are saved.")
            return redirect(to(request, "details", pk=pk))
        if theirs:
            # The page holds what somebody else saved from then on, so that the next save is a change of it.
            sent = zip((boxed(form.cleaned_data.get("had")) for form in forms), map(boxed, told), strict=True)
            forms, shown = needs_held(merged(sent, boxes_of(now)), boxes_of(now)), policies.ranked(now)
    return show(request, "needs", learner, forms=forms, refusal=refusal, theirs=theirs, had=shown,
                back=to(request, "details", pk=pk))
