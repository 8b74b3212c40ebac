"""A learner is added by hand."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldenthread.learners import operations
from goldenthread.learners.forms import AddForm
from goldenthread.learners.models import Learner
from goldenthread.learners.operations import Joiner, NeedGiven
from goldenthread.learners.views.doing import act, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def page(request: SchoolRequest) -> HttpResponse:
    """Add one learner. The form carries its own number, so that a button pressed twice adds one child."""
    form = AddForm(request.POST or None, initial={"uuid": uuid4(), "sex": "U"})

    def save(need: str, second_need: str, **given: Any) -> Learner:
        needs = tuple(NeedGiven(type=type_) for type_ in dict.fromkeys([need, second_need]) if type_)
        return operations.enrol(school=request.school, rows=[Joiner(needs=needs, **given)], by=request.member,
                                on=today())[0]

    return act(request, form, save, lambda learner: f"{learner.name} is added.",
               lambda learner: to(request, "details", pk=learner.pk)) or render(
        request, "learners/add.html", {"form": form})
