"""A learner's statutory dates: what runs, what has happened, what starts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.audit.operations import read
from goldenthread.learners.models import Learner, StageSpell
from goldenthread.learners.policies import Reader
from goldenthread.learners.queries import banner
from goldenthread.learners.views.doing import act, do
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.reviews.clocks import over, policies, queries, rights
from goldenthread.reviews.clocks.forms import PLAN_CAME, ArrangeForm, ExceptionForm, NoteForm, StartForm, WhyForm
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, FAMILY, Rule, book, named
from goldenthread.reviews.clocks.showing import Round
from goldenthread.reviews.models import Clock, Process
from goldenthread.reviews.operations import clocks as operations
from goldenthread.reviews.operations.beginning import begin
from goldenthread.reviews.views.lateness import late_then
from goldenthread.schools.clock import now, today
from goldenthread.schools.forms import Form, in_words
from goldenthread.story.views.finding import reader_at

KEEPS = Permission.PLAN_ARRANGE


@require_safe
@at_school(Permission.LEARNERS_LIST)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    """Every time limit that runs for a learner, and those that ran."""
    learner, on = reader_at(request, pk).learner, today()
    read(by=request.member, learner=learner, now=now())
    learner.school = request.school
    found = queries.rounds(learner, on)
    ended = [each for each in found if not each.process.is_open]
    return render(request, "reviews/dates/page.html", {
        "banner": banner(learner, request.member, on), "learner": learner,
        "running": [each for each in found if each.process.is_open],
        "over": ended, "owed": [line for each in ended for line in each.left], "may_keep": request.member.may(KEEPS),
        "has_plan": has_plan(learner), "in_force": in_force(found),
        "adulthood": adulthood(queries.year_of(learner)),
        "rights": {"last": rights.passes_on(learner.dob), "have_passed": rights.have_passed(learner.dob, on),
                   "soon": rights.pass_soon(learner.dob, on)}})


def in_force(rounds: list[Round]) -> tuple[str, str] | None:
    """What is to be said of the EHC plan where the last annual review ended in a decision to cease it, until another
    stage is set: then it has ended.
    """
    reviews = [each.process for each in rounds if each.process.kind == ANNUAL_REVIEW]
    last = max(reviews, key=lambda process: process.pk, default=None)
    if last is None or last.ended != "cease":
        return None
    since = StageSpell.objects.live(today()).filter(learner=last.learner_id, starts_on__gte=last.closed_on)
    return None if since.exclude(stage="E").exists() else (policies.IN_FORCE, policies.IN_FORCE_SOURCE)


def has_plan(learner: Learner) -> bool:
    return learner.pk in queries.who_have_plans([learner.pk], today())


def adulthood(nc_year: str) -> tuple[Rule, tuple[str, ...]] | None:
    """What a review of a learner in or after year 9 looks at besides."""
    return (named("PFA"), rights.AREAS) if rights.looks_to_adulthood(nc_year) else None


@require_http_methods(["GET", "POST"])
@at_school(KEEPS)
def start(request: SchoolRequest, pk: int) -> HttpResponse:
    """Start a process."""
    learner = reader_at(request, pk).learner
    under_way = set(Process.objects.filter(learner=learner, state="open").values_list("kind", flat=True))
    form = StartForm(request.POST or None, running=under_way, has_plan=has_plan(learner))
    return act(request, form, lambda **_: begin(
        learner=learner, by=request.member, on=today(), **form.words), started, page_of(request, pk)) or ask(
        request, learner, form, "Start counting", "Start")


def started(process: Process) -> str:
    return f"{process.title} started, counted from {in_words(process.started_on)}. {following(process)}"


@require_http_methods(["GET", "POST"])
@at_school(KEEPS)
def note(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Write down that something happened, or put its day right."""
    reader = reader_at(request, pk)
    process = process_for(reader, uuid)
    known = set(process.milestones.values_list("kind", flat=True))
    form = NoteForm(request.POST or None, process=process, known=known, what=request.GET.get("what", ""),
                    ends=over.ends_with(process))
    return act(request, form, lambda **said: keep(request, process, **said), lambda _: f"Noted. {following(process)}",
               page_of(request, pk)) or ask(request, reader.learner, form, "What happened?", "Save", process=process)


def keep(request: SchoolRequest, process: Process, what: str, day: date, decision: str = "",
         dated: date | None = None) -> None:
    """The one operation for what was said."""
    who: dict[str, Any] = {"by": request.member, "on": today()}
    if what in policies.DECIDED_BY:
        operations.decided(process=process, decision=decision, day=day, **who)
    elif what == PLAN_CAME:
        operations.plan_received(learner=process.learner, dated_on=dated or day, received_on=day, **who)
    else:
        operations.happened(process=process, what=what, day=day, **who)


