"""Taking a line back from every version, and letting it be read again."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import operations, policies
from goldenthread.plans.builders import entry_id
from goldenthread.plans.document import Document
from goldenthread.plans.forms import WithdrawForm
from goldenthread.plans.lines import lines, sum_of
from goldenthread.plans.models import Body, Withdrawal
from goldenthread.plans.views.finding import address, elsewhere, may, number_in, plan_at, show, version_at
from goldenthread.plans.views.version import read_or_404
from goldenthread.schools.clock import today
from goldenthread.story.models import Entry


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ISSUE)
def withdraw(request: SchoolRequest, pk: int, type: str, number: tuple[int, int]) -> HttpResponse:
    version, reader = version_at(request, pk, type, number)
    may(policies.why_not_act_on(version.plan, request.member, today()))
    shown = read_or_404(version, reader)
    told = sum_of(version) if shown.meta["what_changed"] else []
    form = WithdrawForm(request.POST or None, lines=told + [(line.node.id, f"{line.section}: {line.begins}")
                                                            for line in lines(shown)])
    if form.is_valid():
        try:
            operations.withdraw(plan=version.plan, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The line is taken back. Nobody reads it in any version of this plan, nor in the "
                                      "one page profile.")
            return redirect(address(reader, "withdrawn", type=type))
    return show(request, "withdraw.html", reader, version=version, form=form, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ISSUE)
def page(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    """What has been taken back, why and by whom; and the way back."""
    plan, reader = plan_at(request, pk, type)
    may(policies.why_not_act_on(plan, request.member, today()))
    rows = Withdrawal.objects.filter(plan=plan).select_related("plan", "withdrawn_by", "ended_by").order_by("-pk")
    if request.method == "POST":
        withdrawal = get_object_or_404(rows, pk=number_in(request, "withdrawal"))
        operations.restore_withdrawn(withdrawal=withdrawal, by=request.member, on=today())
        messages.success(request, "The line can be read again, by whoever may read it.")
        return redirect(address(reader, "withdrawn", type=type))
    withdrawals = with_lines(rows)
    return show(request, "withdrawn.html", reader, plan=plan, withdrawals=withdrawals,
                standing=still_standing(reader, withdrawals))


def still_standing(reader: Reader, withdrawals: Iterable[Withdrawal]) -> list[tuple[Withdrawal, str]]:
    """What is taken back from the versions and stands in the record all the same, with where to take it out there."""
    rows = [row for row in withdrawals if row.ended_on is None]
    wanted = [row.node.removeprefix("entry:") for row in rows if row.node.startswith("entry:")]
    entries = Entry.objects.filter(learner=reader.learner, uuid__in=wanted, retired_on=None)
    there = {entry_id(entry): entry for entry in entries}
    for row in (row for row in rows if row.node in there):
        row.rewritten = there[row.node].revision != row.revision  # type: ignore[attr-defined]
    return [(row, elsewhere(reader, "story:retire", uuid=there[row.node].uuid)) for row in rows if row.node in there]


def with_lines(withdrawals: Iterable[Withdrawal]) -> list[Withdrawal]:
    """Each with how its line begins, from the newest version that shows it: those who may let it back must know it."""
    rows = list(withdrawals)
    if rows:
        bodies = Body.objects.filter(version__plan=rows[0].plan).select_related("version").order_by(
            "version__number", "version__correction")
        found = {line.node.id: line for body in bodies for line in lines(Document.from_json(body.json))}
        begins = {node: f"{line.section}: {line.begins}" for node, line in found.items()}
        begins |= dict(told for body in bodies for told in sum_of(body.version))
        for row in rows:
            row.revision = found[row.node].node.revision if row.node in found else None  # type: ignore[attr-defined]
            row.line = begins.get(row.node, "A line whose words were erased")  # type: ignore[attr-defined]
    return rows
