"""The end of a review: what will happen before it does, one press, and what happened."""

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.actions.models import Action
from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import Reader
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import policies as plan_policies
from goldenthread.plans import queries as plans
from goldenthread.plans.composing import compose
from goldenthread.plans.seen import shown_in
from goldenthread.plans.summing_up import summed_up
from goldenthread.plans.templates import RECEIVED
from goldenthread.plans.views.issue import compared
from goldenthread.reviews import minutes, operations, policies, queries
from goldenthread.reviews.clocks.late import next_by, too_late_for_next
from goldenthread.reviews.ending import never_asked, starts, wordless
from goldenthread.reviews.forms import ConcludeForm
from goldenthread.reviews.meetings import MEETINGS, Meeting
from goldenthread.reviews.models import Review
from goldenthread.reviews.operations.following import why_not_followed
from goldenthread.reviews.operations.scheduling import plan_of_round
from goldenthread.reviews.seats import missing
from goldenthread.reviews.states import State
from goldenthread.reviews.views.finding import led_at, review_at
from goldenthread.schools.clock import now, today
from goldenthread.schools.forms import in_words

KEPT = "is kept as it was received: the next one comes from the local authority."


@require_http_methods(["GET", "POST"])
@at_school(Permission.DRAFT_READ)
def page(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    reader, review = led_at(request, pk, uuid)
    at: dict[str, Any] = {"slug": request.school.slug, "pk": pk, "uuid": uuid}
    if request.method == "GET" and review.state == State.CONCLUDED:
        return redirect("reviews:concluded", **at)
    form = ConcludeForm(request.POST or None, initial={"next_on": minutes.proposed(review, today())})
    stood = minutes.standing(review, today())
    late = late_next(request, review, form.cleaned_data["next_on"]) if form.is_valid() else []
    if form.is_valid() and not late:
        try:
            conclude(request, review, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            reader, review = led_at(request, pk, uuid)  # somebody else may have concluded it meanwhile
        else:
            say_if_moved(request, review, stood, form.cleaned_data["next_on"])
            return redirect("reviews:concluded", **at)
    read(by=request.member, learner=reader.learner, now=now())
    return render(request, "reviews/conclude.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "review": review,
        "form": form, "key": request.POST.get("key") or secrets.token_urlsafe(24), "over": policies.why_over(review),
        "late": late, **before(review, reader, form)}, status=422 if form.errors or late else 200)


def conclude(request: SchoolRequest, review: Review, said: dict[str, Any]) -> None:
    """One call, by the button that was pressed."""
    about: dict[str, Any] = {"review": review, "by": request.member, "on": today(), "key": request.POST.get("key", ""),
             "next_on": said["next_on"]}
    if request.POST.get("how") == "issue":
        after = request.POST.get("after", "")
        operations.conclude_and_issue(what_changed=said["what_changed"], shown=request.POST.get("shown"),
                                      after=int(after) if after.isdecimal() else None, **about)
    else:
        operations.conclude(**about)


def late_next(request: SchoolRequest, review: Review, next_on: date | None) -> list[str]:
    """That the law wants the next annual review sooner; nothing where that was shown for this very day."""
    by = next_by(review) if next_on and not review.is_over else None
    if next_on is None or by is None or request.POST.get("late") == next_on.isoformat():
        return []
    return [*filter(None, [too_late_for_next(next_on, by)])]


def say_if_moved(request: SchoolRequest, review: Review, stood: date | None, next_on: date | None) -> None:
    """A plan that was to be looked at on one day, and is now on another, says so: its family was told the first."""
    if review.plan and stood and next_on and next_on != stood:
        messages.success(request, f"The {review.plan.as_template.title} is looked at again by {in_words(next_on)}, "
                                  f"and no longer by {in_words(stood)}. Tell the family.")


def before(review: Review, reader: Reader, form: ConcludeForm) -> dict[str, Any]:
    """What one press will do, and what stands in its way."""
    on = today()
    board = queries.board(review, reader)
    open_now = minutes.to_judge(reader, MEETINGS[review.kind])
    return {
        "judged": list(board.judgements.values()), "agreed": board.findings["agreed"],
        "unheard": list(queries.unheard(review)), "untaken": queries.untaken(review),
        "unchosen": unchosen(board, MEETINGS[review.kind]), "not_followed": why_not_followed(review),
        "unjudged": [each for each in open_now if each.pk not in board.judgements],
        "why": policies.why_not_conclude(review, reader.member, on, minutes.proposed(review, on)),
        "comes_round": policies.must_come_round(review), "stays": stays(review),
        "stands": minutes.standing(review, on), "recommended": board.findings["recommendation"],
        "different": board.findings["difference"], "unasked": missing(review), "starts": starts(review),
        "never_asked": never_asked(review), "wordless": wordless(review),
        "family": plans.readers(reader.learner, on).family,
        **issuing(review, reader, on)}


def unchosen(board: queries.Board, meeting: Meeting) -> tuple[str, ...]:
    """What the meeting can recommend, where it has recommended none of it yet."""
    said = {each.text.strip() for each in board.findings["recommendation"]}
    return meeting.choices if said.isdisjoint(meeting.choices) else ()


def stays(review: Review) -> bool:
    """Whether the plan keeps the day on which it is looked at again: its own round is another than this one."""
    return review.plan is not None and plan_of_round(review.learner, review.plan, review.kind) != review.plan


def issuing(review: Review, reader: Reader, on: Any) -> dict[str, Any]:
    """Whether a version can be issued with it, as which number and after which, and what else is new in it."""
    plan, lacks = review.plan, plan_policies.missing if stays(review) else plan_policies.to_do
    if plan is None:
        return {"why_not_issue": "This review is not of a plan, so there is nothing to issue.", "version": None}
    if plan.as_template.kind == RECEIVED:
        return {"why_not_issue": f"The {plan.as_template.called} {KEPT}", "version": None, "received": True}
    version = plans.current(plan)
    why, said, shown = plan_policies.why_not_issue_as(reader, plan, on), [], ""
    if not why:
        whole = compose(plan, on)
        shown = shown_in(whole)
        comparison = compared(version, whole, reader)
        said = summed_up(comparison) if comparison and not comparison.nothing else []
        why = plan_policies.why_missing(lacks(plan, whole, plan_policies.not_needed(plan), on))
    return {"why_not_issue": why, "said": said, "version": version, "after": version.number if version else 0,
            "next": plans.next_number(plan), "shown": shown}


@require_safe
@at_school(Permission.DRAFT_READ)
def done(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Say back what was done, with the way to each part of it."""
    reader, review = review_at(request, pk, uuid)
    if review.state != State.CONCLUDED:
        raise Http404
    read(by=request.member, learner=reader.learner, now=now())
    version, board = queries.version_of(review), queries.board(review, reader)
    rows = Action.objects.filter(school=review.school_id, source_room="reviews", source_id=str(review.uuid), cause="")
    process = review.processes.first()
    return render(request, "reviews/concluded.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "reader": reader,
        "review": review, "version": version, "judged": list(board.judgements.values()),
        "actions": [each for each in rows.select_related("owner").order_by("due_on", "pk")
                    if reader.may_read(each.audience)],
        "before": plans.versions(version.plan).filter(number=version.number - 1).first() if version else None,
        "family": plans.family(reader.learner, today()) if version else [],
        "not_followed": why_not_followed(review),
        "report": process.clocks.filter(rule="AR-REPORT").first() if process else None})
