"""Correcting a typing error in the version in force."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import operations, policies
from goldenthread.plans.document import Document
from goldenthread.plans.forms import CorrectForm
from goldenthread.plans.lines import Line, line_of, lines
from goldenthread.plans.models import PlanVersion
from goldenthread.plans.states import State
from goldenthread.plans.views.finding import address, may, show, version_at
from goldenthread.plans.views.version import read_or_404
from goldenthread.schools.clock import today
from goldenthread.story.operations import Conflict


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ISSUE)
def page(request: SchoolRequest, pk: int, type: str, number: tuple[int, int]) -> HttpResponse:
    version, reader = version_at(request, pk, type, number)
    may(policies.why_not_act_on(version.plan, request.member, today()))
    if version.standing.state != State.CURRENT:
        raise Http404
    document = read_or_404(version, reader)
    line = line_of(document, request.GET.get("node", ""))
    if line is None or not line.words:
        return show(request, "correct_which.html", reader, version=version, lines=correctable(document))
    form = CorrectForm(request.POST or None, words=line.words, on=today())
    if form.is_valid() and (made := corrected(request, version, line, form)):
        messages.success(request, f"{made} is in force. It says on its cover what was corrected.")
        return redirect(address(reader, "version", type=type, number=made.label))
    return show(request, "correct.html", reader, version=version, line=line, form=form, back=request.path,
                key=request.POST.get("key") or secrets.token_urlsafe(24), status=422 if form.errors else 200)


def correctable(document: Document) -> list[Line]:
    return [line for line in lines(document) if line.words]


def corrected(request: SchoolRequest, version: PlanVersion, line: Line, form: CorrectForm) -> PlanVersion | None:
    """The correction, or None with the reason why not on the form."""
    words = {key: text for key, text in form.cleaned_data.items() if key != "reason"}
    try:
        return operations.correct(version=version, patches={line.node.id: words}, reason=form.cleaned_data["reason"],
                                  by=request.member, on=today(), key=request.POST.get("key", ""))
    except (Refused, Conflict) as refusal:
        form.add_error(None, str(refusal))
        return None
