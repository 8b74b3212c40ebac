from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.home import queries, rows, today
from goldenthread.learners.models import Learner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.reviews.queries import still_asked
from goldenthread.schools.clock import now
from goldenthread.schools.clock import today as this_day
from goldenthread.schools.forms import in_words


@require_safe
@at_school()
def page(request: SchoolRequest) -> HttpResponse:
    """What needs this person today: the work for staff, their own plan for families and learners, counts for others."""
    member = request.member
    if member.kind in {"family", "learner"}:
        return own(request)
    if member.kind == "oversight":
        return render(request, "home/oversight.html", {"groups": queries.patterns(request.school, this_day())})
    return render(request, "home/dashboard.html", work(request))


def own(request: SchoolRequest) -> HttpResponse:
    """Straight to the plan of one's own learner, unless something is asked; a choice where there are several."""
    found = queries.ids(Learner.objects.visible_to(request.member, this_day()))
    asked = list(still_asked(request.member, this_day()))
    if len(found) == 1 and not asked:
        return redirect("plans:current", slug=request.school.slug, pk=found[0])
    return render(request, "home/own.html", {
        "learners": rows.rows(request.school, found, this_day()), "asked": asked})


def work(request: SchoolRequest) -> dict[str, Any]:
    member, on = request.member, this_day()
    found = rows.rows(request.school, queries.ids(queries.on_register(member, on)), on)
    register = reverse("home:register", kwargs={"slug": request.school.slug})
    counts = today.counts(found, register, member.may(Permission.PLAN_ISSUE)) if found else []
    return {
        "greeting": today.greeting(timezone.localtime(now()).hour),
        "first_name": member.name.split()[0],
        "today_in_words": f"{on:%A} {in_words(on)}",
        "counts": counts,
        "counted": any(count.number for count in counts),
        "needs": today.overdue_first([*today.to_confirm(member, on), *today.actions(member, on),
                                      *today.reviews(today.due(found, member, on), on, register),
                                      *today.gaps(found, register)]),
        "empty": None if found else nobody(request),
        "lately": queries.lately(member, found),
    }


def nobody(request: SchoolRequest) -> dict[str, str]:
    """What to say to somebody who has no learners to see yet, and the first step where there is one."""
    slug = request.school.slug
    if request.member.may(Permission.LEARNERS_IMPORT):
        return {
            "title": "Begin with your learners",
            "text": "Bring everybody in from the spreadsheet your school’s system gives you. You see what will happen "
                    "before anything is kept, and it can be undone.",
            "action": "Bring learners in", "href": reverse("exchange:upload", kwargs={"slug": slug}),
        }
    return {"title": "Nobody yet", "text": "Learners are shown here once the SENCO has given you access to them.",
            "action": "", "href": ""}
