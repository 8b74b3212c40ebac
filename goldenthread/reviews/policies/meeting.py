"""Why not: what a meeting finds and agrees, and concluding it."""

from datetime import date

from django.db.models import Q, QuerySet

from goldenthread.learners.policies import reader_of
from goldenthread.people.models import Membership
from goldenthread.plans.review_dates import months_after
from goldenthread.reviews.models import Finding, Review
from goldenthread.reviews.policies.planning import why_not_change, why_not_day
from goldenthread.reviews.states import COMES_ROUND, Due, Kind
from goldenthread.schools.forms import in_words


def why_not_find(review: Review, kind: str, audience: str, by: Membership, on: date) -> str:
    """Write down something a review found."""
    if why := why_not_change(review, by, on):
        return why
    if kind not in Finding.What.values:
        return "Choose under which heading this goes."
    if not reader_of(by, review.learner, on).may_read(audience):
        return "You cannot write what you could not read yourself."
    return "The meeting has not been held yet." if review.held_on > on else ""


def why_not_own(review: Review, owner: Membership | None, name: str, due_on: date | None, on: date) -> str:
    """Why something cannot be agreed to by this person, for this day."""
    if due_on is None or due_on < on:
        return "Say by when it will be done, a day to come."
    if owner is None:
        return "" if name else "Say who will do it."
    seen = owner.school_id == review.school_id and owner.is_live(on) and reader_of(owner, review.learner, on).audiences
    return "" if seen else f"{owner} cannot see {review.learner.first}'s record. Give access first, or choose another."


def why_not_conclude(review: Review, by: Membership, on: date, next_on: date | None) -> str:
    """Conclude a review: who came is noted, something was found, and the next is set."""
    if why := why_not_change(review, by, on):
        return why
    if review.held_on > on:
        return f"The meeting is on {in_words(review.held_on)}. It can be concluded on that day."
    if not review.invitations.filter(came=True).exists():
        return "Note who came first."
    if not review.findings.exists() and not review.judgements.exists():
        return "Write down what the meeting found first: what is working, or what happens next."
    return why_not_next(review, on, next_on) or why_late(review, on) or why_of_nobody(review)


def why_not_next(review: Review, on: date, next_on: date | None) -> str:
    """What is wrong with the day of the next review."""
    if next_on is None:
        return "Say by when this is reviewed next." if must_come_round(review) else ""
    if why := why_not_day(next_on, on):
        return why
    latest = months_after(review.held_on, 12)
    if review.kind == Kind.ANNUAL and next_on > latest:
        return f"An annual review is held within 12 months of the one before: by {in_words(latest)}."
    return ""


def must_come_round(review: Review) -> bool:
    """Whether another review follows this one by itself: its plan's schedule, unless that is exempt."""
    if review.plan is None or review.kind not in COMES_ROUND:
        return False
    last = review.plan.schedules.filter(kind=review.kind).order_by("-pk").first()
    return last is None or last.state != Due.EXEMPT


def of_nobody(review: Review) -> QuerySet[Finding]:
    """The differences of opinion of which nobody has said yet who holds them."""
    return review.findings.filter(Q(said_by="") | Q(said_by_name=""), kind=Finding.What.DIFFERENCE)


def why_of_nobody(review: Review) -> str:
    found = of_nobody(review).first()
    return f"Say who sees it differently: “{found.text[:60]}”." if found else ""


def why_late(review: Review, on: date) -> str:
    """Something that was agreed has a day that has gone by while the review waited to be concluded."""
    late = review.findings.filter(due_on__lt=on).first()
    if late is None or late.due_on is None:
        return ""
    return f"“{late.text[:60]}” was to be done by {in_words(late.due_on)}, which has passed. Give it a day to come."
