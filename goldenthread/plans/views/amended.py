"""Two plans that somebody else wrote, side by side: what the authority amended."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans.comparing import Comparison, compare
from goldenthread.plans.models import Received
from goldenthread.plans.received import as_document, ids_beside, triples
from goldenthread.plans.summing_up import summed_up
from goldenthread.plans.templates import Template, named
from goldenthread.plans.views.compare import chosen
from goldenthread.plans.views.finding import seen, show
from goldenthread.plans.views.received import received_at
from goldenthread.schools.forms import in_words


@require_safe
@at_school(Permission.PLAN_READ)
def page(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    reader, there = received_at(request, pk, type)
    plans = {str(each.number): each for each in there}
    old, new = chosen(request.GET.get("old"), request.GET.get("new"), list(plans))
    comparison = beside(plans[old], plans[new], named(f"core/{type}")) if old else None
    days = {number: in_words(each.dated_on) for number, each in plans.items()}
    seen(reader)
    return show(request, "compare.html", reader, old=old, new=new, comparison=comparison,
                name_old=f"the plan of {days.get(old)}", name_new=f"the plan of {days.get(new)}",
                choices=[(number, f"Plan dated {day}") for number, day in days.items()],
                said=summed_up(comparison) if comparison else [])


def beside(old: Received, new: Received, template: Template) -> Comparison:
    before, now = triples(old), triples(new)
    return compare(as_document(old, before, template), as_document(new, now, template, ids_beside(before, now)))
