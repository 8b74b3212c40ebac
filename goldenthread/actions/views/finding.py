"""What the pages of this room share: the learner, the action, and the way back to where somebody came from."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.audit.operations import read
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader, reader_who_sees
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest
from goldenthread.schools.clock import now, today


def reader_at(request: SchoolRequest, pk: int) -> Reader:
    """The member as a reader of the learner at this address."""
    learner = get_object_or_404(Learner.objects.visible_to(request.member), pk=pk)
    return reader_who_sees(request.member, learner)


def the_action(request: SchoolRequest, uuid: UUID) -> Action:
    """The action, where it is this member's to see; else the page does not exist."""
    mine = Action.objects.visible_to(request.member, today()).select_related("learner", "owner", "raised_by")
    return get_object_or_404(mine, uuid=uuid)


def show(request: SchoolRequest, template: str, learner: Learner | None, status: int = 200,
         **context: Any) -> HttpResponse:
    """A page about a learner, or about the school; that a learner's was opened is noted."""
    if learner:
        read(by=request.member, learner=learner, now=now())
        context["banner"] = banner(learner, request.member, today())
    base = "learners/learner_base.html" if learner else "base.html"
    return render(request, f"actions/{template}.html", {"learner": learner, "base": base, **context}, status=status)


def way_back(request: SchoolRequest, action: Action) -> str:
    """The page somebody came from, where it says so and is one of this school's; else the one the action stands on."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    return asked if asked.startswith(f"/s/{request.school.slug}/") else where(request, action)


def where(request: SchoolRequest, action: Action) -> str:
    """The page an action stands on."""
    at = {"slug": request.school.slug}
    if action.learner_id:
        return reverse("actions:list", kwargs={**at, "pk": action.learner_id}) + f"#action-{action.uuid}"
    return reverse("actions:school" if request.member.kind == "senco" else "actions:mine", kwargs=at)
