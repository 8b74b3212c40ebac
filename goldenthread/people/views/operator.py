"""The operator's and the support team's pages: schools, and who to speak to. No learner, no number of learners."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldenthread.audit.refusals import Refused
from goldenthread.people import operations, queries
from goldenthread.people.doors import operators, supporters
from goldenthread.people.forms import CareForm, FirstAdminForm, SchoolForm, SupporterForm, TeamForm
from goldenthread.people.models import User
from goldenthread.people.views.me import user_of
from goldenthread.schools.clock import now, today
from goldenthread.schools.forms import Form
from goldenthread.schools.models import School, SupportTeam


@require_GET
@operators
def operator(request: HttpRequest) -> HttpResponse:
    trouble = queries.mail_in_trouble()
    return render(request, "people/operator.html", {
        "lines": queries.school_lines(now()), "teams": queries.teams(), "trouble": trouble[:10],
        "troubles": trouble.count()})


@require_http_methods(["GET", "POST"])
@operators
def open_school(request: HttpRequest) -> HttpResponse:
    form = SchoolForm(request.POST or None)
    if form.is_valid():
        try:
            school = operations.open_new_school(user=user_of(request), on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(request, f"{school.name} is open. Invite its first SENCO.")
            return redirect("people:first-admin", code=school.slug)
    return one_form(request, form, "Open a school", "Open school")


@require_http_methods(["GET", "POST"])
@operators
def first_admin(request: HttpRequest, code: str) -> HttpResponse:
    school, form = get_object_or_404(School, slug=code), FirstAdminForm(request.POST or None)
    if form.is_valid():
        try:
            operations.invite_first_admin(user=user_of(request), school=school, now=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"A letter is on its way to {form.cleaned_data['email']}.")
            return redirect("people:operator")
    return one_form(request, form, f"Invite a SENCO admin for {school.name}", "Send the invitation",
                    "They invite everybody else, bring learners in and issue plans. You see none of that.")


@require_http_methods(["GET", "POST"])
@operators
def care(request: HttpRequest, code: str) -> HttpResponse:
    school = get_object_or_404(School, slug=code)
    form = CareForm(request.POST or None, initial={"support": school.support_id})
    if form.is_valid():
        operations.give_team(user=user_of(request), school=school, team=form.cleaned_data["support"])
        messages.success(request, f"{school.name}: the support team is changed.")
        return redirect("people:operator")
    return one_form(request, form, f"Who supports {school.name}?", "Save")


@require_http_methods(["GET", "POST"])
@operators
def team(request: HttpRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if form.is_valid():
        try:
            operations.make_team(user=user_of(request), name=form.cleaned_data["name"])
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "The team is made. Add its people.")
            return redirect("people:operator")
    return one_form(request, form, "Make a support team", "Make team")


@require_http_methods(["GET", "POST"])
@operators
def supporter(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = get_object_or_404(SupportTeam, pk=pk), SupporterForm(request.POST or None)
    if form.is_valid():
        try:
            operations.add_supporter(user=user_of(request), team=found, now=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is in the team, and is told by e-mail.")
            return redirect("people:operator")
    return one_form(request, form, f"Somebody new in {found.name}", "Add")


@require_POST
@operators
def remove_supporter(request: HttpRequest, pk: int) -> HttpResponse:
    who = get_object_or_404(User.objects.exclude(support=None), pk=pk)
    operations.remove_supporter(user=user_of(request), who=who)
    messages.success(request, f"{who.name} is out of the team and signed out.")
    return redirect("people:operator")


@require_GET
@supporters
def support(request: HttpRequest) -> HttpResponse:
    """A support team's schools: names, phase, and the SENCO to speak to."""
    team = user_of(request).support
    return render(request, "people/support.html", {"team": team, "lines": queries.school_lines(now(), team)})


def one_form(request: HttpRequest, form: Form, title: str, button: str, text: str = "") -> HttpResponse:
    return render(request, "people/one_form.html", {
        "form": form, "title": title, "button": button, "text": text, "back": "/operator/", "back_text": "This site"})
