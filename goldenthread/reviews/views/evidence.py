"""What an authority asks for with a request to assess: for one learner, and across those who may need it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.reviews.clocks import evidence
from goldenthread.reviews.clocks.forms import NOTE, STATES
from goldenthread.reviews.operations.evidence import note_evidence
from goldenthread.schools.clock import now, today
from goldenthread.schools.words import line
from goldenthread.story.views.finding import reader_at


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ARRANGE)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    """The checklist of one learner, with what the record shows beside each item."""
    learner, on = reader_at(request, pk).learner, today()
    learner.school, refusal = request.school, ""
    asks = evidence.asked_of(learner, request.school)
    if request.method == "POST":
        items = {item.key: (request.POST.get(f"state-{item.key}", ""), line(request.POST.get(f"note-{item.key}", "")))
                 for item in asks.items}
        try:
            changed = note_evidence(learner=learner, items=items, by=request.member, on=on)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, "Saved." if changed else "Nothing has changed.")
            return redirect("reviews:dates_evidence", slug=request.school.slug, pk=pk)
    read(by=request.member, learner=learner, now=now())
    lines = evidence.checklist(learner, on)
    typed = [(each, request.POST.get(f"state-{each.item.key}", each.noted.state if each.noted else ""),
              request.POST.get(f"note-{each.item.key}", each.noted.note if each.noted else "")) for each in lines]
    return render(request, "reviews/dates/evidence.html", {
        "banner": banner(learner, request.member, on), "learner": learner, "asks": asks, "lines": typed,
        "states": STATES, "longest": NOTE, "refusal": refusal, "there": sum(each.is_settled for each in lines)},
        status=422 if refusal else 200)


@require_safe
@at_school(Permission.PLAN_ARRANGE)
def gaps(request: SchoolRequest) -> HttpResponse:
    """Learners for whom a request may come, and what it would lack today."""
    return render(request, "reviews/dates/gaps.html", {"rows": evidence.gaps(request.member, today())})
