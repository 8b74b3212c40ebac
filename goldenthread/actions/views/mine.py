from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.actions import queries
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today

# More than anybody does; the rest stands in the school's list and comes up as these are done.
AT_MOST = 200


@require_safe
@at_school(Permission.LEARNERS_LIST)
def page(request: SchoolRequest) -> HttpResponse:
    """What is this member's to do: overdue, within a week, later."""
    found = list(queries.of_member(request.member, today())[:AT_MOST])
    return render(request, "actions/mine.html", {
        "bundles": queries.by_when(found, today()), "today": today(), "adrift": set(), "count": len(found),
        "may_write": request.member.may(Permission.RECORD_WRITE), "at_most": AT_MOST,
        "sees_school": request.member.may(Permission.LEARNERS_MANAGE)})
