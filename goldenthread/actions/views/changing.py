"""Saying what became of an action, and giving it another owner or day."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.actions import operations, queries
from goldenthread.actions.forms import DayForm, DropForm, HandForm
from goldenthread.actions.models import Action
from goldenthread.actions.views.finding import show, the_action, way_back
from goldenthread.learners.views.doing import act, do
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.schools.forms import Form, in_words


@require_POST
@at_school(Permission.RECORD_WRITE)
def done(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    action = the_action(request, uuid)
    return do(request, lambda: operations.done(action=action, by=request.member, on=today()),
              f"Done: {short(action)} It is kept; it can be opened again.", way_back(request, action))


@require_POST
@at_school(Permission.RECORD_WRITE)
def reopen(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    action = the_action(request, uuid)
    return do(request, lambda: operations.reopen(action=action, by=request.member, on=today()),
              f"To do again: {short(action)}", way_back(request, action))


@require_http_methods(["GET", "POST"])
@at_school(Permission.RECORD_WRITE)
def drop(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    action, form = the_action(request, uuid), DropForm(request.POST or None)
    return act(request, form, partial(operations.drop, action=action, by=request.member, on=today()),
               f"Dropped: {short(action)} It is kept with your reason.", way_back(request, action)) or ask(
        request, action, form, "Drop this action?", "Drop it", will=(
            "A rule raised this. It stays away for as long as the rule would raise it." if action.by_rule else ""))


@require_http_methods(["GET", "POST"])
@at_school(Permission.RECORD_WRITE)
def hand_on(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    action = the_action(request, uuid)
    owners = (queries.may_own(action.learner, today()) if action.learner
              else queries.works_here(request.school, today()))
    form = HandForm(request.POST or None, owners=owners.exclude(pk=action.owner_id or 0))
    return act(request, form, partial(operations.hand_to, action=action, by=request.member, on=today()),
               lambda handed: f"{handed.owner_name} has it now: {short(action)}", way_back(request, action)) or ask(
        request, action, form, "Hand this on", "Hand it on")


@require_http_methods(["GET", "POST"])
@at_school(Permission.RECORD_WRITE)
def another_day(request: SchoolRequest, uuid: UUID) -> HttpResponse:
    action, form = the_action(request, uuid), DayForm(request.POST or None)
    return act(request, form, partial(operations.put_off, action=action, by=request.member, on=today()),
               lambda moved: f"Due {in_words(moved.due_on)} now: {short(action)}", way_back(request, action)) or ask(
        request, action, form, "Give it another day", "Move it")


def ask(request: SchoolRequest, action: Action, form: Form, title: str, button: str, will: str = "") -> HttpResponse:
    return show(request, "ask", action.learner, form=form, action=action, title=title, button=button, will=will,
                today=today(), back=way_back(request, action), status=422 if form.errors else 200)


def short(action: Action) -> str:
    """The action's words in a sentence of what was done."""
    words = " ".join(action.what.split())
    return f"“{words if len(words) <= 80 else words[:79] + '…'}”."
