"""When a duty is due: forwards from what happened, backwards from the day by which a review must be complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from goldenthread.reviews.clocks import spans
from goldenthread.reviews.clocks.rules import Period, Rule, named


def due(rule: Rule, facts: Mapping[str, date]) -> date | None:
    """The day by which the rule's duty is done, given the days of its triggers: the earliest, where several are known.

    None where none of them is known, or the rule has no date.
    """
    found = [due_from(period, facts[period.trigger]) for period in rule.periods if period.trigger in facts]
    return min(found, default=None)


def first_of(rule: Rule, facts: Mapping[str, date]) -> tuple[str, date, date] | None:
    """Which trigger the due date counts from, its day, and the due date."""
    found = [(due_from(period, facts[period.trigger]), period.trigger) for period in rule.periods
             if period.trigger in facts]
    if not found:
        return None
    by, trigger = min(found)
    return trigger, facts[trigger], by


def due_from(period: Period, on: date) -> date:
    """When a period ends, or so many weeks sooner than the last day in it."""
    by = end_of(period, on)
    if not period.sooner_weeks:
        return by
    in_time = by - spans.days(1, spans.DAYS) if period.day else by  # before a day is not on it
    return spans.before(in_time, period.sooner_weeks, spans.WEEKS)


def end_of(period: Period, on: date) -> date:
    if period.day:
        return date(on.year, *period.day)
    if period.before:
        return spans.before(on, period.count, period.unit)
    if period.starts_with:
        return spans.last_of(on, period.count, period.unit)
    return spans.after(on, period.count, period.unit)


def opens(rule: Rule, facts: Mapping[str, date]) -> date | None:
    """When the time for it begins, where a rule says "every three to six months"."""
    found = [spans.after(facts[period.trigger], period.earliest, period.unit) for period in rule.periods
             if period.earliest and period.trigger in facts]
    return min(found, default=None)


@dataclass(frozen=True)
class Back:
    """An annual review planned from its end: the last day for each step if the next is to be in time."""

    complete_by: date
    meeting_by: date
    notice_by: date
    papers_by: date
    report_by: date
    decision_by: date
    final_by: date


def plan_back(complete_by: date) -> Back:
    """The latest dates of a review that must be complete on a day. It is complete when the authority has decided, and
    that takes up to four weeks after the meeting: so the meeting comes four weeks earlier, and the rest around it.
    """
    (after_meeting,) = named("AR-DECISION").periods
    meeting = spans.before(complete_by, after_meeting.count, after_meeting.unit)
    return around(meeting, complete_by)


def plan_back_from(anniversary: date) -> Back:
    """As plan_back, for a plan made, or last reviewed, a year before this anniversary: complete the day before it."""
    return plan_back(anniversary - spans.days(1, spans.DAYS))


def around(meeting: date, complete_by: date) -> Back:
    """Every date that hangs on a meeting."""
    steps = {name: due(named(key), {"meeting": meeting}) for name, key in STEPS.items()}
    return Back(complete_by=complete_by, meeting_by=meeting, **steps)  # type: ignore[arg-type]


STEPS = {"notice_by": "AR-NOTICE", "papers_by": "AR-PAPERS", "report_by": "AR-REPORT", "decision_by": "AR-DECISION",
         "final_by": "AR-FINAL"}
