"""Concluding a review: what was judged, agreed and set for next time takes effect, all of it or nothing."""

from datetime import date

from django.db import transaction

from goldenthread.actions import operations as actions
from goldenthread.actions.models import Action
from goldenthread.audit.operations import record
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.outcomes import operations as outcomes
from goldenthread.outcomes.states import PROPOSED
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.plans import operations as plans
from goldenthread.plans import policies as plan_policies
from goldenthread.plans.composing import compose
from goldenthread.plans.models import PlanVersion
from goldenthread.plans.operations.arranging import locked as plan_held
from goldenthread.reviews import policies
from goldenthread.reviews.models import Finding, Judgement, Review
from goldenthread.reviews.operations.calling import asks_follow
from goldenthread.reviews.operations.following import review_concluded
from goldenthread.reviews.operations.planning import locked, revoke, round_of, save
from goldenthread.reviews.operations.scheduling import follow_plan, plan_of_round, shut
from goldenthread.reviews.queries import unheard
from goldenthread.reviews.states import Due, State
from goldenthread.schools.forms import in_words


@transaction.atomic
def conclude(*, review: Review, by: Membership, on: date, key: str, next_on: date | None = None) -> Review:
    """Conclude a review: judgements reach their outcomes, what was agreed becomes actions, its schedule is closed and
    the next one opened. `key` comes with the page that asks: asked twice, it answers twice and concludes once.
    """
    review = held(review)
    if concluded_by(review, key):
        return review
    finish(review, by, on, key, next_on)
    settle(review, by, on)
    if next_on:
        set_next(review, by, on, next_on)
    return review


@transaction.atomic
def conclude_and_issue(*, review: Review, by: Membership, on: date, what_changed: str, key: str,
                       next_on: date | None = None, after: int | None = None,
                       shown: str | None = None) -> PlanVersion:
    """Conclude a review and issue the next version of its plan, in one transaction: if any rule says no, its sentence
    comes back and nothing has changed. The version tells of this review, and of the outcomes it closed. `shown` is the
    draft as the page had it, before any of that.
    """
    review = held(review)
    if review.plan is None:
        raise Refused("This review is not of a plan. Conclude it, then open a plan.")
    if concluded_by(review, key) and review.issued:
        return PlanVersion.objects.get(plan=review.plan, key=review.issue_key)
    refuse_if(plan_policies.why_not_issue(review.plan, by, on))
    refuse_if(plan_policies.why_changed_since(review.plan, compose(review.plan, on), shown))
    finish(review, by, on, key, next_on, issued=True)
    settle(review, by, on)
    own = plan_of_round(review.learner, review.plan, review.kind) == review.plan
    if next_on and not own:
        set_next(review, by, on, next_on)
    return plans.issue(plan=review.plan, by=by, on=on, what_changed=what_changed, key=review.issue_key, after=after,
                       review_by=next_on if own else None)


def held(review: Review) -> Review:
    """The review as it stands, its plan held before it: whoever issues holds the plan first too."""
    if review.plan:
        plan_held(review.plan)
    return locked(review)


def concluded_by(review: Review, key: str) -> bool:
    """Whether this very request has concluded it before; refused where it brings no key."""
    refuse_if("" if 0 < len(key) <= 64 else "Open the page again: it did not say which request this is.")
    return review.state == State.CONCLUDED and review.key == key


def finish(review: Review, by: Membership, on: date, key: str, next_on: date | None, issued: bool = False) -> None:
    """Make the review final. From here the database lets nobody change it."""
    refuse_if(policies.why_not_conclude(review, by, on, next_on))
    if review.schedule is None or review.schedule.state != Due.WAITING:
        review.schedule = round_of(review.learner, review.plan, review.kind)
    revoke(review.invitations.values_list("pk", flat=True))
    unheard(review).update(no_reply_on=on)
    save(review, state=State.CONCLUDED, concluded_by=by, concluded_by_name=str(by), concluded_on=on, key=key,
         next_on=next_on, issued=issued, schedule=review.schedule)
    asks_follow(review, by, on)
    record("reviews.concluded", by=by, about=review, learner=review.learner, kind_name=str(review),
           held_on=review.held_on.isoformat())


def settle(review: Review, by: Membership, on: date) -> None:
    """What follows: the round is closed, outcomes hear their judgement, statutory dates are counted from the meeting,
    what was agreed becomes actions.
    """
    if review.schedule and review.schedule.state == Due.WAITING:
        shut(review.schedule, Due.HELD, by, on)
    for judgement in review.judgements.select_related("outcome__learner").order_by("pk"):
        pass_on(judgement, by, on)
    review_concluded(review=review, by=by, on=on)
    agreed = review.findings.filter(kind=Finding.What.AGREED).select_related("owner")
    actions.agree_many(actions=[as_action(review, finding) for finding in agreed], by=by, on=on)


def pass_on(judgement: Judgement, by: Membership, on: date) -> None:
    """Tell an outcome how it was judged. A meeting that judges what was only proposed has agreed to it."""
    outcome = judgement.outcome
    try:
        if outcome.state == PROPOSED and judgement.state != "stopped":
            outcome = outcomes.agree(outcome=outcome, by=by, on=on)
        outcomes.judge(outcome=outcome, state=judgement.state, by=by, on=on, why=judgement.words)
    except Refused as refusal:
        raise Refused(f"“{outcome.wording[:60]}”: {refusal}") from refusal


def as_action(review: Review, finding: Finding) -> Action:
    """Something agreed, as an action. Somebody without an account is named in it, and the SENCO asks after it."""
    if finding.due_on is None:
        raise ValueError("What is agreed has a day.")
    what = finding.text if finding.owner else f"{finding.said_by_name}: {finding.text}"
    return Action(uuid=finding.uuid, learner=review.learner, what=what, owner=finding.owner, due_on=finding.due_on,
                  why=f"Agreed at the review on {in_words(review.held_on)}", source_room="reviews",
                  source_id=str(review.uuid), audience=finding.audience)


def set_next(review: Review, by: Membership, on: date, next_on: date) -> None:
    """The plan whose round this was is looked at again by then, and its next round waits. A teacher who led the review
    sets this by the school's own hand: arranging the plan otherwise stays with the SENCO's team.
    """
    plan = plan_of_round(review.learner, review.plan, review.kind)
    if plan is None:
        return
    hand = by if by.may(Permission.PLAN_ARRANGE) else Membership.system(review.school)
    if plan.review_by == next_on:
        follow_plan(plan=plan, by=hand, on=on)
    else:
        plans.set_review_by(plan=plan, review_by=next_on, by=hand, on=on)
