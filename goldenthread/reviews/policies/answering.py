"""Why not: answering what one was asked, and taking in what was answered."""

from datetime import date, datetime

from goldenthread.learners.policies import reader_of
from goldenthread.people.models import Membership
from goldenthread.reviews.models import AnswerLink, Contribution, Invitation
from goldenthread.reviews.policies.asking import why_kept_out
from goldenthread.reviews.policies.planning import NOT_OPEN, why_not_lead, why_over
from goldenthread.reviews.states import CAME_MOVES, Came, State
from goldenthread.schools.forms import in_words

# What one person may send for one review: more than any form holds, and less than would bury it.
ANSWERS = 100
ASKED_NO_LONGER = "The school no longer asks for your view here."
# Of a link that ended as they were asked no longer, and who have been asked again since.
NEWER_LETTER = "A newer letter was sent since. Open the link in that one."


def why_not_answer(invitation: Invitation, on: date) -> str:
    """Why this person can't tell us anything more for this review."""
    review = invitation.review
    if invitation.taken_back_on or why_kept_out(review, invitation, on):
        return ASKED_NO_LONGER
    if review.state == State.CONCLUDED and review.concluded_on:
        return f"The review was concluded on {in_words(review.concluded_on)}."
    if review.state == State.CANCELLED:
        return "The review was called off."
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
    if why := why_not_answer(link.invitation, on):
        return why
    if link.revoked_at and link.revoked_at <= now:
        newer = link.invitation.links.filter(revoked_at=None, ends_on__gte=on)
        return NEWER_LETTER if newer.exists() else ASKED_NO_LONGER
    return f"This link worked until {in_words(link.ends_on)}." if link.ends_on < on else ""


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