def following(process: Process) -> str:
    """What is due next in a process, said back after something was noted in it."""
    owed = Clock.objects.filter(queries.still_runs(), process=process, expected=False)
    owed = owed.exclude(queries.passed_by(today())).exclude(owed_by=FAMILY, due_on__lt=today())
    nearest = owed.order_by("due_on").first()
    if nearest is None:
        return ""
    return f"Next: {named(nearest.rule).title}, {'before' if nearest.before else 'by'} {in_words(nearest.due_on)}."


@require_http_methods(["GET", "POST"])
@at_school(KEEPS)
def arrange(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Set the day of the annual review meeting, for those who keep their meetings elsewhere."""
    reader = reader_at(request, pk)
    process = process_for(reader, uuid)
    form = ArrangeForm(request.POST or None)
    late = late_then(request, process, form.cleaned_data["day"]) if form.is_valid() else []
    answer = None if late else act(
        request, form, lambda day: operations.arrange(process=process, day=day, by=request.member, on=today()),
        lambda _: f"The meeting is on {in_words(form.cleaned_data['day'])}. {following(process)}", page_of(request, pk))
    return answer or ask(request, reader.learner, form, "The annual review meeting", "Save the day", process=process,
                         late=late)


@require_POST
@at_school(KEEPS)
def take_back(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    process, what = process_for(reader_at(request, pk), uuid), request.POST.get("what", "")
    again = "" if process.is_open else f" {process.title} runs again."
    return do(request, lambda: operations.take_back(process=process, what=what, by=request.member, on=today()),
              f"Taken back, with the dates that followed from it.{again}", page_of(request, pk))


@require_http_methods(["GET", "POST"])
@at_school(KEEPS)
def call_off(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    reader = reader_at(request, pk)
    process = process_for(reader, uuid)
    form = WhyForm(request.POST or None)
    return act(request, form, lambda why: operations.call_off(process=process, why=why, by=request.member, on=today()),
               "Called off. It is kept at the foot of this page.", page_of(request, pk)) or ask(
        request, reader.learner, form, f"Call off: {process.title}", "Call it off", process=process)


@require_http_methods(["GET", "POST"])
@at_school(KEEPS)
def exception(request: SchoolRequest, pk: int, clock: int) -> HttpResponse:
    """Write down that one of the law's exceptions lifts a time limit; a long closure of the school is pointed out."""
    reader = reader_at(request, pk)
    limit = clock_for(reader, clock)
    if why := policies.why_no_exception(limit):
        messages.error(request, why)
        return redirect(page_of(request, pk))
    rule, closure = named(limit.rule), queries.closure_that_excuses(limit, request.school)
    form = ExceptionForm(request.POST or None, clock=limit, likely="closure-school" if closure else "")
    return act(request, form, lambda **said: operations.allow(clock=limit, by=request.member, on=today(), **said),
               "The exception is noted, with its reason. The duty itself stays.", page_of(request, pk)) or ask(
        request, reader.learner, form, "An exception to a time limit", "Note the exception", clock=limit, rule=rule,
        closure=closure, exceptions=[book().exceptions[key] for key in rule.exceptions])


@require_POST
@at_school(KEEPS)
def restore(request: SchoolRequest, pk: int, clock: int) -> HttpResponse:
    limit = clock_for(reader_at(request, pk), clock)
    return do(request, lambda: operations.disallow(clock=limit, by=request.member, on=today()),
              "The time limit holds again.", page_of(request, pk))


def process_for(reader: Reader, uuid: UUID) -> Process:
    mine = Process.objects.select_related("learner", "school")
    return get_object_or_404(mine, learner=reader.learner, uuid=uuid)


def clock_for(reader: Reader, pk: int) -> Clock:
    return get_object_or_404(Clock.objects.select_related("learner", "process"), learner=reader.learner, pk=pk)


def page_of(request: SchoolRequest, pk: int) -> str:
    return reverse("reviews:dates", args=[request.school.slug, pk])


def ask(request: SchoolRequest, learner: Learner, form: Form, title: str, button: str, **more: object) -> HttpResponse:
    return render(request, "reviews/dates/ask.html", {
        "banner": banner(learner, request.member, today()), "learner": learner, "form": form, "heading": title,
        "button": button, **more}, status=422 if form.errors or more.get("late") else 200)
