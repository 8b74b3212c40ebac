"""Why not: answering what one was asked, and taking in what was answered."""

from datetime import date, datetime

from goldenthread.learners.policies import reader_of
from goldenthread.people.models import Membership
from goldenthread.reviews.models import AnswerLink, Contribution, Invitation
from goldenthread.reviews.policies.asking import why_kept_out
from goldenthread.reviews.policies.planning import NOT_OPEN, why_not_lead, why_over
from goldenthread.reviews.states import CAME_MOVES, Came, State

# What one person may send for one review: more than any form holds, and less than would bury it.
ANSWERS = 100
LINK_OVER = ("This link has ended: it worked until the meeting. What you typed is still on this page. Copy it, and "
             "give it to the school by e-mail, on paper or by telephone.")


def why_not_answer(invitation: Invitation, on: date) -> str:
    """Why this person can't tell us anything more for this review."""
    if invitation.review.is_over or invitation.taken_back_on or why_kept_out(invitation.review, invitation, on):
        return LINK_OVER
    if invitation.contributions.count() >= ANSWERS:
        return "You have sent a great deal for this review already. Speak to the school for anything more."
    return ""


def why_not_answer_as(invitation: Invitation, by: Membership, on: date) -> str:
    """Why a member who signed in can't answer this: it must be theirs, and the learner still theirs to see."""
    if invitation.member_id != by.pk:
        return "This was asked of somebody else."
    if not by.is_live(on) or not reader_of(by, invitation.review.learner, on).audiences:
        return NOT_OPEN
    return why_not_answer(invitation, on)


def why_not_use(link: AnswerLink, now: datetime, on: date) -> str:
    """Why a link from a letter opens no form any more."""
    if (link.revoked_at and link.revoked_at <= now) or link.ends_on < on:
        return LINK_OVER
    return why_not_answer(link.invitation, on)


def why_not_answer_for(invitation: Invitation, route: str, by: Membership, on: date) -> str:
    """Type what somebody said on paper or by phone."""
    if why := why_not_lead(invitation.review, by, on):
        return why
    if invitation.review.state == State.CANCELLED:
        return why_over(invitation.review)
    if route not in {Invitation.Route.PAPER, Invitation.Route.PHONE}:
        return "Say whether this came on paper or by phone."
    return "" if invitation.contributions.count() < ANSWERS else "There is a great deal here already."


def why_not_decide(contribution: Contribution, to: str, by: Membership, on: date) -> str:
    """Take what somebody told us into the record, or set it aside. What comes late can be taken in afterwards."""
    if why := why_not_lead(contribution.review, by, on):
        return why
    if to in CAME_MOVES[contribution.state]:
        return ""
    return f"This is already “{Came(contribution.state).label.lower()}”."
