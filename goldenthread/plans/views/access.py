"""Who is let in to the draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.learners.managers import live
from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import operations, queries
from goldenthread.plans.forms import LetInForm
from goldenthread.plans.models import DraftAccess, Plan
from goldenthread.plans.views.finding import address, number_in, plan_at, show
from goldenthread.schools.clock import today


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ARRANGE)
def page(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    plan, reader = plan_at(request, pk, type)
    on = today()
    places = DraftAccess.objects.filter(live(on), plan=plan).select_related("plan", "member", "let_in_by")
    if "end" in request.POST:
        return end(request, plan, reader, get_object_or_404(places, pk=number_in(request, "end")))
    could = queries.could_be_let_in(plan, on)
    form = LetInForm(request.POST or None, members=could, on=on)
    if form.is_valid():
        try:
            made = operations.let_in(plan=plan, by=request.member, on=on, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            who = made.member or f"Everyone who works with {reader.learner.first}"
            messages.success(request, f"{who} can read the draft now.")
            return redirect(address(reader, "let_in", type=plan.type))
    return show(request, "let_in.html", reader, plan=plan, places=places, form=form,
                back=address(reader, "draft", type=plan.type), status=422 if form.errors else 200)


def end(request: SchoolRequest, plan: Plan, reader: Reader, place: DraftAccess) -> HttpResponse:
    operations.close_to(access=place, by=request.member, on=today())
    who = place.member or f"everyone who works with {reader.learner.first}"
    messages.success(request, f"The draft is closed to {who}. What they wrote stays.")
    return redirect(address(reader, "let_in", type=plan.type))
