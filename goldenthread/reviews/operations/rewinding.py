"""How the clocks of a process follow from what has happened in it, in the transaction of whatever writes that down.

A date that was stored stays as it is unless the day it counts from has changed.
"""

from datetime import date
from typing import Any

from goldenthread.actions.operations import close_for, raise_for
from goldenthread.audit.operations import record
from goldenthread.learners.models import Enrolment
from goldenthread.people.models import Membership
from goldenthread.plans import operations as plans
from goldenthread.plans.models import Plan
from goldenthread.plans.templates import RECEIVED_MAIN
from goldenthread.reviews.clocks import policies, queries, transfers, winding
from goldenthread.reviews.clocks.causes import clocks_near, key_of
from goldenthread.reviews.clocks.queries import still_runs
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, PHASE_TRANSFER
from goldenthread.reviews.clocks.winding import HAPPENED, Case, Fact, Running
from goldenthread.reviews.models import Clock, Milestone, Process
from goldenthread.reviews.operations.scheduling import met_by_hand

BATCH = 500


def milestone(process: Process, kind: str, fact: Fact, by: Membership, on: date) -> Milestone:
    return Milestone(school_id=process.school_id, process=process, kind=kind, on=fact.on, standing=fact.standing,
                     noted_by=by, noted_on=on)


def fill(clock: Clock, running: Running) -> Clock:
    """The clock as the rule has it now. Its date is worked out again only where what it counts from has changed."""
    if (clock.trigger, clock.triggered_on) != (running.trigger, running.triggered_on):
        clock.trigger, clock.triggered_on, clock.due_on = running.trigger, running.triggered_on, running.due_on
        clock.before, clock.owed_by = running.rule.strictly_before, running.rule.owed_by
    clock.rule, clock.expected, clock.met_on = running.rule.key, running.expected, running.met_on
    if clock.exception in {"", policies.NOT_NEEDED}:
        clock.exception = policies.NOT_NEEDED if running.not_needed else ""
        clock.exception_why = running.not_needed
    return clock


FILLED = ("trigger", "triggered_on", "due_on", "before", "owed_by", "expected", "met_on", "exception", "exception_why")


def years_of(learner_ids: list[int]) -> dict[int, str]:
    places = Enrolment.objects.filter(learner_id__in=learner_ids, year__current=True)
    return dict(places.values_list("learner_id", "nc_year"))


def locked(process: Process) -> Process:
    """The process as it stands, nobody else changing it or another of this learner's: a move and an annual review
    follow each other. No joins: see outcomes.
    """
    held = Process.objects.select_for_update().filter(learner=process.learner_id).order_by("pk")
    return next(each for each in held if each.pk == process.pk)


def rewind(process: Process, by: Membership, on: date) -> list[dict[str, str]]:
    """Work the clocks out anew; gives those whose date changed, with the date they had before."""
    facts = {each.kind: Fact(each.on, each.standing) for each in process.milestones.all()}
    pk = process.learner_id
    case = Case(process.kind, process.learner.dob, years_of([pk]).get(pk, ""), process.route,
                queries.meet_by([pk]).get(pk), tuple(queries.holidays(process.school)))
    facts = winding.with_meeting(case, facts)
    keep_meeting(process, facts.get("meeting"), by, on)
    stored = {clock.rule: clock for clock in Clock.objects.select_for_update().filter(process=process)}
    met = "meeting" in facts and facts["meeting"].standing == HAPPENED
    changed, fresh, ended = [], [], []
    for running in winding.wind(case, facts, process.decision):
        clock = stored.pop(running.rule.key, None)
        if clock is None:
            fresh.append(fill(Clock(school_id=process.school_id, learner_id=process.learner_id, process=process),
                              running))
            continue
        was, ran = clock.due_on, clock.met_on is None and not clock.exception
        fill(clock, running).save(update_fields=FILLED)
        changed += [{"rule": clock.rule, "was": was.isoformat(), "due": clock.due_on.isoformat()}] * (
            was != clock.due_on)
        past = met and running.rule.before_meeting
        ended += [key_of(clock)] * (ran and bool(clock.met_on or clock.exception or past))
    Clock.objects.bulk_create(fresh)
    gone(list(stored.values()))
    close_for(school=process.school, causes=[*ended, *map(key_of, stored.values())], by=by, on=on)
    call_for([process], by, on)
    if process.kind == PHASE_TRANSFER:
        plan_for_moves([pk], by, on)
    return changed


