"""Why not: who runs reviews, when a plan is looked at, and the planning of a meeting."""

from datetime import date, timedelta

from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader, reader_of
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.plans.models import Plan
from goldenthread.plans.policies import why_not_review_by
from goldenthread.plans.templates import LIVE
from goldenthread.reviews.clocks.late import why_after_the_law
from goldenthread.reviews.models import Review, Schedule
from goldenthread.reviews.states import COMES_ROUND, DUE_MOVES, MOVES, Due, Kind, State
from goldenthread.schools.forms import in_words

NOT_OPEN = "This learner's record is not open to you."
# A meeting may be written up after it was held, within the year it belongs to.
LATEST_WRITE_UP = timedelta(days=366)
FURTHEST = timedelta(days=2 * 366)


def why_not_arrange(learner: Learner, by: Membership, on: date) -> str:
    """Plan reviews of a learner, and say when they are due."""
    return why_not_arrange_as(reader_of(by, learner, on))


def why_not_arrange_as(reader: Reader) -> str:
    """As why_not_arrange, for a reader already known: asks the database nothing."""
    if not reader.audiences:
        return NOT_OPEN
    return "" if reader.member.may(Permission.PLAN_ARRANGE) else "Only the SENCO's team can plan a review."


def why_not_read(review: Review, by: Membership, on: date) -> str:
    """Read what a review found. Families and learners read it in the plan that is issued."""
    reader = reader_of(by, review.learner, on)
    if not reader.audiences:
        return NOT_OPEN
    return "" if by.may(Permission.DRAFT_READ) else "What a review agreed stands in the plan that is issued after it."


def why_not_schedule(plan: Plan, kind: str, due_on: date, by: Membership, on: date) -> str:
    """Say when a plan is reviewed."""
    if why := why_not_arrange(plan.learner, by, on):
        return why
    if plan.as_template.kind == LIVE:
        return f"A {plan.as_template.title.lower()} always shows today's record: it is looked at, not reviewed."
    if kind not in COMES_ROUND:
        return "Only termly, annual and personal education plan reviews come round."
    return why_not_day(due_on, on) or why_after_the_law(plan, due_on, on)


def why_not_day(due_on: date | None, on: date) -> str:
    """What is wrong with a day by which something is reviewed: as for the plan that is to have it."""
    if due_on is None:
        return "Say by when this is reviewed next."
    if due_on <= on:
        return "Choose a day that is still to come."
    return why_not_review_by(due_on, on)


def why_not_exempt(schedule: Schedule, why: str, by: Membership, on: date) -> str:
    """Say that a plan is not reviewed for now."""
    if no := why_not_arrange(schedule.plan.learner, by, on):
        return no
    if Due.EXEMPT not in DUE_MOVES[schedule.state]:
        return f"This review is already “{Due(schedule.state).label.lower()}”."
    return "" if why.strip() else "Say why this plan is not reviewed for now."


def why_not_plan(learner: Learner, plan: Plan | None, kind: str, held_on: date, chair: Membership, by: Membership,
                 on: date) -> str:
    """Plan a review, or write up one that was held."""
    if why := why_not_arrange(learner, by, on):
        return why
    if kind not in Kind.values:
        return "Choose what the review is for."
    if plan and plan.learner_id != learner.pk:
        return "Choose one of this learner's own plans."
    return why_not_hold(held_on, on) or why_not_chair(learner, chair, on)


def why_not_hold(held_on: date, on: date) -> str:
    """What is wrong with the day of a meeting."""
    if held_on < on - LATEST_WRITE_UP:
        return "That is more than a year ago. Check the year."
    return "That is more than two years away. Check the year." if held_on > on + FURTHEST else ""


def why_not_chair(learner: Learner, chair: Membership, on: date) -> str:
    """Why somebody cannot lead a learner's review: whoever leads it writes down what it finds."""
    if not chair.as_role.staff or not chair.may(Permission.OUTCOMES_SET) or chair.kind == "professional":
        return f"{chair} cannot lead a review, as {chair.as_role.in_a_sentence}. Choose a teacher or the SENCO's team."
    seen = chair.is_live(on) and reader_of(chair, learner, on).audiences
    return "" if seen else f"{chair} cannot see {learner.first}'s record. Give them access first, or choose another."


def why_not_change(review: Review, by: Membership, on: date) -> str:
    """Write in a review that is not over: the SENCO's team, and whoever leads it."""
    return why_not_lead(review, by, on) or why_over(review)


def why_not_lead(review: Review, by: Membership, on: date) -> str:
    """Be among those who run this review, over or not."""
    return why_not_lead_as(reader_of(by, review.learner, on), review)


def why_not_lead_as(reader: Reader, review: Review) -> str:
    """As why_not_lead, for a reader already known: asks the database nothing."""
    if not reader.audiences:
        return NOT_OPEN
    if reader.member.may(Permission.PLAN_ARRANGE) or reader.member.pk == review.chair_id:
        return ""
    return f"Only the SENCO's team and {review.chair}, who leads this review, can do this."


def why_over(review: Review) -> str:
    """Why a review takes no more changes."""
    if review.state == State.CONCLUDED and review.concluded_on:
        return (f"{review.concluded_by_name} concluded this review on {in_words(review.concluded_on)}. A concluded "
                "review stays as it is: write what is new in the record, or plan another review.")
    return "This review was cancelled. Plan another one." if review.state == State.CANCELLED else ""


def why_not_move(review: Review, to: str, by: Membership, on: date) -> str:
    """Open or cancel a review."""
    if why := why_not_change(review, by, on):
        return why
    return "" if to in MOVES[review.state] else f"This review is already “{State(review.state).label.lower()}”."
