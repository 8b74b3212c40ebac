"""Arranging a draft: how far a section is, which lines it holds, when the plan is reviewed, who brings it together."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import operations, policies, queries
from goldenthread.plans.builders import entry_node
from goldenthread.plans.composing import choices_of, compose, with_what_is_left_out
from goldenthread.plans.document import Document
from goldenthread.plans.forms import KeyPersonForm, ReviewDateForm
from goldenthread.plans.lines import Line, lines
from goldenthread.plans.models import Plan
from goldenthread.plans.reading import as_issued, draft_copy, section_standings
from goldenthread.plans.states import MOVES, Section
from goldenthread.plans.templates import Part
from goldenthread.plans.views.finding import address, draft_at, may, plan_at, seen, show
from goldenthread.schools.clock import today
from goldenthread.story.queries import entries


@require_http_methods(["GET", "POST"])
@at_school(Permission.DRAFT_READ)
def section(request: SchoolRequest, pk: int, type: str, key: str) -> HttpResponse:
    """One section: how far it is, and (for the SENCO's team) what it holds."""
    plan, reader = draft_at(request, pk, type)
    part = next((part for part in plan.as_template.sections if part.key == key), None)
    if part is None or not reader.may_read(part.audience):
        raise Http404
    if request.method == "POST":
        return arranged(request, plan, reader, part)
    seen(reader)
    return show(request, "section.html", reader, plan=plan, part=part, back=address(reader, "draft", type=plan.type),
                **section_page(plan, part, reader),
                may_arrange=not policies.why_not_arrange(plan, request.member, today()),
                may_mark=not policies.why_not_mark(plan, key, Section.COMPLETE, request.member, today()))


def section_page(plan: Plan, part: Part, reader: Reader) -> dict[str, Any]:
    whole = compose(plan, today())
    copy = draft_copy(whole, reader)
    standing = section_standings(plan, whole, as_issued(queries.current(plan), copy, reader)).get(part.key)
    if standing is None:  # for older learners only
        raise Http404
    held = [line for line in lines(copy) if line.section == part.title]
    choices = choices_of([plan])[plan.pk]
    full = draft_copy(with_what_is_left_out(plan, today()), reader) if choices.out else copy
    shown = {node.id for node in whole.nodes}
    record = [Line(entry_node(entry), "") for entry in entries(reader.learner) if reader.may_read(entry.audience)]
    return {
        "standing": standing,
        "moves": [state for state in Section if state in MOVES[standing.state]
                  and (state != Section.NOT_NEEDED or may_be_needless(part, whole, reader))],
        "held": [(line, line.node.id in choices.into[part.key]) for line in held],
        "left_out": [line for line in lines(full) if line.section == part.title and line.node.id in choices.out],
        "could": [line for line in record if part.builder == "fields"
                  and line.node.id not in shown | choices.out | choices.back],
    }


def may_be_needless(part: Part, whole: Document, reader: Reader) -> bool:
    """Whether this reader is offered to mark a section as not needed. Others than the SENCO's team never are, so for
    them it does not tell whether there are lines that they may not read.
    """
    nodes = next(section.nodes for section in whole.sections if section.key == part.key)
    return reader.member.may(Permission.PLAN_ARRANGE) and not policies.why_not_needless(Section.NOT_NEEDED, nodes)


def arranged(request: SchoolRequest, plan: Plan, reader: Reader, part: Part) -> HttpResponse:
    """What was asked for, done and said back. Each button carries one deed and what it is done to."""
    deed, _, node = request.POST.get("do", "").partition(" ")
    by: dict[str, Any] = {"plan": plan, "by": request.member, "on": today()}
    try:
        match deed:
            case "mark":
                operations.mark_section(section=part.key, state=node, **by)
                said = f"“{part.title}” is now {Section(node).label.lower()}."
            case "leave-out":
                operations.leave_out(node=node, **by)
                said = "The line is left out of this plan. It stays in the record."
            case "include":
                operations.include(node=node, section=part.key, **by)
                said = f"The line stands under “{part.title}” now."
            case "put-back":
                operations.put_back(node=node, **by)
                said = "Done: the line is where the template puts it."
            case _:
                raise Http404
        messages.success(request, said)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{address(reader, 'draft')}#section-{part.key}" if deed == "mark"
                    else address(reader, "section", type=plan.type, key=part.key))


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ARRANGE)
def review_date(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    plan, reader = plan_at(request, pk, type)
    form = ReviewDateForm(request.POST or None, initial={"review_by": plan.review_by})
    if form.is_valid():
        try:
            operations.set_review_by(plan=plan, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("review_by", str(refusal))
        else:
            messages.success(request, "The review date is set.")
            return redirect(address(reader, "current", type=plan.type))
    return show(request, "ask.html", reader, plan=plan, form=form, title="Review date",
                status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ARRANGE)
def key_person(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    plan, reader = plan_at(request, pk, type)
    may(policies.why_not_arrange(plan, request.member, today()))
    members = queries.who_could_be_key_person(plan, today())
    form = KeyPersonForm(request.POST or None, members=members, initial={"member": plan.key_person_id})
    if form.is_valid():
        try:
            operations.name_key_person(plan=plan, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("member", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['member']} brings this plan together.")
            return redirect(address(reader, "current", type=plan.type))
    return show(request, "ask.html", reader, plan=plan, form=form, title="Key person",
                status=422 if form.errors else 200)


