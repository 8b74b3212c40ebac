"""Everything due at the school by law, and starting what nobody counts yet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.audit.refusals import Refused
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.reviews.clocks import queries
from goldenthread.reviews.clocks.forms import DueForm
from goldenthread.reviews.clocks.rules import PROCESSES
from goldenthread.reviews.clocks.showing import line
from goldenthread.reviews.operations import clocks as operations
from goldenthread.schools.clock import today

A_PAGE = 50


@require_safe
@at_school(Permission.LEARNERS_LIST)
def page(request: SchoolRequest) -> HttpResponse:
    """Every duty still owed about learners this member may see, by its day; whose duty, which kind, overdue or all."""
    on, form = today(), DueForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    everything = queries.owed(request.member, on)
    found = Paginator(queries.narrowed(everything, on, **asked), A_PAGE).get_page(request.GET.get("page"))
    free = queries.holidays(request.school)
    keeps, narrower = request.member.may(Permission.PLAN_ARRANGE), any(asked.values())
    return render(request, "reviews/dates/due.html", {
        "form": form, "page": found, "asked": narrower, "lines": [line(clock, on, free) for clock in found],
        "total": everything.count() if narrower else found.paginator.count,
        "wanted": len(queries.wanted(request.member, on)) if keeps else 0,
        "lists": queries.lists_due(request.school, on) if keeps else [], "may_keep": keeps})


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ARRANGE)
def start(request: SchoolRequest) -> HttpResponse:
    """Start the annual review and the phase transfer of everybody with an EHC plan for whom none is counted."""
    on = today()
    wanted = queries.wanted(request.member, on)
    if request.method == "POST":
        chosen = set(request.POST.getlist("who"))
        openings = [operations.Opening(each.learner, each.kind, each.day, assumed=each.assumed, route=each.route)
                    for each in wanted if f"{each.kind}-{each.learner.pk}" in chosen]
        try:
            made = operations.start_many(openings=openings, by=request.member, on=on)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Started: {len(made)}. Put the first dates right where you know them better.")
            return redirect("reviews:due", slug=request.school.slug)
    return render(request, "reviews/dates/start_many.html", {"wanted": wanted, "processes": PROCESSES})
