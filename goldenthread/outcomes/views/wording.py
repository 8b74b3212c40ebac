"""Setting an outcome and changing its wording: the same page for both, which saves itself as one types."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import Reader
from goldenthread.learners.queries import banner
from goldenthread.outcomes import operations, queries
from goldenthread.outcomes.bank import queries as bank
from goldenthread.outcomes.bank.naming import for_learner
from goldenthread.outcomes.forms import HintsForm, OutcomeForm, typed, typed_again
from goldenthread.outcomes.levels import DEPTH, STEP
from goldenthread.outcomes.models import Outcome, OutcomeWording
from goldenthread.outcomes.operations.setting import TEXTS
from goldenthread.outcomes.smart import Hint, hints
from goldenthread.outcomes.states import PROPOSED
from goldenthread.outcomes.views.finding import outcome_for, outcomes_for
from goldenthread.outcomes.views.progress import key as given_key
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today
from goldenthread.story import queries as story
from goldenthread.story.models import Begun
from goldenthread.story.names import warning
from goldenthread.story.operations import Conflict
from goldenthread.story.views.finding import reader_at
from goldenthread.story.views.words import (
    began,
    by_itself,
    earlier,
    gave_way,
    laid_together,
    refuse_another_writer,
    say_what_to_choose,
    touched,
    undecided,
)


@require_http_methods(["GET", "POST"])
@at_school(Permission.OUTCOMES_SET)
def new(request: SchoolRequest, pk: int) -> HttpResponse:
    """Set an outcome."""
    reader = reader_at(request, pk)
    return throw_away(request, reader) if "throw_away" in request.POST else answer(request, reader, None)


@require_http_methods(["GET", "POST"])
@at_school(Permission.OUTCOMES_SET)
def change(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Change the wording of an outcome."""
    reader = reader_at(request, pk)
    return answer(request, reader, outcome_for(reader, uuid))


