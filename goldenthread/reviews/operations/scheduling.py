"""When a plan is reviewed: one schedule for each round, the plan's own review date in step with it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from goldenthread.actions import operations as actions
from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.plans import operations as plans
from goldenthread.plans.models import Plan
from goldenthread.plans.operations.arranging import locked
from goldenthread.plans.review_dates import months_after
from goldenthread.plans.templates import LIVE, RECEIVED_MAIN, of_type
from goldenthread.reviews import policies
from goldenthread.reviews.clocks import over
from goldenthread.reviews.models import Process, Schedule
from goldenthread.reviews.states import Due, Kind
from goldenthread.schools.forms import in_words

CHOSEN = "The day that was chosen for this plan"
# Why the EHC plan comes round no more, until there is one again.
CEASED = "The authority ceases the plan."


def kind_for(plan: Plan) -> str:
    """The kind of review that a plan comes round by, from its template."""
    if plan.type == "pep":
        return Kind.PEP
    template = of_type(plan.type)
    return Kind.ANNUAL if template and template.review_months >= 12 else Kind.TERMLY


def plan_of_round(learner: Learner, plan: Plan | None, kind: str) -> Plan | None:
    """Whose round a review is of. An annual review is of the EHC plan's, whichever plan its meeting looks at: the
    termly round of an iPlan stays as it is.
    """
    if kind != Kind.ANNUAL or (plan and kind_for(plan) == Kind.ANNUAL):
        return plan
    return Plan.objects.filter(learner=learner, type=RECEIVED_MAIN).first()


def due_key(schedule: Schedule) -> str:
    """The cause of the action that a schedule calls for as it comes near."""
    return f"review-due:{schedule.uuid}"


@transaction.atomic
def schedule(*, plan: Plan, due_on: date, by: Membership, on: date, kind: str = "", rule: str = CHOSEN) -> Schedule:
    """Say by when a plan is reviewed; a round that waits is moved, and one after an exemption is opened again."""
    plan = locked(plan)
    kind = kind or kind_for(plan)
    refuse_if(policies.why_not_schedule(plan, kind, due_on, by, on))
    waiting = wait_until(plan, kind, due_on, rule, by, on)
    if kind == kind_for(plan) and plan.review_by != due_on:
        plans.set_review_by(plan=plan, review_by=due_on, by=by, on=on)
    record("reviews.scheduled", by=by, about=waiting, learner=plan.learner, due_on=due_on.isoformat(), kind_name=Kind(
        kind).label)
    return waiting


def wait_until(plan: Plan, kind: str, due_on: date, rule: str, by: Membership, on: date) -> Schedule:
    """The plan's waiting schedule of a kind, due on this day: moved, or opened."""
    waiting = Schedule.objects.filter(plan=plan, kind=kind, state=Due.WAITING).first()
    if waiting is None:
        return Schedule.objects.create(school_id=plan.school_id, plan=plan, kind=kind, due_on=due_on, rule=rule,
                                       opened_on=on, opened_by=by)
    if (waiting.due_on, waiting.rule) != (due_on, rule):
        waiting.due_on, waiting.rule = due_on, rule
        waiting.save(update_fields=["due_on", "rule"])
    return waiting


def follow_plan(*, plan: Plan, by: Membership, on: date) -> None:
    """The plan's review date was set (plans tells us, in its transaction): its schedule follows, unless exempt: a
    plan that was to cease is reviewed again where it has a day again. What always shows today's record is looked at,
    and not reviewed in meetings.
    """
    if plan.review_by is None or plan.as_template.kind == LIVE:
        return
    kind = kind_for(plan)
    last = Schedule.objects.filter(plan=plan, kind=kind).order_by("-pk").first()
    exempt = last and last.state == Due.EXEMPT and last.exempt_why != CEASED
    if exempt or (last and last.state == Due.WAITING and last.due_on == plan.review_by):
        return
    held = last and last.state == Due.HELD and last.closed_on
    rule = f"After the review on {in_words(held)}" if held else CHOSEN
    wait_until(plan, kind, plan.review_by, rule, by, on)


@transaction.atomic
def exempt(*, schedule: Schedule, why: str, by: Membership, on: date) -> Schedule:
    """This plan is not reviewed for now, and why. Scheduling it again ends that."""
    locked(schedule.plan)
    schedule = Schedule.objects.select_related("plan__learner").get(pk=schedule.pk)
    refuse_if(policies.why_not_exempt(schedule, why, by, on))
    shut(schedule, Due.EXEMPT, by, on, exempt_why=why.strip()[:300])
    record("reviews.exempted", by=by, about=schedule, learner=schedule.plan.learner)
    return schedule


def shut(schedule: Schedule, state: str, by: Membership, on: date, **more: Any) -> None:
    """Close a round, and the action that reminded of it."""
    schedule.state, schedule.closed_on = state, on
    for name, value in more.items():
        setattr(schedule, name, value)
    schedule.save(update_fields=["state", "closed_on", *more])
    actions.close_for(school=by.school, causes=[due_key(schedule)], by=by, on=on)


def met_by_hand(process: Process, day: date, by: Membership, on: date) -> None:
    """An annual review meeting was noted as held: what was due in its round is closed, and the next one waits. A review
    planned here does that as it is concluded.
    """
    if process.review and not process.review.is_over:
        return
    for waiting in over.waits_for(process):
        shut(waiting, Due.HELD, by, on, closed_on=day)
        if (again := months_after(day, 12)) > on:
            plans.set_review_by(plan=waiting.plan, review_by=again, by=by, on=on)


def ceased(process: Process, by: Membership, on: date) -> None:
    """The EHC plan ceases: nobody plans another annual review."""
    for each in over.waiting().filter(plan__learner=process.learner_id):
        shut(each, Due.EXEMPT, by, on, exempt_why=CEASED)


def ceases_not(process: Process) -> None:
    """The decision that the plan ceases was taken back: it comes round on the day, and for the reason, it had before.
    """
    ended = Schedule.objects.filter(plan__learner=process.learner_id, kind=Kind.ANNUAL, exempt_why=CEASED)
    later = Schedule.objects.filter(plan=OuterRef("plan"), kind=Kind.ANNUAL, pk__gt=OuterRef("pk"))
    for each in ended.filter(~Exists(later)):
        each.state, each.closed_on, each.exempt_why = Due.WAITING, None, ""
        each.save(update_fields=["state", "closed_on", "exempt_why"])
