"""A learner's reviews: when each plan is looked at next, those to come, those that were held."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans.models import Plan
from goldenthread.reviews import operations, policies, queries
from goldenthread.reviews.forms import ExemptForm, ScheduleForm
from goldenthread.reviews.states import Due
from goldenthread.schools.clock import now, today
from goldenthread.story.views.finding import reader_at


@require_safe
@at_school(Permission.DRAFT_READ)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    reader = reader_at(request, pk)
    read(by=request.member, learner=reader.learner, now=now())
    standing = queries.standing_for([reader.learner.pk], today())[reader.learner.pk]
    return render(request, "reviews/list.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner,
        "schedules": queries.schedules(reader.learner), "reviews": queries.of_learner(reader.learner),
        "standing": standing, "today": today(), "may_arrange": not policies.why_not_arrange_as(reader)})


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ARRANGE)
def schedule(request: SchoolRequest, pk: int, plan: int) -> HttpResponse:
    """By when one plan is reviewed; or that it is not, for now, and why."""
    reader = reader_at(request, pk)
    plan_ = get_object_or_404(Plan.objects.select_related("learner__school"), learner=reader.learner, pk=plan)
    if plan_.as_template.kind == "live":
        raise Http404
    waiting = plan_.schedules.filter(state=Due.WAITING).first()
    sent, exempting = request.POST or None, "why" in request.POST
    when = ScheduleForm(None if exempting else sent, initial={"due_on": waiting.due_on if waiting else None})
    why = ExemptForm(sent if exempting else None, prefix=None)
    form = why if exempting else when
    if form.is_valid():
        try:
            if exempting and waiting:
                operations.exempt(schedule=waiting, by=request.member, on=today(), **form.cleaned_data)
            else:
                operations.schedule(plan=plan_, by=request.member, on=today(), **when.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Noted. The plan is not reviewed until you give it a day again." if exempting
                             else "The plan is reviewed by then. You are reminded four weeks before.")
            return redirect("reviews:list", slug=request.school.slug, pk=pk)
    return render(request, "reviews/schedule.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "plan": plan_,
        "waiting": waiting, "form": form, "when": when, "why": why}, status=422 if form.errors else 200)