def plan_for_moves(learners: list[int], by: Membership, on: date) -> None:
    """A move has come, changed or gone: an annual review meeting that nobody has arranged is wanted by another day."""
    rounds = Process.objects.filter(learner__in=learners, kind=ANNUAL_REVIEW, state="open", milestones__kind="meeting",
                                    milestones__standing=winding.LATEST)
    for process in rounds.select_related("learner").order_by("pk"):
        if changed := rewind(process, by, on):
            record("reviews.planned_for_move", by=by, about=process, learner=process.learner, changed=changed)


def tell_move(process: Process, was: date | None, day: date | None, by: Membership, on: date) -> None:
    """An annual review meeting was held on a day (before this it was thought to have been on another), or was not held
    after all: so was the one that looks at a move, unless that was another.
    """
    move = Process.objects.filter(learner=process.learner_id, kind=PHASE_TRANSFER, state="open").select_related(
        "learner").first()
    there = move and move.milestones.filter(kind="review_held").first()
    if move is None or (there and there.on != was):
        return
    if day and day >= transfers.counts_from(move.route, move.started_on):
        note(move, "review_held", Fact(day), by, on)
    elif there:
        there.delete()
        rewind(move, by, on)


def call_for(processes: list[Process], by: Membership, on: date) -> None:
    """A duty that is near or late as it is stored calls for its action now, not tonight."""
    if processes:
        near = clocks_near(by.school, on, [process.pk for process in processes])
        raise_for(school=by.school, causes=near, by=by, on=on)


def gone(clocks: list[Clock]) -> None:
    """What set these going was taken back: they never ran. The event that took it back says so."""
    Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).delete()


def keep_meeting(process: Process, fact: Fact | None, by: Membership, on: date) -> None:
    """The latest day for a meeting that nobody has arranged moves with the start of its round."""
    if fact and fact.standing == winding.LATEST:
        bring_forward({process.learner_id: fact.on}, by, on)
        Milestone.objects.update_or_create(process=process, kind="meeting", defaults={
            "school_id": process.school_id, "on": fact.on, "standing": fact.standing, "noted_by": by, "noted_on": on})


def bring_forward(meet_by: dict[int, date], by: Membership, on: date) -> None:
    """By learner, the latest day for the next annual review meeting: their EHC plan is looked at again no later."""
    for plan in Plan.objects.filter(learner__in=meet_by, type=RECEIVED_MAIN).select_related("learner"):
        day = meet_by[plan.learner_id]
        if on < day and (plan.review_by is None or day < plan.review_by):
            plans.set_review_by(plan=plan, review_by=day, by=by, on=on)


def note(process: Process, what: str, fact: Fact, by: Membership, on: date) -> None:
    """Keep the fact, rewind, record; nothing at all where it is known already."""
    before = Milestone.objects.filter(process=process, kind=what).first()
    if before and (before.on, before.standing) == (fact.on, fact.standing):
        return
    Milestone.objects.update_or_create(process=process, kind=what, defaults={
        "school_id": process.school_id, "on": fact.on, "standing": fact.standing, "noted_by": by, "noted_on": on})
    if what in policies.OF_A_YEAR:
        process.milestones.filter(kind__in=policies.OF_A_YEAR).exclude(kind=what).delete()
    if what in policies.STARTS:
        process.started_on, process.assumed = fact.on, ""
        process.save(update_fields=["started_on", "assumed"])
    facts: dict[str, Any] = {"what": what, "day": fact.on.isoformat(), "process": process.kind}
    corrects = before is not None and before.standing == HAPPENED
    if changed := rewind(process, by, on):
        facts["changed"] = changed
    if before and corrects:
        facts["was"] = before.on.isoformat()
    record("reviews.date_corrected" if corrects else "reviews.date_noted", by=by, about=process,
           learner=process.learner, **facts)
    if (process.kind, what, fact.standing) == (ANNUAL_REVIEW, "meeting", HAPPENED):
        tell_move(process, before.on if before else None, fact.on, by, on)
        if not corrects:
            met_by_hand(process, fact.on, by, on)


def close(process: Process, ended: str, day: date, by: Membership, why: str = "") -> None:
    """End a process. What still runs in it stays as it was, and is looked for no more, but for what it leaves behind.
    """
    process.state, process.closed_on, process.ended, process.ended_why = "closed", day, ended, why
    process.save(update_fields=["state", "closed_on", "ended", "ended_why"])
    left = Clock.objects.filter(process=process, met_on=None, exception="").exclude(still_runs())
    close_for(school=process.school, causes=[key_of(clock) for clock in left], by=by, on=day)
    record("reviews.process_closed", by=by, about=process, learner=process.learner, process=process.kind, ended=ended)
    if process.kind == PHASE_TRANSFER:
        plan_for_moves([process.learner_id], by, day)
