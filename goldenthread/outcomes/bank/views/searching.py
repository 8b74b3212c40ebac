"""The bank, searched: by itself, or to begin a learner's outcome from."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.learners.queries import banner
from goldenthread.outcomes.bank import queries
from goldenthread.outcomes.bank.forms import SearchForm
from goldenthread.outcomes.bank.models import BankOutcome
from goldenthread.outcomes.bank.naming import for_learner, for_nobody
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.story.views.finding import reader_at

A_PAGE = 20


@require_safe
@at_school(Permission.OUTCOMES_SET)
def page(request: SchoolRequest) -> HttpResponse:
    """The school's bank: everybody who sets outcomes reads it, the SENCO's team looks after it."""
    curates = request.member.may(Permission.BANK_CURATE)
    retired = curates and request.GET.get("show") == "retired"
    return render(request, "outcomes/bank/page.html", {
        **searched(request, for_nobody, retired=retired), "curates": curates})


@require_safe
@at_school(Permission.OUTCOMES_SET)
def choose(request: SchoolRequest, pk: int) -> HttpResponse:
    """The bank with the learner's name where it belongs, to begin an outcome from."""
    learner = reader_at(request, pk).learner
    return render(request, "outcomes/bank/choose.html", {
        **searched(request, lambda banked: for_learner(banked, learner)), "learner": learner,
        "banner": banner(learner, request.member, today())})


def searched(request: SchoolRequest, worded: Callable[[BankOutcome], dict[str, str]], *,
             retired: bool = False) -> dict[str, Any]:
    """A page of what was sought, each as it is `worded` for whom it is meant."""
    form = SearchForm(request.GET)
    sought = replace(form.sought, retired=retired)
    counts = queries.how_many(request.school)
    found = Paginator(queries.find(request.school, sought), A_PAGE).get_page(request.GET.get("page"))
    for banked in found:
        banked.words = worded(banked)  # type: ignore[attr-defined]
    return {"form": form, "sought": sought, "counts": counts, "page": found,
            "total": counts["retired" if retired else "used"]}
