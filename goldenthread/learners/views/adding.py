"""A learner is added by hand."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import refuse_if
from goldenthread.learners import operations, queries
from goldenthread.learners.forms import AddForm
from goldenthread.learners.models import Learner
from goldenthread.learners.names import known_as
from goldenthread.learners.numbers import clean_upn
from goldenthread.learners.operations import Joiner, NeedGiven
from goldenthread.learners.operations.fields import NAMES
from goldenthread.learners.queries import in_year
from goldenthread.learners.views.doing import act, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.schools.forms import in_words

WHICH = ("Nobody is added yet: somebody here may be this child. Open them, or tick that this is another child and add "
         "them.")


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_MANAGE)
def page(request: SchoolRequest) -> HttpResponse:
    """Add one learner. The form carries its own number, so that a button pressed twice adds one child."""
    form = AddForm(request.POST or None, initial={"uuid": uuid4(), "sex": "U"})
    alike: list[Any] = []

    def save(need: str, second_need: str, **given: Any) -> Learner:
        alike[:] = not_told_apart(request, given)
        refuse_if(WHICH if alike else "")
        needs = tuple(NeedGiven(type=type_) for type_ in dict.fromkeys([need, second_need]) if type_)
        return operations.enrol(school=request.school, rows=[Joiner(needs=needs, **given)], by=request.member,
                                on=today())[0]

    return act(request, form, save, lambda learner: f"{learner.name} is added.",
               lambda learner: to(request, "details", pk=learner.pk)) or render(
        request, "learners/add.html", {
            "form": form, "mine": mine(form) if alike else None,
            "alike": [(each, in_year(each.nc_year, each.tutor_group)) for each in alike]})


def not_told_apart(request: SchoolRequest, given: dict[str, Any]) -> list[Any]:
    """Those here who may be this child, unless the tick sent says it is another than each of them. The child whom the
    same form brought in before is no doubt, and whose UPN is taken is for enrol to refuse.
    """
    told = {**given, "upn": clean_upn(given["upn"])}
    found = [each for each in queries.perhaps_here(request.member, told, today()) if each.uuid != given["uuid"]]
    if any(told["upn"] and each.upn == told["upn"] for each in found):
        return []
    another = set(request.POST.get("another", "").split())
    return [] if {str(each.pk) for each in found} <= another else found


def mine(form: AddForm) -> dict[str, str]:
    """What was typed, to stand beside those it may be."""
    told = form.cleaned_data
    return {"name": known_as(*(told[name] for name in NAMES)), "born": in_words(told["dob"]),
            "where": in_year(told["nc_year"], told["tutor_group"]), "upn": clean_upn(told["upn"])[-4:]}
