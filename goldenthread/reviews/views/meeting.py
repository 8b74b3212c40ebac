"""The page that is open in the meeting: who is here, what was told, what is found, judged and agreed.

Every button on it saves everything on it. It saves itself as one types, works without a script, and keeps what cannot
be saved where it was typed, with the reason beside it.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import Reader
from goldenthread.learners.queries import at_present, banner
from goldenthread.outcomes.states import AT_RISK, ON_TRACK, RESULTS, STATES
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.reviews import minutes, operations, policies
from goldenthread.reviews.forms import NextForm
from goldenthread.reviews.models import Invitation, Review
from goldenthread.reviews.typed import Typed, marked, read_in
from goldenthread.reviews.views.finding import led_at, review_at
from goldenthread.schools.clock import now, today

JUDGEMENTS = {state: STATES[state] for state in (ON_TRACK, AT_RISK, *RESULTS)}
PARTS = {"here", "outcomes"}
CAPACITIES = [("", "Not said"), *Invitation.Capacity.choices]


@require_http_methods(["GET", "POST"])
@at_school(Permission.DRAFT_READ)
def page(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    reader, review = (led_at if request.method == "POST" else review_at)(request, pk, uuid)
    if request.method == "POST":
        return take(request, reader, review)
    read(by=request.member, learner=reader.learner, now=now())
    found = minutes.page_of(review, reader, today())
    if policies.why_not_lead_as(reader, review) or review.is_over or review.held_on > today():
        return show(request, "meeting_read.html", reader, found, leads=not policies.why_not_lead_as(reader, review),
                    early=review.held_on > today() and not review.is_over)
    form = NextForm(initial={"next_on": minutes.proposed(review, today())})
    return show(request, "meeting.html", reader, found, next=form, at=request.GET.get("at", ""))


def take(request: SchoolRequest, reader: Reader, review: Review) -> HttpResponse:
    """Keep what was typed, and go where the button says; or show it all again with what stands in the way."""
    on, by_itself = today(), request.headers.get("Accept") == "application/json"
    typed = read_in(minutes.page_of(review, reader, on), request.POST, by_itself)
    form, why, troubles = NextForm(request.POST), "", dict(typed.troubles)
    try:
        troubles |= operations.write_up(review=review, sheet=typed.sheet, by=request.member, on=on)
        keep_next(review, form, request)
        if not by_itself:
            troubles |= nameless(review)
    except Refused as refusal:
        why = str(refusal)
    sentences = [*filter(None, [why]), *troubles.values(), *form.errors.get("next_on", [])]
    if by_itself:
        return kept(typed, troubles, sentences, review, reader, bool(why))
    if not sentences:
        return onwards(request, review)
    # What was kept is read again, so that each row stands over what is there by now.
    again = read_in(minutes.page_of(review, reader, on), request.POST)
    return show(request, "meeting.html", reader, marked(again.page, troubles), status=422, next=form, why=why,
                troubles=troubles, over=review.is_over)


def nameless(review: Review) -> dict[str, str]:
    """Differences of opinion that are kept, and of which somebody has still to say who holds them."""
    return {str(each.uuid): "Say who sees it differently: a difference of opinion stands in somebody's own words."
            for each in policies.of_nobody(review)}


def keep_next(review: Review, form: NextForm, request: SchoolRequest) -> None:
    """The day for the next one, if it is one."""
    if not form.is_valid() or form.cleaned_data["next_on"] == review.next_on:
        return
    try:
        operations.propose_next(review=review, by=request.member, on=today(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error("next_on", str(refusal))


def kept(typed: Typed, troubles: dict[str, str], sentences: list[str], review: Review, reader: Reader,
         refused: bool) -> JsonResponse:
    """What a page that saves itself is told: what each row it sent holds now, and what could not be kept."""
    sent = {str(each.uuid) for each in typed.sheet.minutes} | {str(each.outcome.uuid) for each in typed.sheet.verdicts}
    sent |= {str(each.invitation.uuid) for each in typed.sheet.seats}
    fresh = minutes.page_of(review, reader, today())
    rows: list[Any] = [*(line for lines in fresh.lines.values() for line in lines), *fresh.judged, *fresh.chairs]
    return JsonResponse({
        "at": f"{localtime(now()):%H:%M}", "why": sentences, "refused": refused,
        "rows": {each.uuid: [each.had, getattr(each, "revision", 0)] for each in rows
                 if each.uuid in sent and each.uuid not in troubles}}, status=422 if refused else 200)


def onwards(request: SchoolRequest, review: Review) -> HttpResponse:
    at: dict[str, Any] = {"slug": request.school.slug, "pk": review.learner_id, "uuid": review.uuid}
    go = request.POST.get("go", "")
    if go in {"conclude", "ask"}:
        return redirect(f"reviews:{go}", **at)
    here = reverse("reviews:meeting", kwargs=at)
    if go in review.findings.model.What.values:
        return redirect(f"{here}?at={go}")  # the empty line takes the focus: a fragment would keep it from it
    messages.success(request, "Saved.")
    return redirect(f"{here}#{go}" if go in PARTS else here)


def show(request: SchoolRequest, template: str, reader: Reader, found: minutes.Page, status: int = 200,
         **more: Any) -> HttpResponse:
    review = found.review
    year = at_present(reader.learner, today())["nc_year"]
    return render(request, f"reviews/{template}", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "review": review,
        "page": found, "heard": minutes.heard(found, reader), "judgements": JUDGEMENTS, "capacities": CAPACITIES,
        "decided": list(found.board.judgements.values()), "prompts": found.meeting.prompts_in(year),
        **more}, status=status)
