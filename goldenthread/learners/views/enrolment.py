"""A learner's place in the year, and leaving."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldenthread.learners import operations, policies
from goldenthread.learners.forms import EnrolmentForm, LeaveForm
from goldenthread.learners.views.doing import act, confirm, show, the_learner, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change year group, tutor group, dates, enrolment."""
    learner = the_learner(request, pk)
    form = EnrolmentForm(request.POST or None, find=learner.enrolments.filter(year__current=True).first)

    def save(had: Any, **changes: Any) -> object:
        return operations.change_enrolment(learner=learner, changes=changes, by=request.member, on=today(), shown=had)

    return act(request, form, save, f"{learner.first}'s place in the year is saved.",
               to(request, "details", pk=pk)) or show(
        request, "form", learner, form=form, title="Change year and group", button="Save",
        back=to(request, "details", pk=pk),
        will="Another tutor group takes effect today: staff of the new group see the record, staff of the old one "
             "no longer do.")


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def leaving(request: SchoolRequest, pk: int) -> HttpResponse:
    """The learner leaves."""
    learner = the_learner(request, pk)
    form = LeaveForm(request.POST or None)

    def save(**given: Any) -> object:
        return operations.leave(learner=learner, by=request.member, on=today(), **given)

    return act(request, form, save, f"{learner.first} is marked as leaving. The record stays.",
               to(request, "details", pk=pk)) or show(
        request, "form", learner, form=form, title=f"{learner.first} leaves", button="Mark as leaving", warning=True,
        back=to(request, "details", pk=pk),
        will="After the last day places in groups end, and with them the access of staff. The record and its plans "
             "stay here for the SENCO's team.")


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def back(request: SchoolRequest, pk: int) -> HttpResponse:
    """The learner stays, or has returned."""
    learner = the_learner(request, pk)
    return confirm(request, learner, lambda: operations.come_back(learner=learner, by=request.member, on=today()),
                   f"{learner.first} is here again.", to(request, "details", pk=pk), kind="",
                   title=f"{learner.first} stays", button=f"{learner.first} is here",
                   will=f"{learner.first} will be on the register again and in their tutor group. Staff who had access "
                        "of their own need it given again.")


@require_http_methods(["GET", "HEAD", "POST"])
@at_school(Permission.LEARNERS_TAKE_OUT)
def take_out(request: SchoolRequest, pk: int) -> HttpResponse:
    """The learner was added by mistake."""
    learner, then = the_learner(request, pk), to(request, "details", pk=pk)
    if sentence := policies.why_not_take_out_by_hand(learner, request.member, today()):
        messages.error(request, sentence)
        return redirect(then)
    return confirm(request, learner,
                   lambda: operations.take_out_by_hand(learner=learner, by=request.member, on=today()),
                   f"{learner.name} is taken out.", then, after=reverse("home:register", args=[request.school.slug]),
                   title=f"Take out {learner.name}", button="Take out",
                   will=f"Nothing has been written about {learner.name} yet, so they can be taken out as if they had "
                        "never come. Name, date of birth, UPN, year, stage and needs are deleted. What happened still "
                        "says that you took a learner out, without the name. This cannot be undone.")
