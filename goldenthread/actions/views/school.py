from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.actions import queries
from goldenthread.actions.forms import FilterForm
from goldenthread.actions.states import OPEN, STATES
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today

A_PAGE = 50


@require_safe
@at_school(Permission.LEARNERS_MANAGE)
def page(request: SchoolRequest) -> HttpResponse:
    """Every action at the school that the SENCO's team may see, by its day."""
    asked = wanted(request.GET)
    found = queries.of_school(request.school, request.member, today(), **asked)
    paged = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    owners = [(owner.pk, owner.name) for owner in queries.owners(request.school, asked["state"])]
    return render(request, "actions/school.html", {
        "form": FilterForm({"state": asked["state"], **request.GET.dict()}, owners=owners), "page": paged,
        "asked": {key: value for key, value in asked.items() if value not in {"", None, OPEN}}, "today": today(),
        "adrift": queries.out_of_reach(paged, today()), "state": STATES[asked["state"]],
        "is_open": asked["state"] == OPEN})


def wanted(query: QueryDict) -> dict[str, Any]:
    """What the address asks for; unknown values are as if not given."""
    state, owner = query.get("state", ""), query.get("owner", "")
    return {
        "state": state if state in STATES else OPEN,
        "owner": int(owner) if owner.isdecimal() and len(owner) < 19 else None,
        "kind": query.get("kind", "")[:40],
        "when": query.get("when", "") if query.get("when") in {"overdue", "week"} else "",
    }
