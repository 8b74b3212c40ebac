"""Setting an outcome and changing its wording: the same page for both."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import Reader
from goldenthread.learners.queries import banner
from goldenthread.outcomes import operations
from goldenthread.outcomes.bank import queries as bank
from goldenthread.outcomes.bank.naming import for_learner
from goldenthread.outcomes.forms import HintsForm, OutcomeForm
from goldenthread.outcomes.levels import DEPTH, STEP
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.smart import Hint, hints
from goldenthread.outcomes.views.finding import outcome_for, outcomes_for
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today
from goldenthread.story.names import warning
from goldenthread.story.operations import Conflict
from goldenthread.story.views.finding import reader_at


@require_http_methods(["GET", "POST"])
@at_school(Permission.OUTCOMES_SET)
def new(request: SchoolRequest, pk: int) -> HttpResponse:
    """Set an outcome."""
    return answer(request, reader_at(request, pk), None)


@require_http_methods(["GET", "POST"])
@at_school(Permission.OUTCOMES_SET)
def change(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Change the wording of an outcome."""
    reader = reader_at(request, pk)
    return answer(request, reader, outcome_for(reader, uuid))


def answer(request: SchoolRequest, reader: Reader, outcome: Outcome | None) -> HttpResponse:
    read(by=request.member, learner=reader.learner, now=now())
    others = outcomes_for(reader)
    form = OutcomeForm(request.POST or None, reader=reader, others=others, outcome=outcome,
                       level=request.GET.get("level", ""), start={} if outcome else beginning(request, reader, others))
    if form.is_valid():
        try:
            saved = save(reader, outcome, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except Conflict as both:
            return conflict(request, reader, both.theirs, others)
        else:
            return kept(request, reader, saved)
    return page(request, reader, form, outcome, status=422 if form.errors else 200)


def beginning(request: SchoolRequest, reader: Reader, others: list[Outcome]) -> dict[str, Any]:
    """What a new outcome begins with: what it should lead to, or a wording from the school's bank."""
    start: dict[str, Any] = {}
    if above := next((other for other in others if str(other.uuid) == request.GET.get("under")), None):
        deeper = (level for level, depth in DEPTH.items() if depth > DEPTH[above.level])
        start = {"parent": above.pk, "level": next(deeper, STEP), "area": above.area}
    if banked := bank.one(request.school, request.GET.get("from", "")):
        start |= {**for_learner(banked, reader.learner), "level": banked.level, "area": banked.area}
    return start


def save(reader: Reader, outcome: Outcome | None, form: OutcomeForm) -> Outcome:
    if outcome:
        return operations.reword(outcome=outcome, revision=form.cleaned_data["revision"], by=reader.member, on=today(),
                                 **form.words)
    return operations.set_outcome(learner=reader.learner, uuid=form.cleaned_data["uuid"], by=reader.member, on=today(),
                                  **form.words)


def kept(request: SchoolRequest, reader: Reader, outcome: Outcome) -> HttpResponse:
    messages.success(request, f"Saved among {reader.learner.first}’s targets.")
    if found := hints(outcome.wording, outcome.measure, outcome.target, outcome.due_on, outcome.level):
        messages.info(request, f"It is kept as you wrote it. Worth a look when you come back: "
                               f"{' '.join(hint.text for hint in found)}")
    words = " ".join((outcome.wording, outcome.measure, outcome.baseline, outcome.target))
    if sentence := warning(words, reader):
        messages.warning(request, sentence)
    where = redirect("outcomes:list", slug=request.school.slug, pk=reader.learner.pk)
    where["Location"] += f"#outcome-{outcome.uuid}"
    return where


def conflict(request: SchoolRequest, reader: Reader, theirs: Outcome, others: list[Outcome]) -> HttpResponse:
    """409: what was typed stays in the form, theirs stands beside it, and the next save is a change of theirs."""
    data = request.POST.copy()
    data["revision"] = str(theirs.revision)
    form = OutcomeForm(data, reader=reader, others=others, outcome=theirs)
    return page(request, reader, form, theirs, theirs=theirs, status=409)


def page(request: SchoolRequest, reader: Reader, form: OutcomeForm, outcome: Outcome | None, status: int = 200,
         **more: Any) -> HttpResponse:
    return render(request, "outcomes/wording.html", {
        "banner": banner(reader.learner, reader.member, today()), "learner": reader.learner, "form": form,
        "outcome": outcome, "hints": hints_about(form, request), **more}, status=status)


def hints_about(form: OutcomeForm, request: SchoolRequest) -> list[Hint]:
    """About what is in the form now, typed or from before."""
    if form.is_bound:
        return HintsForm(request.POST).hints
    said = {name: form[name].value() for name in ("wording", "measure", "target", "due_on", "level")}
    return hints(**{name: value or "" for name, value in said.items() if name != "due_on"}, due_on=said["due_on"])


@require_POST
@at_school(Permission.OUTCOMES_SET)
def live_hints(request: SchoolRequest) -> HttpResponse:
    """The hints while one writes, as a piece of a page. Nothing is kept."""
    said = {name: request.POST.get(name, "") for name in ("wording", "level")}
    return render(request, "outcomes/_hints.html", {**said, "hints": HintsForm(request.POST).hints})
