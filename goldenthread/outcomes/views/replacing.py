"""A real change: a new outcome in the place of an old one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.queries import banner
from goldenthread.outcomes import operations, policies
from goldenthread.outcomes.forms import ReplaceForm
from goldenthread.outcomes.views.finding import outcome_for, outcomes_for
from goldenthread.outcomes.views.wording import kept
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today
from goldenthread.story.views.finding import reader_at


@require_http_methods(["GET", "POST"])
@at_school(Permission.OUTCOMES_SET)
def page(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Set another outcome in the place of this one; the form begins with what the old one says."""
    reader = reader_at(request, pk)
    read(by=request.member, learner=reader.learner, now=now())
    outcome = outcome_for(reader, uuid)
    why = policies.why_not_replace(outcome, request.member, today(), outcome.audience)
    if why and request.method == "GET":
        messages.error(request, why)
        return redirect("outcomes:list", slug=request.school.slug, pk=pk)
    form = ReplaceForm(request.POST or None, reader=reader, others=outcomes_for(reader), outcome=outcome)
    if form.is_valid():
        try:
            made = operations.replace(outcome=outcome, by=request.member, on=today(), uuid=form.cleaned_data["uuid"],
                                      **form.words)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return kept(request, reader, made, form)
    return render(request, "outcomes/replace.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "outcome": outcome,
        "form": form}, status=422 if form.errors else 200)
