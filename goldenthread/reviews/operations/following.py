"""What other rooms' doings mean for statutory processes: a meeting planned, moved, held or cancelled; a plan received.

None of this ever stands in the way of what it follows: where no round takes it up, nothing happens. Whoever may hold a
meeting may set these going by it, so it is done by the school's own hand where their own role keeps no dates.
"""

from datetime import date

from django.db import transaction

from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.plans.models import Received
from goldenthread.plans.templates import RECEIVED_MAIN
from goldenthread.reviews import seats
from goldenthread.reviews.clocks.policies import TOLD, why_not_counted, why_out_of_order
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW
from goldenthread.reviews.models import Process, Review
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.policies.asking import address_of
from goldenthread.reviews.states import Kind, State


def under_way(review: Review) -> Process | None:
    """The annual review under way on the day of this meeting."""
    process = clocks.running(review.learner, ANNUAL_REVIEW) if review.kind == Kind.ANNUAL else None
    return process if process and review.held_on >= process.started_on else None


def round_for(review: Review) -> Process | None:
    """The annual review under way that this meeting belongs to: that has no other, unless on the same day."""
    process = under_way(review)
    other = process.review if process and process.review_id != review.pk else None
    return process if other is None or other.held_on == review.held_on else None


def why_not_followed(review: Review) -> str:
    """Why the dates set by law do not follow a meeting, or will not once it is concluded: said, never passed over."""
    process = round_for(review)
    if process is None:
        return ""
    return why_not_counted(process, review) if review.is_over else why_out_of_order(process, "meeting", review.held_on)


def hand_for(by: Membership) -> Membership:
    return by if by.may(Permission.PLAN_ARRANGE) else Membership.system(by.school)


@transaction.atomic
def review_planned(*, review: Review, by: Membership, on: date, begins_next: bool = False) -> Process | None:
    """An annual review meeting was planned: notice and papers are due before that day. A round that had another meeting
    has this one from now on, or ends as it stands where this one `begins_next`.
    """
    process = under_way(review)
    if process and begins_next:
        process = clocks.begin_next(process=process, by=hand_for(by), on=on)
    return meets_on(process, review, by, on) if process else None


@transaction.atomic
def review_moved(*, review: Review, by: Membership, on: date) -> Process | None:
    """An annual review meeting is on another day: its round follows, and whoever was told the day before hears anew."""
    process = under_way(review)
    if process is None or process.review_id not in {None, review.pk}:
        return None
    meets_on(process, review, by, on)
    review_told(review=review, by=by, on=on)
    return process


@transaction.atomic
def review_told(*, review: Review, by: Membership, on: date) -> None:
    """Once everybody whom the law names is asked to an annual review, or it is said why not, all have been told its
    day: nobody has to write that down besides. Whoever is asked by word of mouth or on paper has been told once
    somebody says so.
    """
    process = under_way(review)
    if process is None or process.review_id != review.pk or seats.missing(review) or not written_to(review):
        return
    if not process.milestones.filter(kind=TOLD).exists() and review.held_on > on:
        clocks.happened(process=process, what=TOLD, day=on, by=hand_for(by), on=on)


def written_to(review: Review) -> list[date]:
    """The days on which those asked to a meeting were written to; none where a letter does not reach them all."""
    asked = list(review.invitations.filter(to_meeting=True, taken_back_on=None).select_related("member__user"))
    return [each.asked_on for each in asked] if all(address_of(each) for each in asked) else []


def meets_on(process: Process, review: Review, by: Membership, on: date) -> Process:
    """The round's dates are counted from this meeting; those of one that was held, from the day this one is too."""
    Process.objects.filter(pk=process.pk).update(review=review)
    process.review = review
    if clocks.has_met(process):
        return process
    return clocks.arrange(process=process, day=review.held_on, by=hand_for(by), on=on)


@transaction.atomic
def review_cancelled(*, review: Review, by: Membership, on: date) -> Process | None:
    """The meeting will not be held: its round has the other that was planned for it, or waits for one with the latest
    day for it.
    """
    process = under_way(review)
    if process is None or process.review_id != review.pk:
        return None
    others = Review.objects.filter(learner=review.learner_id, kind=Kind.ANNUAL, held_on__gte=process.started_on)
    other = others.exclude(state=State.CANCELLED).exclude(pk=review.pk).select_related("learner").first()
    if other:
        return meets_on(process, other, by, on)
    Process.objects.filter(pk=process.pk).update(review=None)
    if clocks.has_met(process):
        return None
    return clocks.take_back(process=process, what="meeting", by=hand_for(by), on=on)


@transaction.atomic
def review_concluded(*, review: Review, by: Membership, on: date) -> Process | None:
    """The meeting was held: the report, the decision and the final plan are due from that day."""
    process = round_for(review)
    if process is None or review.held_on > on or why_out_of_order(process, "meeting", review.held_on):
        return None
    Process.objects.filter(pk=process.pk).update(review=review)
    told = max((day for day in written_to(review) if process.started_on <= day < review.held_on), default=None)
    if told and not process.milestones.filter(kind=TOLD).exists():
        clocks.happened(process=process, what=TOLD, day=told, by=hand_for(by), on=on)
    return clocks.meeting_held(process=process, day=review.held_on, by=hand_for(by), on=on)


def plan_received(*, received: Received, by: Membership, on: date) -> Process | None:
    """The authority's EHC plan came: it closes what waited for it, and the next annual review is counted."""
    if received.plan.type != RECEIVED_MAIN:
        return None
    return clocks.plan_received(learner=received.plan.learner, dated_on=received.dated_on,
                                received_on=received.received_on, by=hand_for(by), on=on, **how_made(received))


def how_made(received: Received) -> dict[str, str]:
    """What a plan is that nothing here waited for: the next after another, or another authority's. Otherwise nobody
    knows whether it is the first, and the day the year is counted from is marked as taken from it.
    """
    learner = received.plan.learner
    home = learner.home_authority or learner.school.la
    if received.number > 1:
        return {"first": "plan_amended", "assumed": "the date on the amended plan, which may follow a review"}
    if home and received.from_authority != home:
        return {"first": "plan_moved", "assumed": "the date on the plan that another authority made"}
    return {"first": "counted_from", "assumed": "the date on the plan, which may have been amended since it was made"}
