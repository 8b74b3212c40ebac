"""What the pages of this room share: finding the learner, showing a page about them, doing one thing and saying so."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.forms_opened import OpenedForm
from goldenthread.learners.models import Learner
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest
from goldenthread.schools.clock import now, today


def the_learner(request: SchoolRequest, pk: int) -> Learner:
    """The learner, where they are this member's to see; else the page does not exist."""
    return get_object_or_404(Learner.objects.visible_to(request.member), pk=pk)


def show(request: SchoolRequest, template: str, learner: Learner, **context: Any) -> HttpResponse:
    """A page about a learner; that it was opened is noted."""
    read(by=request.member, learner=learner, now=now())
    return render(request, f"learners/{template}.html", {
        "learner": learner, "banner": banner(learner, request.member, today()), **context})


def to(request: SchoolRequest, name: str, **at: Any) -> str:
    """The address of a page of this room at this school."""
    return reverse(f"learners:{name}", kwargs={"slug": request.school.slug, **at})


def act(request: SchoolRequest, form: BaseForm, do: Callable[..., Any], said: str | Callable[[Any], str],
        then: str | Callable[[Any], str]) -> HttpResponse | None:
    """Call `do` with what the form holds, say what was done and go on; None where the form must be shown (again)."""
    if not form.is_valid():
        return None
    try:
        done = do(**form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        if isinstance(form, OpenedForm):
            form.lay_theirs_beside()
        return None
    messages.success(request, said(done) if callable(said) else said)
    return redirect(then(done) if callable(then) else then)


def do(request: SchoolRequest, act: Callable[[], Any], said: str, then: str) -> HttpResponse:
    """Do it and say so, or say why not; go on either way."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    return redirect(then)


def confirm(request: SchoolRequest, learner: Learner, do: Callable[[], Any], said: str, then: str,
            kind: str = "warning", after: str = "", **words: str) -> HttpResponse:
    """A page that says what will happen (`title`, `will`) with one button (`button`); pressed, it happens. `then` is
    where it leads back to, and on to, if not to `after`.
    """
    refusal = ""
    if request.method == "POST":
        try:
            do()
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, said)
            return redirect(after or then)
    return show(request, "confirm", learner, back=then, refusal=refusal, kind=kind, **words)
