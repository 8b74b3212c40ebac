"""Starting statutory processes, writing down what happened in them, and how they end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from goldenthread.actions.operations import close_for
from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.reviews.clocks import policies, queries, transfers, winding
from goldenthread.reviews.clocks.causes import ahead_key, key_of
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, NEEDS_ASSESSMENT, PHASE_TRANSFER, REASSESSMENT
from goldenthread.reviews.clocks.since import MADE_AFTER
from goldenthread.reviews.clocks.winding import ARRANGED, HAPPENED, Case, Fact
from goldenthread.reviews.models import Clock, Milestone, Process, Review
from goldenthread.reviews.operations.reopening import run_again, strike, told_no_more
from goldenthread.reviews.operations.rewinding import (
    BATCH,
    bring_forward,
    call_for,
    close,
    fill,
    locked,
    milestone,
    note,
    plan_for_moves,
    rewind,
    years_of,
)
from goldenthread.reviews.operations.scheduling import ceased

FIRST = {NEEDS_ASSESSMENT: "request", REASSESSMENT: "reassess_notified", ANNUAL_REVIEW: "plan_made",
         PHASE_TRANSFER: "transfer"}


@dataclass(frozen=True)
class Opening:
    """A process to be started: for whom, which, from which day. `first` is what happened then; `assumed` says what the
    day was taken from where nobody has said it.
    """

    learner: Learner
    kind: str
    day: date
    first: str = ""
    assumed: str = ""
    route: str = ""


def start(*, learner: Learner, kind: str, day: date, by: Membership, on: date, first: str = "", assumed: str = "",
          route: str = "") -> Process:
    """Start a process on a day; the one of its kind that is under way already, where there is one."""
    return start_many(openings=[Opening(learner, kind, day, first, assumed, route)], by=by, on=on)[0]


@transaction.atomic
def start_many(*, openings: Iterable[Opening], by: Membership, on: date) -> list[Process]:
    """Start many processes, of many learners, all or none; where one of the kind is under way, that one is given."""
    openings = list(openings)
    asked = {opening.learner.pk for opening in openings}
    refuse_if(policies.why_not_keep_dates(by, by.school_id))
    seen = set(Learner.objects.visible_to(by, on).filter(pk__in=asked).values_list("pk", flat=True))
    for opening in openings:
        refuse_if("" if opening.learner.pk in seen else "This learner is not yours to see.")
        refuse_if(policies.why_not_open(opening.kind, opening.day, opening.route, on))
    # Two starts of one kind wait for each other here, so that the second finds the first.
    list(Learner.objects.select_for_update().filter(pk__in=asked).order_by("pk").values_list("pk"))
    there = {(process.learner_id, process.kind): process
             for process in Process.objects.filter(learner_id__in=asked, state="open")}
    fresh = [opening for opening in openings if (opening.learner.pk, opening.kind) not in there]
    planned = queries.who_have_plans([o.learner.pk for o in fresh if o.kind == NEEDS_ASSESSMENT], on)
    for opening in fresh:
        refuse_if(policies.why_not_begin(opening.kind, opening.learner, opening.learner.pk in planned))
    # Moves first: they say by when the reviews are held.
    moves = [opening for opening in fresh if opening.kind == PHASE_TRANSFER]
    made = make(moves, by, on) | make([opening for opening in fresh if opening not in moves], by, on)
    return [there.get((o.learner.pk, o.kind)) or made[o.learner.pk, o.kind] for o in openings]


def make(openings: list[Opening], by: Membership, on: date) -> dict[tuple[int, str], Process]:
    """The rows of new processes: themselves, their first day, their clocks; and an event for each."""
    if not openings:
        return {}
    ids, milestones, clocks = [each.learner.pk for each in openings], [], []
    planned = queries.meetings_planned(ids)
    made = Process.objects.bulk_create(
        [Process(school_id=by.school_id, learner=each.learner, kind=each.kind, started_on=each.day,
                 assumed=each.assumed, route=each.route, opened_by=by, opened_on=on, review=meeting_for(each, planned))
         for each in openings], batch_size=BATCH)
    years, meet_by, held = years_of(ids), queries.meet_by(ids), queries.last_held(ids)
    free = tuple(queries.holidays(by.school))
    for process, each in zip(made, openings, strict=True):
        pk = each.learner.pk
        case = Case(each.kind, each.learner.dob, years.get(pk, ""), each.route, meet_by.get(pk), free)
        arranged = {"meeting": Fact(process.review.held_on, ARRANGED)} if process.review else {}
        facts = winding.with_meeting(case, first_facts(each, held.get(pk), on) | arranged)
        milestones += [milestone(process, kind, fact, by, on) for kind, fact in facts.items()]
        clocks += [fill(Clock(school_id=by.school_id, learner=each.learner, process=process), running)
                   for running in winding.wind(case, facts)]
    Milestone.objects.bulk_create(milestones, batch_size=BATCH)
    Clock.objects.bulk_create(clocks, batch_size=BATCH)
    record_many("reviews.process_started", by=by, about=[
        (process, process.learner, {"process": process.kind, "day": process.started_on.isoformat()})
        for process in made])
    bring_forward({each.process.learner_id: each.on for each in milestones if each.standing == winding.LATEST}, by, on)
    call_for(made, by, on)
    moves = [each for each in openings if each.kind == PHASE_TRANSFER]
    plan_for_moves([each.learner.pk for each in moves], by, on)
    close_for(school=by.school, causes=[ahead_key(each.learner, each.day) for each in moves], by=by, on=on)
    return {(process.learner_id, process.kind): process for process in made}


def meeting_for(opening: Opening, planned: dict[int, Review]) -> Review | None:
    """The meeting that was planned before its round began."""
    review = planned.get(opening.learner.pk) if opening.kind == ANNUAL_REVIEW else None
    return review if review and review.held_on >= opening.day else None


def first_facts(opening: Opening, held: date | None, on: date) -> dict[str, Fact]:
    """The first day of a process; for a move also the annual review that has looked at it already this school year."""
    if opening.kind != PHASE_TRANSFER:
        taken = "counted_from" if opening.assumed and opening.kind == ANNUAL_REVIEW else FIRST[opening.kind]
        return {opening.first or taken: Fact(opening.day)}
    facts = {"transfer": Fact(opening.day, ARRANGED if opening.day > on else HAPPENED)}
    if held and held >= transfers.counts_from(opening.route, opening.day):
        facts["review_held"] = Fact(held)
    return facts


@transaction.atomic
def happened(*, process: Process, what: str, day: date, by: Membership, on: date) -> Process:
    """Write down that something happened on a day; said again with another day, it is put right, and the dates that
    follow from it with it.
    """
    process = locked(process)
    refuse_if(policies.why_not_change(process.learner, by, on) or policies.why_not_note(process, what, day, on))
    standing = ARRANGED if what == "transfer" and day > on else HAPPENED
    note(process, what, Fact(day, standing), by, on)
    if what in policies.ENDS and process.is_open:
        close(process, policies.ENDS[what], day, by)
    return process


@transaction.atomic
def take_back(*, process: Process, what: str, by: Membership, on: date) -> Process:
    """It did not happen after all: what followed from it goes too. What ended a round opens it again."""
    process = locked(process)
    refuse_if(policies.why_not_change(process.learner, by, on) or policies.why_not_take_back(process, what))
    if process.milestones.filter(kind=what).exists():
        for each in [process] if process.is_open else run_again(process, what, by, on):
            strike(each, what, by, on)
    return process


@transaction.atomic
def arrange(*, process: Process, day: date, by: Membership, on: date) -> Process:
    """The annual review meeting will be on a day: notice and papers are due before it, the rest is counted from it. On
    another day than it was, everyone is told anew.
    """
    process = locked(process)
    refuse_if(policies.why_not_change(process.learner, by, on) or policies.why_not_arrange(process, day))
    refuse_if("The meeting has been held. Change the day it was held instead." if has_met(process) else "")
    told_no_more(process, process.milestones.filter(kind="meeting").exclude(on=day).first(), by, on)
    note(process, "meeting", Fact(day, ARRANGED), by, on)
    return process


def meeting_held(*, process: Process, day: date, by: Membership, on: date) -> Process:
    """The meeting took place: the report, the decision and the final plan are due from that day."""
    return happened(process=process, what="meeting", day=day, by=by, on=on)


def running(learner: Learner, kind: str) -> Process | None:
    """The process of a kind that is under way for a learner."""
    return Process.objects.filter(learner=learner, kind=kind, state="open").select_related(
        "learner", "school", "review").first()


def begin_next(*, process: Process, by: Membership, on: date) -> Process:
    """The next annual review begins, though nobody has written down what the authority decided after the last: that
    round ends as it stands.
    """
    process = locked(process)
    close(process, "next-begun", on, by)
    return start(learner=process.learner, kind=ANNUAL_REVIEW, day=reviewed_on(process), first="last_review", by=by,
                 on=on)


@transaction.atomic
def decided(*, process: Process, decision: str, day: date, by: Membership, on: date) -> Process:
    """The authority decided: to assess or not; to keep, amend or cease. A plan that is kept is reviewed again within
    12 months, and that round begins at once.
    """
    process = locked(process)
    refuse_if(policies.why_not_change(process.learner, by, on)
              or policies.why_not_decide(process, decision, day, on))
    process.decision = decision
    process.save(update_fields=["decision"])
    note(process, "decision" if process.kind == ANNUAL_REVIEW else "assess_decision", Fact(day), by, on)
    if decision in policies.FINAL_DECISIONS:
        rewind(process, by, on)
        close(process, decision, day, by)
    if decision == "cease":
        ceased(process, by, on)
    if decision == "keep":
        start(learner=process.learner, kind=ANNUAL_REVIEW, day=day, first="last_review", by=by, on=on)
    return process


@transaction.atomic
def plan_received(*, learner: Learner, dated_on: date, received_on: date, by: Membership, on: date,
                  first: str = "plan_made", assumed: str = "") -> Process:
    """The authority's final plan came: whatever was waiting for it closes, and the next annual review is counted: from
    the last review where there was one, else from the date on the plan. `first` says what that date is of a plan that
    nothing here waited for, and `assumed` from what it was taken.
    """
    refuse_if(policies.why_not_change(learner, by, on) or policies.why_not_day(received_on, on))
    list(Learner.objects.select_for_update().filter(pk=learner.pk).values_list("pk"))
    waiting = Process.objects.filter(learner=learner, state="open").exclude(kind=PHASE_TRANSFER)
    day = dated_on
    for process in waiting.select_related("learner", "school"):
        if process.kind == ANNUAL_REVIEW and not has_met(process, received_on):
            continue  # a plan amended between reviews: the round goes on
        if process.kind == ANNUAL_REVIEW:
            day, first = reviewed_on(process), "last_review"
        elif first != "last_review":
            first = MADE_AFTER[process.kind]
        assumed = ""
        note(process, "plan_received", Fact(max(received_on, process.started_on)), by, on)
        close(process, "received", received_on, by)
    return start(learner=learner, kind=ANNUAL_REVIEW, day=day, first=first, assumed=assumed, by=by, on=on)


def has_met(process: Process, by: date = date.max) -> bool:
    """Whether its meeting was held, by a day."""
    return process.milestones.filter(kind="meeting", standing=HAPPENED, on__lte=by).exists()


def reviewed_on(process: Process) -> date:
    """The day a review was completed: when the authority decided, or met where nobody wrote the decision down."""
    days = dict(process.milestones.filter(kind__in=["decision", "meeting"]).values_list("kind", "on"))
    return days.get("decision", days["meeting"])


@transaction.atomic
def call_off(*, process: Process, why: str, by: Membership, on: date) -> Process:
    """It stops here, for a reason: the request was withdrawn, the learner moved, it was started by mistake."""
    process = locked(process)
    refuse_if(policies.why_not_change(process.learner, by, on) or policies.why_not_call_off(process, why))
    close(process, "called-off", on, by, why.strip())
    return process


@transaction.atomic
def allow(*, clock: Clock, exception: str, why: str, by: Membership, on: date) -> Clock:
    """One of the law's exceptions lifts a time limit. The duty stays; the reason stands beside it for all to see."""
    clock = Clock.objects.select_for_update().get(pk=clock.pk)
    refuse_if(policies.why_not_change(clock.learner, by, on) or policies.why_not_except(clock, exception, why))
    clock.exception, clock.exception_why = exception, why.strip()
    clock.save(update_fields=["exception", "exception_why"])
    close_for(school=clock.school, causes=[key_of(clock)], by=by, on=on)
    record("reviews.time_limit_lifted", by=by, about=clock, learner=clock.learner, rule=clock.rule,
           exception=exception)
    return clock


@transaction.atomic
def disallow(*, clock: Clock, by: Membership, on: date) -> Clock:
    """The exception was written down by mistake: the time limit holds again."""
    clock = Clock.objects.select_for_update().get(pk=clock.pk)
    refuse_if(policies.why_not_change(clock.learner, by, on))
    refuse_if("" if clock.exception and clock.exception != policies.NOT_NEEDED else "There is no exception to lift.")
    was, clock.exception, clock.exception_why = clock.exception, "", ""
    clock.save(update_fields=["exception", "exception_why"])
    record("reviews.time_limit_restored", by=by, about=clock, learner=clock.learner, rule=clock.rule, was=was)
    return clock
