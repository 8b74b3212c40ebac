"""What a meeting day would make late before anybody has begun, or too late for the year or for a move to another
setting, and that it is no school day: said before the day is saved, not after.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from goldenthread.plans.models import Plan
from goldenthread.plans.templates import RECEIVED_MAIN
from goldenthread.reviews.clocks import queries, winding
from goldenthread.reviews.clocks.deadlines import due, end_of, plan_back
from goldenthread.reviews.clocks.policies import TOLD
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, named
from goldenthread.reviews.clocks.school_days import Closure, do_by, why_no_school
from goldenthread.reviews.clocks.showing import too_late_for_move
from goldenthread.reviews.clocks.winding import ARRANGED, HAPPENED, LATEST, Case, Fact
from goldenthread.reviews.models import Milestone, Process, Review
from goldenthread.reviews.states import Kind
from goldenthread.schools.forms import in_words
from goldenthread.schools.models import School


def late_if_met(process: Process, held_on: date, on: date) -> list[str]:
    """A sentence for each day past on which something was due before a meeting still to come, and one where the
    year or a move wants the meeting sooner.
    """
    if process.kind != ANNUAL_REVIEW or held_on < on:
        return []
    facts = {each.kind: Fact(each.on, each.standing) for each in process.milestones.all()}
    too_late, arranged = too_late_for_year(facts, held_on), facts.get("meeting")
    if arranged and arranged.standing == ARRANGED and arranged.on != held_on:
        facts.pop(TOLD, None)  # of a day that will hold no longer
    facts["meeting"] = Fact(held_on, ARRANGED)
    past: dict[date, list[str]] = {}
    for running in winding.wind(Case(process.kind, process.learner.dob), facts, process.decision):
        if running.trigger == "meeting" and running.due_on < on and not running.met_on and running.rule.is_ours:
            past.setdefault(running.due_on, []).append(running.rule.title)
    said = [f"“{'” and “'.join(titles)}” {'were' if len(titles) > 1 else 'was'} due {in_words(day)}: {ago(day, on)}."
            for day, titles in sorted(past.items())]
    wanted = queries.meetings_for_moves([process.learner_id]).first()
    return [*said, *filter(None, [too_late, too_late_for_move(held_on, wanted)])]


def too_late_for_year(facts: Mapping[str, Fact], held_on: date) -> str:
    """Why a first meeting on a day leaves the authority too little time to complete the review within the year."""
    complete_by = due(named("AR-CYCLE"), winding.days(facts))
    met = facts.get("meeting")
    if complete_by is None or (met and met.standing == HAPPENED):
        return ""
    by = plan_back(complete_by).meeting_by
    if held_on <= by:
        return ""
    return (f"The review has to be complete by {in_words(complete_by)}, and the authority has four weeks from the "
            f"meeting to decide. To be in time the meeting is held by {in_words(by)}.")


def next_meeting_by(held_on: date, holidays: Iterable[Closure]) -> date:
    """The last school day on which the next annual review is met in time, whenever the authority decides after this."""
    complete_by = end_of(named("AR-CYCLE").periods[0], held_on)
    return do_by(plan_back(complete_by).meeting_by, holidays)


def next_by(review: Review) -> date | None:
    """By when the law wants the next annual review to be met; None where this is no review of an EHC plan."""
    if review.kind != Kind.ANNUAL:
        return meeting_by(review.plan) if review.plan else None
    here = Plan.objects.filter(learner=review.learner_id, type=RECEIVED_MAIN).exists()
    counted = Process.objects.filter(learner=review.learner_id, kind=ANNUAL_REVIEW, state="open")
    return next_meeting_by(review.held_on, queries.holidays(review.school)) if here or counted.exists() else None


def meeting_by(plan: Plan) -> date | None:
    """By when the round under way of an EHC plan is to be met; None where there is none, or its meeting is arranged."""
    wanted = Milestone.objects.filter(process__learner=plan.learner_id, process__kind=ANNUAL_REVIEW,
                                      process__state="open", kind="meeting", standing=LATEST)
    return wanted.values_list("on", flat=True).first() if plan.type == RECEIVED_MAIN else None


def too_late_for_next(next_on: date, by: date) -> str:
    """Why the next annual review is not to be met on a day; empty where it may be."""
    return "" if next_on <= by else (
        f"{in_words(next_on)} may be too late for the next annual review. It has to be complete within a year of the "
        f"last one, and the authority has four weeks from the meeting to decide: meet by {in_words(by)}.")


def why_after_the_law(plan: Plan, due_on: date, on: date) -> str:
    """Why the annual review of an EHC plan cannot be set for a day; a day of the law that has passed binds no more."""
    by = meeting_by(plan)
    if by is None or by < on or due_on <= by:
        return ""
    return f"The law wants this annual review held by {in_words(by)}. Choose a day on or before it."


def why_no_meeting(school: School, held_on: date, on: date) -> str:
    """That a day still to come is none on which school is open, as far as weekends, holidays and terms tell."""
    why = why_no_school(held_on, queries.holidays(school)) if held_on >= on else ""
    return f"{in_words(held_on)} falls {why}." if why else ""


def ago(day: date, on: date) -> str:
    days = (on - day).days
    return "yesterday" if days == 1 else f"{days} days ago"
