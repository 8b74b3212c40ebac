"""A learner's photo: shown only to those who may see the learner, and only while consent holds."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.learners import files, operations, policies
from goldenthread.learners.forms import ConsentForm, PhotoForm, WithdrawForm
from goldenthread.learners.models import Learner
from goldenthread.learners.operations.consents import PHOTO_WORDING
from goldenthread.learners.views.doing import act, confirm, show, the_learner, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today

# What stands beside a consent's "who": asked of the one whose consent counts at the learner's age.
ASKED = {"family": "a parent or carer with parental responsibility", "learner": "the learner, who is 16 or over"}


@require_safe
@at_school(Permission.PLAN_READ)
def image(request: SchoolRequest, pk: int) -> HttpResponse:
    """The picture itself. Asked for again each time, so that a withdrawal holds from the next look on."""
    learner = the_learner(request, pk)
    sha = learner.photo_on(today())
    content = files.get(learner.school_id, sha) if sha else None
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg", headers={
        "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'", "Content-Disposition": "inline"})


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def change(request: SchoolRequest, pk: int) -> HttpResponse:
    """Consent to a photo, then the photo."""
    learner = the_learner(request, pk)
    waits = policies.why_no_photo(learner, today())
    form = PhotoForm(request.POST or None, request.FILES or None)

    def save(photo: Any) -> object:
        return operations.set_photo(learner=learner, content=photo.read(), by=request.member, on=today())

    return act(request, form, save, "The photo is up.", to(request, "details", pk=pk)) or show(
        request, "photo", learner, form=form, waits=waits,
        nobody=policies.why_nobody_consents(learner, today()), shown=learner.photo_on(today()),
        consent=learner.consents.select_related("recorded_by").first(), back=to(request, "details", pk=pk))


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def consent(request: SchoolRequest, pk: int) -> HttpResponse:
    """Note that consent to a photo was given."""
    learner, on = the_learner(request, pk), today()
    giver = policies.photo_giver(learner, on)
    if policies.why_nobody_consents(learner, on):
        return redirect(to(request, "photo_change", pk=pk))  # which says so, and what to do
    form = ConsentForm(request.POST or None, people=people(learner, on))

    def save(**given: Any) -> object:
        return operations.give_consent(learner=learner, giver=giver, by=request.member, on=on, **given)

    return act(request, form, save, "Consent is noted. You can put up a photo now.",
               to(request, "photo_change", pk=pk)) or show(
        request, "form", learner, form=form, title="Consent to a photo", button="Note the consent",
        back=to(request, "photo_change", pk=pk), will=f"Consent comes from {ASKED[giver]}. The words: {PHOTO_WORDING}")


def people(learner: Learner, on: date) -> list[tuple[str, str]]:
    """Those whose consent counts on a date, to choose from."""
    if policies.photo_giver(learner, on) == "learner":
        return [(learner.name, learner.name)]
    return [(contact.name, ", ".join(filter(None, [contact.name, contact.kinship])))
            for contact in policies.may_consent(learner, on)]


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def withdraw(request: SchoolRequest, pk: int) -> HttpResponse:
    """Consent is withdrawn: the photo goes at once."""
    learner = the_learner(request, pk)
    giver = policies.photo_giver(learner, today())
    form = WithdrawForm(request.POST or None)

    def save(**given: Any) -> object:
        return operations.withdraw_consent(learner=learner, giver=giver, by=request.member, on=today(), **given)

    return act(request, form, save, "Consent is withdrawn and the photo is gone.",
               to(request, "details", pk=pk)) or show(
        request, "form", learner, form=form, title="Withdraw consent to the photo", button="Take the photo down",
        warning=True, back=to(request, "photo_change", pk=pk),
        will="The photo will be gone from every page at once and its file deleted. Plans already issued will show a "
             "blank in its place.")


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def remove(request: SchoolRequest, pk: int) -> HttpResponse:
    """Take the photo down; consent stays for another one."""
    learner = the_learner(request, pk)
    return confirm(request, learner, lambda: operations.remove_photo(learner=learner, by=request.member, on=today()),
                   "The photo is gone.", to(request, "photo_change", pk=pk), title="Take the photo down",
                   will="The photo will be gone from every page at once. Consent stays, for a better one.",
                   button="Take it down")
