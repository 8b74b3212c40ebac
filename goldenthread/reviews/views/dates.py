"""A learner's statutory dates: what runs, what has happened, what starts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.reviews.clocks import policies, queries, rights, school_days
from goldenthread.reviews.clocks.forms import PLAN_CAME, ArrangeForm, ExceptionForm, NoteForm, StartForm, WhyForm
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, Rule, book, named
from goldenthread.reviews.models import Clock, Process
from goldenthread.reviews.operations import clocks as operations
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
    return render(request, "reviews/dates/page.html", {
        "banner": banner(learner, request.member, on), "learner": learner,
        "running": [each for each in found if each.process.is_open],
        "over": [each for each in found if not each.process.is_open], "may_keep": request.member.may(KEEPS),
        "has_plan": any(each.process.is_open and each.process.kind == ANNUAL_REVIEW for each in found),
        "adulthood": adulthood(queries.year_of(learner)),
        "rights": {"last": rights.passes_on(learner.dob), "have_passed": rights.have_passed(learner.dob, on),
                   "soon": rights.pass_soon(learner.dob, on)}})


def adulthood(nc_year: str) -> tuple[Rule, tuple[str, ...]] | None:
    """What a review of a learner in or after year 9 looks at besides."""
    return (named("PFA"), rights.AREAS) if rights.looks_to_adulthood(nc_year) else None


@require_http_methods(["GET", "POST"])
@at_school(KEEPS)
def start(request: SchoolRequest, pk: int) -> HttpResponse:
    """Start a process."""
    learner = reader_at(request, pk).learner
    under_way = set(Process.objects.filter(learner=learner, state="open").values_list("kind", flat=True))
    form = StartForm(request.POST or None, running=under_way)
    if form.is_valid():
        try:
            process = operations.start(learner=learner, by=request.member, on=today(), **form.words)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{process.title} started, counted from {in_words(process.started_on)}. "
                                      f"{following(process)}")
            return to_page(request, pk)
    return ask(request, learner, form, "Start counting", "Start")


@require_http_methods(["GET", "POST"])
@at_school(KEEPS)
def note(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Write down that something happened, or put its day right."""
    reader = reader_at(request, pk)
    process = process_for(reader, uuid)
    known = set(process.milestones.values_list("kind", flat=True))
    form = NoteForm(request.POST or None, process=process, known=known, what=request.GET.get("what", ""))
    if form.is_valid():
        try:
            keep(request, process, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Noted. {following(process)}")
            return to_page(request, pk)
    return ask(request, reader.learner, form, "What happened?", "Save", process=process)


def keep(request: SchoolRequest, process: Process, form: NoteForm) -> None:
    """The one operation for what was said."""
    said, by, on = form.cleaned_data, request.member, today()
    if said["what"] in policies.DECIDED_BY:
        operations.decided(process=process, decision=said["decision"], day=said["day"], by=by, on=on)
    elif said["what"] == PLAN_CAME:
        operations.plan_received(learner=process.learner, dated_on=said["day"], received_on=said["day"], by=by, on=on)
    else:
        operations.happened(process=process, what=said["what"], day=said["day"], by=by, on=on)


def following(process: Process) -> str:
    """What is due next in a process, said back after something was noted in it."""
    nearest = Clock.objects.filter(process=process, met_on=None, exception="", expected=False,
                                   process__state="open").order_by("due_on").first()
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
    if form.is_valid() and not late:
        try:
            operations.arrange(process=process, day=form.cleaned_data["day"], by=request.member, on=today())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The meeting is on {in_words(form.cleaned_data['day'])}. {following(process)}")
            return to_page(request, pk)
    return ask(request, reader.learner, form, "The annual review meeting", "Save the day", process=process, late=late)


@require_POST
@at_school(KEEPS)
def take_back(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    process = process_for(reader_at(request, pk), uuid)
    try:
        operations.take_back(process=process, what=request.POST.get("what", ""), by=request.member, on=today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Taken back, with the dates that followed from it.")
    return to_page(request, pk)


@require_http_methods(["GET", "POST"])
@at_school(KEEPS)
def call_off(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    reader = reader_at(request, pk)
    process = process_for(reader, uuid)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            operations.call_off(process=process, why=form.cleaned_data["why"], by=request.member, on=today())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Called off. It is kept at the foot of this page.")
            return to_page(request, pk)
    return ask(request, reader.learner, form, f"Call off: {process.title}", "Call it off", process=process)


@require_http_methods(["GET", "POST"])
@at_school(KEEPS)
def exception(request: SchoolRequest, pk: int, clock: int) -> HttpResponse:
    """Write down that one of the law's exceptions lifts a time limit; a long closure of the school is pointed out."""
    reader = reader_at(request, pk)
    limit = clock_for(reader, clock)
    closure = school_days.closure_that_excuses(limit.triggered_on, queries.holidays(request.school)) \
        if limit.trigger == "advice_asked" else None
    form = ExceptionForm(request.POST or None, clock=limit, likely="closure-school" if closure else "")
    if form.is_valid():
        try:
            operations.allow(clock=limit, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The exception is noted, with its reason. The duty itself stays.")
            return to_page(request, pk)
    return ask(request, reader.learner, form, "An exception to a time limit", "Note the exception", clock=limit,
               rule=named(limit.rule), closure=closure, exceptions=[book().exceptions[key] for key
                                                                    in named(limit.rule).exceptions])


@require_POST
@at_school(KEEPS)
def restore(request: SchoolRequest, pk: int, clock: int) -> HttpResponse:
    limit = clock_for(reader_at(request, pk), clock)
    try:
        operations.disallow(clock=limit, by=request.member, on=today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The time limit holds again.")
    return to_page(request, pk)


def process_for(reader: Reader, uuid: UUID) -> Process:
    mine = Process.objects.select_related("learner", "school")
    return get_object_or_404(mine, learner=reader.learner, uuid=uuid)


def clock_for(reader: Reader, pk: int) -> Clock:
    return get_object_or_404(Clock.objects.select_related("learner", "process"), learner=reader.learner, pk=pk)


def to_page(request: SchoolRequest, pk: int) -> HttpResponse:
    return redirect("reviews:dates", slug=request.school.slug, pk=pk)


def ask(request: SchoolRequest, learner: Learner, form: Form, title: str, button: str, **more: object) -> HttpResponse:
    return render(request, "reviews/dates/ask.html", {
        "banner": banner(learner, request.member, today()), "learner": learner, "form": form, "heading": title,
        "button": button, **more}, status=422 if form.errors or more.get("late") else 200)
