"""Keeping what the page of a meeting brings: each line by itself, so that none waits for another."""

import uuid as uuids
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.states import STATES
from goldenthread.people.models import Membership
from goldenthread.reviews import policies
from goldenthread.reviews.models import Finding, Invitation, Judgement, Review
from goldenthread.reviews.operations.finding import find, judge, note_who_came, reword, strike, unjudge
from goldenthread.reviews.operations.planning import locked, save
from goldenthread.story.operations import Conflict


@dataclass(frozen=True)
class Minute:
    """A line as it was typed. Revision 0: the page had it as a new one. Without text: it was taken out."""

    uuid: uuids.UUID
    kind: str
    text: str
    revision: int = 0
    said_by: str = ""
    said_by_name: str = ""
    owner: Membership | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Verdict:
    """How an outcome was judged on the page, and what the page showed of it before: (state, words)."""

    outcome: Outcome
    state: str
    words: str
    before: tuple[str, str]


@dataclass(frozen=True)
class Seat:
    """Whether somebody came, and in what capacity."""

    invitation: Invitation
    came: bool | None
    capacity: str


@dataclass(frozen=True)
class Sheet:
    """What was changed on the page, and nothing else."""

    minutes: tuple[Minute, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    seats: tuple[Seat, ...] = ()


def write_up(*, review: Review, sheet: Sheet, by: Membership, on: date) -> dict[str, str]:
    """Keep what can be kept of a page. What cannot comes back as a sentence by the uuid it is about, and stands in the
    way of nothing else; sent again, what is kept already changes nothing. Refused whole where the review is over.
    """
    refuse_if(policies.why_not_change(Review.objects.select_related("learner", "chair").get(pk=review.pk), by, on))
    troubles: dict[str, str] = {}
    for key, act in acts(review, sheet, {"by": by, "on": on}):
        try:
            act()
        except Refused as refusal:
            troubles[str(key)] = str(refusal)
        except Conflict as conflict:
            troubles[str(key)] = overtaken(conflict.theirs)
    return troubles


def overtaken(theirs: Finding) -> str:
    return (f"{theirs.written_by} wrote here meanwhile: “{theirs.text}” Yours is still below. Save again to put it in "
            "its place.")


def acts(review: Review, sheet: Sheet, who: dict[str, Any]) -> Iterator[tuple[uuids.UUID, Callable[[], object]]]:
    there = {each.uuid: each for each in review.findings.select_related("review", "written_by")}
    judged = {each.outcome_id: each for each in review.judgements.select_related("review", "judged_by")}
    for seat in sheet.seats:
        yield seat.invitation.uuid, lambda seat=seat: note_who_came(  # type: ignore[misc]
            invitation=seat.invitation, came=seat.came, capacity=seat.capacity, **who)
    for minute in sheet.minutes:
        yield minute.uuid, lambda minute=minute: keep(review, minute, there.get(minute.uuid), who)  # type: ignore[misc]
    for verdict in sheet.verdicts:
        yield verdict.outcome.uuid, lambda verdict=verdict: decide(  # type: ignore[misc]
            review, verdict, judged.get(verdict.outcome.pk), who)


def keep(review: Review, minute: Minute, there: Finding | None, who: dict[str, Any]) -> None:
    """One line: written, changed or taken out."""
    said = {name: getattr(minute, name) for name in ("text", "said_by", "said_by_name", "owner", "due_on")}
    if there is None and minute.text:
        find(review=review, kind=minute.kind, uuid=minute.uuid, **said, **who)
    elif there and minute.text:
        reword(finding=there, revision=minute.revision, **said, **who)
    elif there and there.revision != minute.revision:
        raise Conflict("", there)
    elif there:
        strike(finding=there, **who)


def decide(review: Review, verdict: Verdict, there: Judgement | None, who: dict[str, Any]) -> None:
    """One judgement, unless somebody else has judged since the page was opened."""
    stands = (there.state, there.words) if there else ("", "")
    if there and stands not in {verdict.before, (verdict.state, verdict.words)}:
        raise Refused(f"{there.judged_by} judged this “{STATES[there.state]}” meanwhile. Yours is still here. Save "
                      "again to put it in its place.")
    if verdict.state or verdict.words:
        judge(review=review, outcome=verdict.outcome, state=verdict.state, words=verdict.words, **who)
    elif there:
        unjudge(judgement=there, **who)


@transaction.atomic
def propose_next(*, review: Review, next_on: date | None, by: Membership, on: date) -> Review:
    """Note the day that the meeting agreed for the next one. It is set when the review is concluded."""
    review = locked(review)
    refuse_if(policies.why_not_change(review, by, on))
    refuse_if(policies.why_not_next(review, on, next_on) if next_on else "")
    if review.next_on != next_on:
        save(review, next_on=next_on)
    return review
