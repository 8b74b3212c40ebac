"""Planning a review, moving it and calling it off."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import Learner
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.plans.models import Plan
from goldenthread.reviews import operations, queries
from goldenthread.reviews.clocks.queries import own_meeting
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW
from goldenthread.reviews.forms import CancelForm, ReviewForm
from goldenthread.reviews.models import Milestone, Review
from goldenthread.reviews.operations.clocks import running
from goldenthread.reviews.operations.planning import TOLD_OF
from goldenthread.reviews.operations.scheduling import plan_of_round
from goldenthread.reviews.people import chairs
from goldenthread.reviews.states import Kind
from goldenthread.reviews.views.finding import led_at
from goldenthread.reviews.views.lateness import late_then
from goldenthread.schools.clock import today
from goldenthread.story.views.finding import reader_at


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ARRANGE)
def new(request: SchoolRequest, pk: int) -> HttpResponse:
    """Plan a review of a learner, or begin to write one up."""
    reader = reader_at(request, pk)
    asks: dict[str, Any] = {"initial": first_values(request, reader.learner, asked_for(request)),
                            "other": own_meeting(reader.learner), **lists(reader.learner)}
    form = ReviewForm(request.POST or None, **asks)
    if other := proposed_for_another(request, reader.learner, form):
        return page(request, reader.learner, ReviewForm(other, **asks), None, proposed=str(other["kind"]), anew=True)
    late = late_on(request, reader.learner, form)
    if form.is_valid() and not late:
        try:
            review = operations.plan_review(learner=reader.learner, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Planned. Now ask those whose view you want.")
            return redirect("reviews:one", slug=request.school.slug, pk=pk, uuid=review.uuid)
    return page(request, reader.learner, form, None, late,
                proposed=request.POST.get("kind") or str(form.initial["kind"]))


def asked_for(request: SchoolRequest) -> str:
    """The kind of review that the page was opened for, where a link said which."""
    kind = request.GET.get("kind", "")
    return kind if kind in Kind.values else ""


def late_on(request: SchoolRequest, learner: Learner, form: ReviewForm, kind: str = "") -> list[str]:
    """What there is to say of the day that was given, and what it would make late of an annual review."""
    if not form.is_valid():
        return []
    annual = (kind or form.cleaned_data["kind"]) == Kind.ANNUAL
    return late_then(request, running(learner, ANNUAL_REVIEW) if annual else None, form.cleaned_data["held_on"])


def lists(learner: Learner) -> dict[str, Any]:
    return {"plans": Plan.objects.filter(learner=learner).exclude(type="one-page-profile"),
            "chairs": Membership.objects.filter(pk__in=chairs(learner, today()))}


def first_values(request: SchoolRequest, learner: Learner, kind: str = "") -> dict[str, Any]:
    """The round that waits first, of a kind where one is given: its plan, its kind, its day, and the member who plans
    it as the one who leads.
    """
    waiting = next((each for each in queries.schedules(learner) if each.state == "waiting" and kind in {"", each.kind}),
                   None)
    kind = kind or (waiting.kind if waiting else Kind.TERMLY)
    first: dict[str, Any] = {"chair": request.member.pk, "kind": kind}
    if waiting:
        first |= {"plan": waiting.plan_id, "held_on": waiting.due_on}
    return first | (annual_values(learner) if kind == Kind.ANNUAL else {})


def annual_values(learner: Learner) -> dict[str, Any]:
    """An annual review is of the EHC plan, and its meeting is planned backwards from the anniversary."""
    plan = plan_of_round(learner, None, Kind.ANNUAL)
    meeting = Milestone.objects.filter(process__learner=learner, process__kind=ANNUAL_REVIEW, process__state="open",
                                       kind="meeting").exclude(standing=Milestone.Standing.HAPPENED).first()
    found: dict[str, Any] = {"plan": plan.pk} if plan else {}
    return found | ({"held_on": meeting.on} if meeting and meeting.on >= today() else {})


def proposed_for_another(request: SchoolRequest, learner: Learner, form: ReviewForm) -> QueryDict | None:
    """What was typed with the plan and the day of the kind that was chosen, where those on the page were proposed for
    another kind and nobody has changed them.
    """
    was = request.POST.get("proposed", "")
    form.is_valid()
    kind = form.cleaned_data.get("kind", "") if was else ""
    if not kind or kind == was:
        return None
    old, new = first_values(request, learner, was), first_values(request, learner, kind)
    said, plan, typed = form.cleaned_data, form.cleaned_data.get("plan"), request.POST.copy()
    if said.get("held_on") == old.get("held_on") != new.get("held_on") and "held_on" in new:
        day = new["held_on"]
        typed["held_on_day"], typed["held_on_month"], typed["held_on_year"] = map(str, (day.day, day.month, day.year))
    if (plan.pk if plan else None) == old.get("plan") and "plan" in new:
        typed["plan"] = str(new["plan"])
    return typed if any(typed[name] != request.POST.get(name) for name in typed) else None


@require_http_methods(["GET", "POST"])
@at_school(Permission.DRAFT_READ)
def change(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Another day, time, place or lead."""
    reader, review = led_at(request, pk, uuid)
    initial = {name: getattr(review, name) for name in ("held_on", "held_at", "place")} | {"chair": review.chair_id}
    form = ReviewForm(request.POST or None, moving=True, initial=initial, **lists(reader.learner))
    late = late_on(request, reader.learner, form, review.kind)
    if form.is_valid() and not late:
        try:
            operations.move(review=review, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = TOLD_OF.intersection(form.changed_data)
            messages.success(request, "Changed. Those asked to the meeting whom a letter reaches are told." if told
                             else "Changed.")
            return redirect("reviews:one", slug=request.school.slug, pk=pk, uuid=uuid)
    return page(request, reader.learner, form, review, late)


def page(request: SchoolRequest, learner: Learner, form: ReviewForm, review: Review | None,
         late: Iterable[str] = (), proposed: str = "", anew: bool = False) -> HttpResponse:
    return render(request, "reviews/plan.html", {
        "banner": banner(learner, request.member, today()), "learner": learner, "form": form, "review": review,
        "late": late, "proposed": proposed, "anew": anew}, status=422 if form.errors or late or anew else 200)


@require_http_methods(["GET", "POST"])
@at_school(Permission.DRAFT_READ)
def cancel(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    reader, review = led_at(request, pk, uuid)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            operations.cancel(review=review, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Called off. What people told us stays, and its plan still waits for a review.")
            return redirect("reviews:list", slug=request.school.slug, pk=pk)
    return render(request, "reviews/cancel.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "form": form,
        "review": review}, status=422 if form.errors else 200)
