"""Groups: who is in them, and who sees them through the group."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.audit.refusals import Refused
from goldenthread.learners import operations, queries
from goldenthread.learners.forms import FindForm, GroupForm, GroupGrantForm, RenameForm
from goldenthread.learners.models import Group, Learner
from goldenthread.learners.views.access import until
from goldenthread.learners.views.doing import act, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today

# Found learners shown at once; a longer list asks for another word of the name.
AT_MOST = 30


def the_group(request: SchoolRequest, group: int) -> Group:
    return get_object_or_404(Group, school=request.school, pk=group)


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def page(request: SchoolRequest) -> HttpResponse:
    """Every group of the school, and a new one."""
    form = GroupForm(request.POST or None)

    def save(**given: Any) -> Group:
        return operations.make_group(school=request.school, by=request.member, **given)

    return act(request, form, save, lambda group: f"The group {group} is here. Put learners in it next.",
               lambda group: to(request, "group", group=group.pk)) or render(
        request, "learners/groups.html", {"form": form, "groups": queries.groups(request.member, today())})


@require_http_methods(["GET"])
@at_school(Permission.LEARNERS_MANAGE)
def one(request: SchoolRequest, group: int) -> HttpResponse:
    """One group: its learners, those found to be put in it, and who sees them through it."""
    the = the_group(request, group)
    finding = FindForm(request.GET or None)
    text = finding.cleaned_data["q"] if finding.is_valid() else ""
    inside = list(queries.in_group(the, request.member, today()))
    found = queries.find(request.member, text, today()).exclude(pk__in=[place.learner_id for place in inside])[:AT_MOST]
    return render(request, "learners/group.html", {
        "group": the, "places": inside, "finding": finding, "text": text, "found": found,
        "grants": queries.sees_group(the, today())})


@require_POST
@at_school(Permission.LEARNERS_MANAGE)
def move(request: SchoolRequest, group: int) -> HttpResponse:
    """Put in or take out the learners that were ticked."""
    the = the_group(request, group)
    ticked = [int(pk) for pk in request.POST.getlist("learner") if pk.isdecimal() and len(pk) < 19]
    learners = list(Learner.objects.visible_to(request.member).filter(pk__in=ticked))
    takes_out = "out" in request.POST
    try:
        move_them = operations.take_out if takes_out else operations.place
        move_them(group=the, learners=learners, by=request.member, on=today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        names = ", ".join(learner.name for learner in learners) or "Nobody"
        messages.success(request, f"{names}: {'out of' if takes_out else 'now in'} {the}.")
    return redirect(to(request, "group", group=the.pk))


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def rename(request: SchoolRequest, group: int) -> HttpResponse:
    """Another name for the group."""
    the = the_group(request, group)
    form = RenameForm(request.POST or None, initial={"name": the.name})

    def save(name: str) -> Group:
        return operations.rename_group(group=the, name=name, by=request.member)

    back = to(request, "group", group=the.pk)
    return act(request, form, save, lambda done: f"The group is called {done} now.", back) or render(
        request, "learners/group_form.html", {"form": form, "title": f"Rename {the}", "button": "Rename", "back": back})


@require_http_methods(["GET", "POST"])
@at_school(Permission.ACCESS_MANAGE)
def give(request: SchoolRequest, group: int) -> HttpResponse:
    """Give a member of staff access to the group, whoever is in it."""
    the = the_group(request, group)
    form = GroupGrantForm(request.POST or None, school_id=request.school.pk, on=today())

    def save(**given: Any) -> object:
        return operations.grant(group=the, by=request.member, on=today(), **given)

    back = to(request, "group", group=the.pk)
    return act(request, form, save, lambda given: f"{given.member} sees the learners of {the} {until(given)}.",
               back) or render(request, "learners/group_form.html", {
        "form": form, "title": f"Who sees the learners of {the}?", "button": "Give access", "back": back,
        "will": "They will see the record of every learner who is in the group, from the day a learner comes in to the "
                "day they leave it."})


@require_POST
@at_school(Permission.ACCESS_MANAGE)
def end(request: SchoolRequest, group: int, grant: int) -> HttpResponse:
    """End a member's access through the group."""
    the = the_group(request, group)
    given = get_object_or_404(the.grants.select_related("member"), pk=grant)
    try:
        operations.end_grant(grant=given, by=request.member, on=today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{given.member} no longer sees the learners of {the}. You can give access again.")
    return redirect(to(request, "group", group=the.pk))
