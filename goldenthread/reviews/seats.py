"""Whom the law asks to invite to a meeting, who of them is asked, and by when all are told the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.reviews.clocks.deadlines import due
from goldenthread.reviews.clocks.rights import have_passed
from goldenthread.reviews.clocks.rules import named
from goldenthread.reviews.meetings import MEETINGS, Seat
from goldenthread.reviews.models import Invitation, Review
from goldenthread.schools.forms import in_words


@dataclass(frozen=True)
class Place:
    """One of those whom the law names: who of them is asked to the meeting, or why nobody is."""

    seat: Seat
    asked: list[Invitation]
    why: str

    @property
    def missing(self) -> bool:
        return not self.asked and not self.why


def places(review: Review, asked: Iterable[Invitation]) -> list[Place]:
    """Everybody whom the law names for this kind of meeting, given who was asked: somebody who answered was, though
    they are asked no longer.
    """
    invited = [each for each in asked if each.to_meeting and (each.answered_on or not each.taken_back_on)]
    grown = have_passed(review.learner.dob, review.held_on)
    return [Place(seat, [each for each in invited if sits(each, seat, grown)], review.left_out.get(seat.key, ""))
            for seat in MEETINGS[review.kind].invite]


def sits(invitation: Invitation, seat: Seat, grown: bool) -> bool:
    """Whether somebody is asked as one of those whom the law names."""
    counts = (*seat.counts, *(seat.counts_grown if grown else ()))
    return invitation.seat == seat.key or (not invitation.seat and invitation.asked_as in counts)


def missing(review: Review) -> list[Seat]:
    """Those whom the law names, who are not asked and of whom nobody has said why not."""
    return [each.seat for each in places(review, review.invitations.all()) if each.missing]


def late_notice(review: Review, on: date) -> str:
    """That who is asked to this meeting now hears of it later than the law wants; empty where that is not so."""
    rule = named("AR-NOTICE")
    by = due(rule, {"meeting": review.held_on}) if MEETINGS[review.kind].invite else None
    if by is None or on <= by or review.held_on < on:
        return ""
    return (f"{rule.words} For this meeting that was {in_words(by)}. Ask them all the same, and think about another "
            "day for it.")
