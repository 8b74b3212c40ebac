"""Putting a wording into the bank, from a child's outcome or afresh, and looking after what is there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import Learner
from goldenthread.learners.queries import banner
from goldenthread.outcomes.bank import operations
from goldenthread.outcomes.bank.forms import BankForm, blank, values_from, values_of
from goldenthread.outcomes.bank.models import BankOutcome
from goldenthread.outcomes.views.finding import outcome_for
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.story.views.finding import reader_at


@require_http_methods(["GET", "POST"])
@at_school(Permission.BANK_CURATE)
def new(request: SchoolRequest) -> HttpResponse:
    form = BankForm(request.POST or None, initial=blank())
    if saved(form, lambda: add(request, form)):
        return kept(request, "In the bank.")
    return page(request, "outcomes/bank/write.html", form)


@require_http_methods(["GET", "POST"])
@at_school(Permission.BANK_CURATE)
def change(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    banked = banked_at(request, uuid)
    form = BankForm(request.POST or None, initial=values_of(banked))
    if saved(form, lambda: operations.change(banked=banked, revision=form.cleaned_data["revision"], by=request.member,
                                             on=today(), **form.words)):
        return kept(request, "Changed. Outcomes that began from it stay as they are.")
    return page(request, "outcomes/bank/write.html", form, banked=banked)


@require_http_methods(["GET", "POST"])
@at_school(Permission.BANK_ADD)
def from_outcome(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Put a child's outcome into the bank, without the child."""
    reader = reader_at(request, pk)
    outcome = outcome_for(reader, uuid)
    form = BankForm(request.POST or None, initial=values_from(outcome, reader.learner))
    if saved(form, lambda: add(request, form, reader.learner)):
        return kept(request, "In the bank, for everybody here who sets outcomes.")
    return page(request, "outcomes/bank/from_outcome.html", form, outcome=outcome, learner=reader.learner,
                banner=banner(reader.learner, request.member, today()))


def add(request: SchoolRequest, form: BankForm, learner: Learner | None = None) -> BankOutcome:
    return operations.add(by=request.member, on=today(), uuid=form.cleaned_data["uuid"], learner=learner, **form.words)


def saved(form: BankForm, save: Callable[[], BankOutcome]) -> bool:
    """Whether it was kept; a refusal stands on the form, above what was typed."""
    if not form.is_valid():
        return False
    try:
        save()
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def kept(request: SchoolRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("outcomes:bank", slug=request.school.slug)


def page(request: SchoolRequest, template: str, form: BankForm, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)


@require_POST
@at_school(Permission.BANK_CURATE)
def retire(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    operations.retire(banked=banked_at(request, uuid), by=request.member, on=today())
    return kept(request, "Retired. You find it under “Retired” and can bring it back.")


@require_POST
@at_school(Permission.BANK_CURATE)
def bring_back(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    operations.bring_back(banked=banked_at(request, uuid), by=request.member, on=today())
    return kept(request, "Back in the bank.")


@require_POST
@at_school(Permission.BANK_CURATE)
def begin(request: SchoolRequest) -> HttpResponse:
    """Bring the starting set, or what a new release added to it."""
    count = operations.bring_starting_set(by=request.member, on=today())
    return kept(request, f"{count} wordings are in the bank now. Change and retire what does not fit your school."
                if count else "The whole starting set is here already.")


def banked_at(request: SchoolRequest, uuid: UUID) -> BankOutcome:
    return get_object_or_404(BankOutcome.objects.select_related("revised_by"), school=request.school, uuid=uuid)
