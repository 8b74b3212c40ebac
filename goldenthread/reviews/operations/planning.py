"""Planning a review, moving it, opening it, calling it off."""

from datetime import date, time, timedelta
from typing import Any

from django.db import transaction

from goldenthread.actions import operations as actions
from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.people.operations.mail import give_up_on, send_mail_later
from goldenthread.plans.models import Plan
from goldenthread.reviews import policies
from goldenthread.reviews.clocks.policies import NEXT, is_another, why_not_which
from goldenthread.reviews.clocks.queries import own_meeting
from goldenthread.reviews.models import AnswerLink, Invitation, Review, Schedule
from goldenthread.reviews.operations.calling import asks_follow
from goldenthread.reviews.operations.following import review_cancelled, review_moved, review_planned
from goldenthread.reviews.operations.scheduling import due_key, plan_of_round
from goldenthread.reviews.states import COMES_ROUND, Due, Kind, State
from goldenthread.schools.clock import now
from goldenthread.schools.words import line

# A link goes on working for a few days after the meeting, for those who could not come.
LINK_GRACE = timedelta(days=3)


def locked(review: Review) -> Review:
    """The review as it stands, held until the transaction ends. Held first and read with its joins after."""
    Review.objects.select_for_update().only("pk").get(pk=review.pk)
    return Review.objects.select_related("learner__school", "plan__learner__school", "plan__key_person", "chair",
                                         "schedule", "school").get(pk=review.pk)


@transaction.atomic
def plan_review(*, learner: Learner, kind: str, held_on: date, by: Membership, on: date, plan: Plan | None = None,
                held_at: time | None = None, place: str = "", chair: Membership | None = None, of: str = "") -> Review:
    """Plan a review of a learner, or begin to write up one that was held. It meets the plan's waiting schedule. `of`
    says which annual review it is, "same" or "next", where the one under way has another meeting already.
    """
    chair = chair or by
    refuse_if(policies.why_not_plan(learner, plan, kind, held_on, chair, by, on))
    Learner.objects.select_for_update().get(pk=learner.pk)
    there = Review.objects.filter(learner=learner, plan=plan, kind=kind, held_on=held_on,
                                  state__in=[State.PLANNED, State.OPEN]).first()
    if there:
        return there
    meeting = own_meeting(learner) if kind == Kind.ANNUAL else None
    refuse_if(why_not_which(meeting, held_on, of))
    review = Review.objects.create(
        school_id=learner.school_id, learner=learner, plan=plan, kind=kind, schedule=round_of(learner, plan, kind),
        held_on=held_on, held_at=held_at, place=line(place)[:200], chair=chair, planned_by=by, planned_on=on)
    if review.schedule and held_on >= on:
        actions.close_for(school=by.school, causes=[due_key(review.schedule)], by=by, on=on)
    review_planned(review=review, begins_next=is_another(meeting, held_on) and of == NEXT, by=by, on=on)
    record("reviews.planned", by=by, about=review, learner=learner, kind_name=str(review), held_on=held_on.isoformat())
    return review


def round_of(learner: Learner, plan: Plan | None, kind: str) -> Schedule | None:
    """The waiting schedule that a review of this kind will close."""
    plan = plan_of_round(learner, plan, kind)
    if plan is None or kind not in COMES_ROUND:
        return None
    return Schedule.objects.filter(plan=plan, kind=kind, state=Due.WAITING).first()


# Of a change of these the people asked are told; who leads the meeting is no letter's business.
TOLD_OF = {"held_on", "held_at", "place"}


@transaction.atomic
def move(*, review: Review, by: Membership, on: date, held_on: date, held_at: time | None = None, place: str = "",
         chair: Membership | None = None) -> Review:
    """Hold a review on another day, at another time or place, or let another lead it. Those asked are told of the day.
    """
    review = locked(review)
    refuse_if(policies.why_not_change(review, by, on) or policies.why_not_hold(held_on, on))
    chair = chair or review.chair
    refuse_if(policies.why_not_chair(review.learner, chair, on) if chair.pk != review.chair_id else "")
    wanted: dict[str, Any] = {"held_on": held_on, "held_at": held_at, "place": line(place)[:200], "chair": chair}
    changed = {name: value for name, value in wanted.items() if getattr(review, name) != value}
    if not changed:
        return review
    save(review, **changed)
    if changed.keys() & TOLD_OF:
        AnswerLink.objects.filter(invitation__review=review).update(ends_on=held_on + LINK_GRACE)
        tell_all(review, "reviews/mail/moved.txt", f"moved-{review.revision}")
    if "held_on" in changed:
        review_moved(review=review, by=by, on=on)
        asks_follow(review, by, on)
    record("reviews.moved", by=by, about=review, learner=review.learner, held_on=held_on.isoformat())
    return review


def save(review: Review, **changed: Any) -> None:
    """Write the changed columns as the next revision."""
    changed["revision"] = review.revision + 1
    for name, value in changed.items():
        setattr(review, name, value)
    review.save(update_fields=list(changed))


def tell_all(review: Review, template: str, what: str) -> None:
    """A letter to everybody asked to the meeting whom a letter can reach."""
    for invitation in review.invitations.filter(to_meeting=True, taken_back_on=None).select_related("member__user"):
        if address := policies.address_of(invitation):
            send_mail_later(to=address, template=template, key=f"review-told:{invitation.uuid}:{what}", now=now(),
                            context={"name": invitation.name, "review": review, "linked": invitation.links.exists()},
                            about=f"reviews:{invitation.uuid}")


@transaction.atomic
def open_review(*, review: Review, by: Membership, on: date) -> Review:
    """The meeting begins. Writing down the first finding does the same."""
    review = locked(review)
    if review.state == State.OPEN:
        return review
    refuse_if(policies.why_not_move(review, State.OPEN, by, on))
    refuse_if("" if review.held_on <= on else "The meeting is still to come. Move it to today first.")
    save(review, state=State.OPEN)
    record("reviews.opened", by=by, about=review, learner=review.learner)
    return review


@transaction.atomic
def cancel(*, review: Review, why: str, by: Membership, on: date) -> Review:
    """Call a review off. Its schedule goes on waiting; what people told us stays, and can be taken in."""
    review = locked(review)
    refuse_if(policies.why_not_move(review, State.CANCELLED, by, on))
    refuse_if("" if line(why) else "Say why the review is called off.")
    if review.held_on >= on:
        tell_all(review, "reviews/mail/cancelled.txt", "cancelled")
    revoke(Invitation.objects.filter(review=review).values_list("pk", flat=True))
    save(review, state=State.CANCELLED, cancelled_why=line(why)[:300])
    asks_follow(review, by, on)
    review_cancelled(review=review, by=by, on=on)
    record("reviews.cancelled", by=by, about=review, learner=review.learner, kind_name=Kind(review.kind).label)
    return review


def revoke(invitations: Any) -> None:
    """End the links of these people, and the letters that would bring them one."""
    AnswerLink.objects.filter(invitation__in=list(invitations), revoked_at=None).update(revoked_at=now())
    for uuid in Invitation.objects.filter(pk__in=list(invitations)).values_list("uuid", flat=True):
        give_up_on(key_start=f"review-asked:{uuid}:")
