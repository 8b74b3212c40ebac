from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from goldenthread.audit import queries as audit
from goldenthread.home.forms import HappenedForm
from goldenthread.learners.models import Learner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission

A_PAGE = 50


@require_safe
@at_school(Permission.AUDIT_READ)
def page(request: SchoolRequest) -> HttpResponse:
    """What happened at the school, newest first: all of it, or about one learner; and who looked at that learner."""
    form = HappenedForm(request.GET)
    asked = {key: value for key, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    about, looked = learner_asked(request), request.GET.get("show") == "looked"
    if about and looked:
        readings = audit.readings(request.school.pk, about.pk)
        found: Page[Any] = Paginator(readings, A_PAGE).get_page(request.GET.get("page"))
        lines = looks(found)
    else:
        events = audit.happened(request.school.pk, learner_id=about.pk if about else None, hidden=kept_from(request),
                                **asked)
        found = Paginator(events, A_PAGE).get_page(request.GET.get("page"))
        lines = sentences(request, found)
    return render(request, "home/happened.html", {
        "form": form, "page": found, "lines": lines, "about": about, "looked": looked and about, "asked": asked,
        "tabs": tabs(about, looked) if about else []})


def learner_asked(request: SchoolRequest) -> Learner | None:
    asked = request.GET.get("learner", "")
    if not asked:
        return None
    mine = Learner.objects.visible_to(request.member)
    return get_object_or_404(mine, pk=asked if asked.isdigit() else 0)


def kept_from(request: SchoolRequest) -> list[int]:
    """Learners that this member is blocked from: what happened to them is not for their eyes either."""
    mine = Learner.objects.visible_to(request.member).values("pk")
    return list(Learner.objects.filter(school=request.school).exclude(pk__in=mine).values_list("pk", flat=True))


def sentences(request: SchoolRequest, found: object) -> list[dict[str, object]]:
    """Each event as a sentence, with the learner it is about by name."""
    events = audit.sentences(found)  # type: ignore[arg-type]
    learners = Learner.objects.filter(school=request.school).in_bulk(
        {event.learner_id for event, _ in events if event.learner_id})
    return [{"at": event.at, "text": text, "role": event.by_role, "learner": learners.get(event.learner_id)}
            for event, text in events]


def looks(found: object) -> list[dict[str, object]]:
    members = Membership.objects.in_bulk({reading.member_id for reading in found})  # type: ignore[attr-defined]
    return [{"at": reading.quarter, "who": members.get(reading.member_id)} for reading in found]  # type: ignore[attr-defined]


def tabs(about: Learner, looked: bool) -> list[dict[str, object]]:
    return [{"text": text, "href": f"?learner={about.pk}&show={show}", "current": (show == "looked") == looked}
            for text, show in (("What happened", "happened"), ("Who looked", "looked"))]
