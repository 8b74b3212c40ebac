"""A learner's details: all of them for the SENCO's team, the few that matter in class for everybody else."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.learners import details, operations, policies, queries
from goldenthread.learners.forms import EditForm, UPNForm
from goldenthread.learners.models import Learner
from goldenthread.learners.numbers import upn_warning
from goldenthread.learners.views.doing import act, confirm, show, the_learner, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today


@require_safe
@at_school(Permission.PLAN_READ)
def landing(request: SchoolRequest, pk: int) -> HttpResponse:
    """The learner's own address, typed by hand or cut short: to where their pages begin."""
    return redirect("plans:current", slug=request.school.slug, pk=the_learner(request, pk).pk)


@require_safe
@at_school(Permission.LEARNERS_LIST)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    """Name, birth, year, how they communicate, emergency; for the SENCO's team everything else too."""
    learner = the_learner(request, pk)
    if not request.member.may(Permission.LEARNERS_MANAGE):
        return show(request, "details_small", learner, rows=details.few(learner, today()))
    return show(
        request, "details", learner, parts=details.everything(learner, to(request, "details", pk=pk)),
        contacts=queries.contacts(learner, request.member), former=learner.former_upns.order_by("-until", "pk"),
        left=learner.enrolments.filter(year__current=True, left_on__isnull=False).exists(),
        upn_warning=upn_warning(learner.upn), photo=learner.photo_on(today()),
        may_take_out=not policies.why_not_take_out_by_hand(learner, request.member, today()))


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def edit(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change who a learner is."""
    learner = the_learner(request, pk)
    form = EditForm(request.POST or None, find=Learner.objects.filter(pk=pk).first)

    def save(had: Any, **changes: Any) -> object:
        return operations.amend(learner=learner, changes=changes, by=request.member, on=today(), shown=had)

    return act(request, form, save, f"{learner.first}'s details are saved.", to(request, "details", pk=pk)) or show(
        request, "form", learner, form=form, title="Change details", button="Save details",
        back=to(request, "details", pk=pk))


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def upn(request: SchoolRequest, pk: int) -> HttpResponse:
    """Give the learner another UPN; the one before is kept."""
    learner = the_learner(request, pk)
    form = UPNForm(request.POST or None)

    def save(upn: str, again: str) -> object:
        return operations.change_upn(learner=learner, upn=upn, again=again, by=request.member, on=today())

    return act(request, form, save, lambda done: f"The UPN is now {done.upn}. {upn_warning(done.upn)}".strip(),
               to(request, "details", pk=pk)) or show(
        request, "form", learner, form=form, title="Change the UPN", button="Change the UPN",
        back=to(request, "details", pk=pk),
        will=f"{learner.upn} is kept as a former UPN, so that files which still hold it are matched." if learner.upn
        else "")


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def forget_upn(request: SchoolRequest, pk: int, former: int) -> HttpResponse:
    """Forget a UPN the learner had before."""
    learner = the_learner(request, pk)
    gone = queries.former_upn(learner, former)
    return confirm(
        request, learner, lambda: operations.forget_former_upn(former=gone, by=request.member, on=today()),
        "The former UPN is forgotten.", to(request, "details", pk=pk), title="Forget a former UPN",
        will=f"{gone.upn} will be deleted and leaves no trail. Files that still hold it will no longer be matched to "
             f"{learner.first}. Do this after an adoption, or where a child must not be found. It cannot be undone.",
        button="Forget it")