def answer(request: SchoolRequest, reader: Reader, outcome: Outcome | None) -> HttpResponse:
    begun = None
    if request.method == "GET":
        read(by=request.member, learner=reader.learner, now=now())
        begun = None if outcome else story.begun(reader.learner, operations.BEGUN, reader.member)
    elif outcome is None and saves_itself(request, reader):
        return begin(request, reader)
    others = outcomes_for(reader)
    if outcome and ("both" in request.POST or undecided(request, texts(outcome))):
        return conflict(request, reader, outcome, others)
    start = typed_again(begun.words) if begun else {} if outcome else beginning(request, reader, others)
    form = OutcomeForm(request.POST or None, reader=reader, others=others, outcome=outcome,
                       level=request.GET.get("level", ""), start=start)
    if form.is_valid():
        try:
            refuse_if_begun_by_another(request)
            saved = save(request, reader, outcome, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except Conflict as both:
            return conflict(request, reader, both.theirs, others)
        else:
            return kept(request, reader, saved, form)
    if form.errors and by_itself(request):
        return JsonResponse({"why": " ".join(str(why) for whys in form.errors.values() for why in whys)}, status=422)
    return page(request, reader, form, outcome, begun=begun, status=422 if form.errors else 200)


def saves_itself(request: SchoolRequest, reader: Reader) -> bool:
    """Whether a page that nobody has pressed Save on yet keeps what is typed there."""
    if not by_itself(request) or "done" in request.POST:
        return False
    # Save was pressed and its answer got lost: what stands is changed.
    return not Outcome.objects.filter(learner=reader.learner, uuid=given_key(request)).exists()


def begin(request: SchoolRequest, reader: Reader) -> HttpResponse:
    """A few words are no target: they are kept for whoever typed them until Save is pressed."""
    try:
        refuse_if_begun_by_another(request)
        begun = operations.begin(learner=reader.learner, words=typed(request.POST), by=reader.member, on=today())
    except Refused as refusal:
        return JsonResponse({"why": str(refusal)}, status=422)
    return JsonResponse({"begun": f"{localtime(begun.kept_at):%H:%M}" if begun else ""})


def refuse_if_begun_by_another(request: SchoolRequest) -> None:
    """A page that says who began to write is saved by nobody else."""
    if "writer" in request.POST:
        refuse_another_writer(request)


def throw_away(request: SchoolRequest, reader: Reader) -> HttpResponse:
    """What was begun and never saved; the page is there to begin anew."""
    try:
        refuse_if_begun_by_another(request)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        operations.forget(learner=reader.learner, by=request.member)
        messages.success(request, "Thrown away. You can begin anew.")
    return redirect(request.get_full_path())


def beginning(request: SchoolRequest, reader: Reader, others: list[Outcome]) -> dict[str, Any]:
    """What a new outcome begins with: what it should lead to, or a wording from the school's bank."""
    start: dict[str, Any] = {}
    if above := next((other for other in others if str(other.uuid) == request.GET.get("under")), None):
        deeper = (level for level, depth in DEPTH.items() if depth > DEPTH[above.level])
        start = {"parent": above.pk, "level": next(deeper, STEP), "area": above.area}
    if banked := bank.one(request.school, request.GET.get("from", "")):
        start |= {**for_learner(banked, reader.learner), "level": banked.level, "area": banked.area}
    return start


def save(request: SchoolRequest, reader: Reader, outcome: Outcome | None, form: OutcomeForm) -> Outcome:
    """Set a new outcome, or change the one that has this uuid: Save may have been pressed twice."""
    uuid, revision = form.cleaned_data["uuid"], form.cleaned_data["revision"]
    there = outcome or Outcome.objects.filter(uuid=uuid, learner=reader.learner).first()
    if there:
        words = form.words
        if "mine" in request.POST and (before := earlier(reader, there.wordings, began(request))):
            words = touched(words, before, there)
        saved = operations.reword(outcome=there, revision=revision, by=reader.member, on=today(), **words)
        return as_agreed(saved, form, reader) if "proposed" in form.fields else saved
    made = operations.set_outcome(learner=reader.learner, uuid=uuid, by=reader.member, on=today(),
                                  state=form.state, **form.words)
    operations.forget(learner=reader.learner, by=reader.member)
    return made


def as_agreed(saved: Outcome, form: OutcomeForm, reader: Reader) -> Outcome:
    """What has only just been set can still be called proposed, or agreed."""
    if saved.state == form.state:
        return saved
    put = operations.propose if form.state == PROPOSED else operations.agree
    return put(outcome=saved, by=reader.member, on=today())


def kept(request: SchoolRequest, reader: Reader, outcome: Outcome, form: OutcomeForm) -> HttpResponse:
    words = " ".join((outcome.wording, outcome.measure, outcome.baseline, outcome.target))
    named, where = warning(words, reader), f"{address('list', outcome)}#outcome-{outcome.uuid}"
    if not by_itself(request) or "done" in request.POST:
        say_back(request, reader, outcome, named)
    if not by_itself(request):
        return HttpResponseRedirect(where)
    return JsonResponse({"revision": outcome.revision, "at": f"{localtime(now()):%H:%M}", "done": where,
                         "href": address("change", outcome, uuid=outcome.uuid), "warning": named,
                         "boxes": gave_way(form.words, outcome)})


def address(name: str, outcome: Outcome, **more: Any) -> str:
    kwargs = {"slug": outcome.learner.school.slug, "pk": outcome.learner_id, **more}
    return reverse(f"outcomes:{name}", kwargs=kwargs)


def say_back(request: SchoolRequest, reader: Reader, outcome: Outcome, named: str) -> None:
    messages.success(request, f"Saved among {reader.learner.first}’s targets.")
    if found := hints(outcome.wording, outcome.measure, outcome.target, outcome.due_on, outcome.level,
                      outcome.starts_on, queries.due_above(request.member, outcome.parent_id, today())):
        messages.info(request, f"It is kept as you wrote it. Worth a look when you come back: "
                               f"{' '.join(hint.text for hint in found)}")
    if named:
        messages.warning(request, named)


def conflict(request: SchoolRequest, reader: Reader, theirs: Outcome, others: list[Outcome]) -> HttpResponse:
    """409: what was typed stays in the form, theirs stands beside it, and the next save is a change of theirs."""
    if by_itself(request):
        html = render_to_string("outcomes/_theirs.html", {"theirs": theirs, "began": began(request)}, request)
        return JsonResponse({"revision": theirs.revision, "theirs": texts(theirs), "html": html}, status=409)
    decided = "both" in request.POST
    before = earlier(reader, theirs.wordings, began(request))
    data = laid_together(request, texts(theirs) if decided else {}, texts(before) if before else {})
    data["revision"] = str(theirs.revision)
    form = OutcomeForm(data, reader=reader, others=others, outcome=theirs)
    say_what_to_choose(request, form)
    return page(request, reader, form, theirs, theirs=theirs, began=began(request), decided=decided, status=409)


def texts(outcome: Outcome | OutcomeWording) -> dict[str, str]:
    return {name: getattr(outcome, name) for name in TEXTS}


def page(request: SchoolRequest, reader: Reader, form: OutcomeForm, outcome: Outcome | None, status: int = 200,
         begun: Begun | None = None, **more: Any) -> HttpResponse:
    return render(request, "outcomes/wording.html", {
        "banner": banner(reader.learner, reader.member, today()), "learner": reader.learner, "form": form,
        "outcome": outcome, "hints": hints_about(form, begun.words if begun else request.POST, reader.member),
        "begun": begun, "writer": request.member.pk, **more}, status=status)


def hints_about(form: OutcomeForm, boxes: Mapping[str, Any], member: Membership) -> list[Hint]:
    """About what is in the form now, in `boxes` as typed or from before."""
    if boxes:
        return HintsForm(boxes).about(member)
    said = {name: form[name].value() or "" for name in ("wording", "measure", "target", "level")}
    # An outcome received with an EHC plan has its days from there.
    starts_on, due_on = (form[name].value() if name in form.fields else form.initial[name]
                         for name in ("starts_on", "due_on"))
    parent = form["parent"].value() if "parent" in form.fields else None
    return hints(**said, starts_on=starts_on, due_on=due_on, due_above=queries.due_above(member, parent, today()))


@require_POST
@at_school(Permission.OUTCOMES_SET)
def live_hints(request: SchoolRequest) -> HttpResponse:
    """The hints while one writes, as a piece of a page. Nothing is kept."""
    said = {name: request.POST.get(name, "") for name in ("wording", "level")}
    return render(request, "outcomes/_hints.html", {**said, "hints": HintsForm(request.POST).about(request.member)})
