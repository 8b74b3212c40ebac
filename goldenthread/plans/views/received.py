"""A plan that somebody else wrote: shown as it was received, and typed in when it comes."""

import secrets
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.audit.refusals import Refused
from goldenthread.learners.codes import STAGE_NAMES
from goldenthread.learners.policies import Reader
from goldenthread.outcomes.models import Triple
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import operations, policies
from goldenthread.plans.forms_received import MOST_ROWS, ReceiveForm
from goldenthread.plans.models import Received
from goldenthread.plans.received import all_received, as_document, left_behind, triples
from goldenthread.plans.rendering import screen
from goldenthread.plans.templates import RECEIVED_MAIN, Template, named
from goldenthread.plans.views.finding import address, elsewhere, may, reader_at, seen, show
from goldenthread.schools.clock import today

ROWS = 3


@require_safe
@at_school(Permission.PLAN_READ)
def page(request: SchoolRequest, pk: int, type: str, number: int | None = None) -> HttpResponse:
    """The one in force, or an earlier one by its number; what belongs here where none has come."""
    reader, there = received_at(request, pk, type)
    shown = next((each for each in there if number in {None, each.number}), None)
    if shown is None and (number is not None or reader.kind in {"family", "learner"}):
        raise Http404
    may_receive = not policies.why_not_receive(reader.learner, type, request.member, today())
    if shown is None:
        return show(request, "received_none.html", reader, may_receive=may_receive)
    seen(reader)
    return show(request, "received.html", reader, may_receive=may_receive,
                stage=stage_to_offer(reader, there[0]) if may_receive and type == RECEIVED_MAIN else None,
                **told(shown, there, named(f"core/{type}")))


def received_at(request: SchoolRequest, pk: int, type: str) -> tuple[Reader, list[Received]]:
    """Whoever asks, and every plan of this type that came, if they may read it."""
    reader = reader_at(request, pk)
    if not policies.may_read_received(reader, today()):
        raise Http404
    return reader, all_received(reader.learner, type)


def stage_to_offer(reader: Reader, received: Received) -> dict[str, Any] | None:
    """There is an EHC plan, and the stage does not say so yet: that is offered, never done silently. It is offered from
    the day of the plan; where the stage of now began later, in its place from its own first day.
    """
    now = reader.learner.stages.filter(ends_on=None).first()
    if now and now.stage == "E":
        return None
    if now and now.starts_on >= received.dated_on:
        return {"from": now.starts_on, "replaces": STAGE_NAMES[now.stage]}
    return {"from": received.dated_on}


def told(shown: Received, there: list[Received], template: Template) -> dict[str, Any]:
    rows = triples(shown)
    return {
        "received": shown,
        "in_force": shown == there[0],
        "others": [each for each in there if each != shown],
        "page": screen.page(as_document(shown, rows, template)),
        "rows": rows,
        "left_behind": left_behind(shown, rows) if shown == there[0] else [],
    }


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ARRANGE)
def receive(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    """Type in what came. Another row is asked for with a button, and nothing typed is lost by it."""
    reader, on, template = reader_at(request, pk), today(), named(f"core/{type}")
    may(policies.why_not_receive(reader.learner, type, request.member, on))
    before, more = beginning(reader, type), "another" in request.POST
    rows, present = rows_in(request.POST, default=before.pop("rows")) + more, before.pop("present")
    form = ReceiveForm(request.POST or None, template=template, rows=min(rows, MOST_ROWS), on=on, initial=before,
                       present=present)
    if more:
        form.errors.clear()  # asked for a row, not for a check of what is half typed
    elif form.is_valid() and (made := recorded(request, reader, form, on, type)):
        messages.success(request, f"The {template.called} is recorded as it was received, and its outcomes stand in "
                                  f"{reader.learner.first}'s thread.")
        return redirect(elsewhere(reader, "plans:received", type=made.plan.type))
    return show(request, "receive.html", reader, form=form, back=address(reader, "all"),
                key=request.POST.get("key") or secrets.token_urlsafe(24), full=form.count >= MOST_ROWS,
                status=422 if form.errors else 200)


def rows_in(posted: QueryDict, default: int) -> int:
    """How many rows the page had; those of a new page where it does not say."""
    given = posted.get("rows", "")
    return min(int(given), MOST_ROWS) if given.isascii() and given.isdecimal() and len(given) < 4 else default


def beginning(reader: Reader, type: str) -> dict[str, Any]:
    """What a new page proposes: the learner's own authority; for an amended plan, the words of the one before, so that
    only what was amended is typed.
    """
    there = all_received(reader.learner, type)
    if not there:
        return {"rows": ROWS, "present": [], "from_authority": reader.learner.home_authority}
    before, found = there[0], triples(there[0])
    typed = {f"{name}_{number}": value for number, row in enumerate(found) for name, value in as_typed(row).items()}
    return {"rows": len(found) + 1, "present": found, "from_authority": before.from_authority, **typed,
            **{f"words_{key}": text for key, text in before.words.items()}}


def as_typed(row: Triple) -> dict[str, str]:
    """A row as the page has it, with the outcome that it was made into."""
    return {"need": row.need, "outcome": row.wording, "provision": row.provision, "area": row.outcome.area,
            "outcome_uuid": str(row.outcome.uuid)}


def recorded(request: SchoolRequest, reader: Reader, form: ReceiveForm, on: date, type: str) -> Received | None:
    """The plan as recorded, or None with the reason why not on the form."""
    try:
        return operations.receive(learner=reader.learner, by=request.member, on=on, type=type,
                                  key=request.POST.get("key", ""), **form.given())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
