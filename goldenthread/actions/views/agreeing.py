"""Agreeing that something will be done, for a learner or for the school."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goldenthread.actions import operations, queries
from goldenthread.actions.forms import AgreeForm
from goldenthread.actions.models import Action
from goldenthread.actions.views.finding import reader_at, show, where
from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import Learner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today


@require_http_methods(["GET", "POST"])
@at_school(Permission.RECORD_WRITE)
def about_learner(request: SchoolRequest, pk: int) -> HttpResponse:
    return answer(request, reader_at(request, pk).learner)


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def about_school(request: SchoolRequest) -> HttpResponse:
    return answer(request, None)


def answer(request: SchoolRequest, learner: Learner | None) -> HttpResponse:
    owners = queries.may_own(learner, today()) if learner else queries.works_here(request.school, today())
    form = AgreeForm(request.POST or None, by=request.member, owners=owners, about_school=learner is None)
    if form.is_valid():
        try:
            made = operations.agree(learner=learner, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said(made, request))
            return redirect(where(request, made))
    return show(request, "agree", learner, form=form, status=422 if form.errors else 200)


def said(action: Action, request: SchoolRequest) -> str:
    mine = action.owner and action.owner.user_id == request.member.user_id
    return "It is on your list." if mine else f"It is on the list of {action.owner_name}."
