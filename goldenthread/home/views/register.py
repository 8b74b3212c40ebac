from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.home import operations, queries, rows, spreadsheet
from goldenthread.home.filters import EVERYONE, LEFT, ON_REGISTER, Filters, read
from goldenthread.home.forms import FilterForm
from goldenthread.home.queries import ids
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today

COLUMNS = [("name", "Name, by surname"), ("year", "Year"), ("stage", "Stage"), ("need", "Main need"), ("plan", "Plan"),
           ("review", "Next review"), ("voices", "Voices")]
HEADINGS = {ON_REGISTER: "Learners on the register", EVERYONE: "Everyone on roll", LEFT: "Learners who left"}
A_PAGE = 50


@require_safe
@at_school(Permission.LEARNERS_LIST)
def page(request: SchoolRequest) -> HttpResponse:
    """The register: every learner this member may see, with where their plan stands."""
    member, on = request.member, today()
    filters = read(request.GET)
    tabs = queries.tabs(member, on)
    counts = {show: len(found) for show, found in tabs.items()}
    asked = tabs[filters.show] if filters.as_they_come else ids(queries.register(member, filters, on))
    found = Paginator(asked, A_PAGE).get_page(request.GET.get("page"))
    elsewhere = {} if asked else queries.elsewhere(member, filters, tabs, on)
    return render(request, "home/register.html", {
        "heading": HEADINGS[filters.show],
        "filters": filters,
        "form": FilterForm(request.GET, years=queries.years_of(request.school)),
        "page": found,
        "lines": rows.lines(rows.rows(request.school, found, on)),
        "total": counts[filters.show],
        "elsewhere": [{"text": f"{number} under {HEADINGS[show]}", "href": under(request, show)}
                      for show, number in elsewhere.items()],
        "tabs": [{"text": HEADINGS[show], "href": f"?show={show}", "current": show == filters.show, "count": number}
                 for show, number in counts.items() if number or show != LEFT],
        "columns": [column(request, filters, key, title) for key, title in COLUMNS],
        "may_add": member.may(Permission.LEARNERS_MANAGE),
        "may_export": member.may(Permission.LEARNERS_EXPORT),
        "may_import": member.may(Permission.LEARNERS_IMPORT),
    })


def under(request: SchoolRequest, show: str) -> str:
    """The same question under another tab."""
    query = request.GET.copy()
    query["show"] = show
    query.pop("page", None)
    return f"?{query.urlencode()}"


def column(request: SchoolRequest, filters: Filters, key: str, title: str) -> dict[str, Any]:
    """A heading that sorts: by its column, and the other way round when it is sorted by already."""
    if not key:
        return {"title": title}
    here = filters.column == key
    query = request.GET.copy()
    query["sort"] = f"-{key}" if here and not filters.descending else key
    query.pop("page", None)
    order = "descending" if filters.descending else "ascending"
    return {"title": title, "href": f"?{query.urlencode()}", "sorted": order if here else ""}


@require_safe
@at_school(Permission.LEARNERS_EXPORT)
def export(request: SchoolRequest) -> HttpResponse:
    """What the filters show, as an Excel file; that it was taken is written down."""
    on = today()
    found = rows.rows(request.school, ids(queries.register(request.member, read(request.GET), on)), on)
    operations.note_export(by=request.member, count=len(found))
    return spreadsheet.response(found, on)
