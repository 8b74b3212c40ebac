"""The grown-ups in a learner's life."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.learners import operations, queries
from goldenthread.learners.forms import ContactForm, EditContactForm, TieForm
from goldenthread.learners.views.doing import act, confirm, show, the_learner, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def add(request: SchoolRequest, pk: int) -> HttpResponse:
    """Add a contact."""
    learner = the_learner(request, pk)
    form = ContactForm(request.POST or None)

    def save(**details: Any) -> object:
        return operations.add_contact(learner=learner, by=request.member, on=today(), **details)

    return act(request, form, save, lambda done: f"{done.name} is a contact of {learner.first}'s.",
               to(request, "details", pk=pk)) or show(
        request, "form", learner, form=form, title="Add a contact", button="Add the contact",
        back=to(request, "details", pk=pk))


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def edit(request: SchoolRequest, pk: int, contact: int) -> HttpResponse:
    """Change what is known of a contact."""
    learner = the_learner(request, pk)
    known = get_object_or_404(queries.contacts(learner, request.member), pk=contact)
    form = EditContactForm(request.POST or None, find=learner.contacts.filter(pk=contact).first)

    def save(had: Any, **changes: Any) -> object:
        return operations.amend_contact(contact=known, changes=changes, by=request.member, on=today(), shown=had)

    return act(request, form, save, lambda done: f"{done.name}'s details are saved.",
               to(request, "details", pk=pk)) or show(
        request, "contact", learner, form=form, contact=known, title=known.name, button="Save the contact",
        back=to(request, "details", pk=pk))


@require_http_methods(["GET", "POST"])
@at_school(Permission.ACCESS_MANAGE)
def invite(request: SchoolRequest, pk: int, contact: int) -> HttpResponse:
    """Ask the contact in by e-mail. The code to hand them is on the answer, and nowhere else."""
    learner = the_learner(request, pk)
    known = get_object_or_404(queries.contacts(learner, request.member), pk=contact)
    refusal, code = "", ""
    if request.method == "POST":
        try:
            code = operations.invite_contact(contact=known, by=request.member, on=today(), now=now()).code
        except Refused as refused:
            refusal = str(refused)
    return show(request, "invite", learner, contact=known, refusal=refusal, code=code,
                back=to(request, "contact", pk=pk, contact=contact))


@require_http_methods(["GET", "POST"])
@at_school(Permission.ACCESS_MANAGE)
def tie(request: SchoolRequest, pk: int, contact: int) -> HttpResponse:
    """Join the contact to their own account, which then sees the learner as family."""
    learner = the_learner(request, pk)
    known = get_object_or_404(queries.contacts(learner, request.member), pk=contact)
    form = TieForm(request.POST or None, school_id=learner.school_id, on=today())

    def save(member: Any) -> object:
        return operations.tie_contact(contact=known, member=member, by=request.member, on=today())

    return act(request, form, save, f"{known.name} sees {learner.first}'s issued plans from now on.",
               to(request, "access", pk=pk)) or show(
        request, "form", learner, form=form, title=f"Let {known.name} in", button="Let them in",
        back=to(request, "details", pk=pk),
        will=f"{known.name} will see {learner.first}'s issued plans, as much of them as is meant for the family. "
             "Make sure that the account is really theirs: nobody shares one.")


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def remove(request: SchoolRequest, pk: int, contact: int) -> HttpResponse:
    """Take a contact out."""
    learner = the_learner(request, pk)
    known = get_object_or_404(queries.contacts(learner, request.member), pk=contact)
    return confirm(
        request, learner, lambda: operations.remove_contact(contact=known, by=request.member, on=today()),
        f"{known.name} is no longer a contact.", to(request, "details", pk=pk), title=f"Remove {known.name}",
        will=f"Name, address and telephone of {known.name} will be deleted here. What they said in the record stays.",
        button="Remove the contact")
