"""What a meeting day would make late before anybody has begun, or too late for a move to another setting: said before
the day is saved, not after.
"""

from datetime import date

from goldenthread.reviews.clocks import queries, winding
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW
from goldenthread.reviews.clocks.showing import too_late_for_move
from goldenthread.reviews.clocks.winding import ARRANGED, Case, Fact
from goldenthread.reviews.models import Process
from goldenthread.schools.forms import in_words


def late_if_met(process: Process, held_on: date, on: date) -> list[str]:
    """A sentence for each day past on which something was due before a meeting still to come, and one where a move
    wants the meeting sooner.
    """
    if process.kind != ANNUAL_REVIEW or held_on < on:
        return []
    facts = {each.kind: Fact(each.on, each.standing) for each in process.milestones.all()}
    facts["meeting"] = Fact(held_on, ARRANGED)
    due: dict[date, list[str]] = {}
    for running in winding.wind(Case(process.kind, process.learner.dob), facts, process.decision):
        if running.trigger == "meeting" and running.due_on < on and not running.met_on and running.rule.is_ours:
            due.setdefault(running.due_on, []).append(running.rule.title)
    said = [f"“{'” and “'.join(titles)}” {'were' if len(titles) > 1 else 'was'} due {in_words(day)}: {ago(day, on)}."
            for day, titles in sorted(due.items())]
    wanted = queries.meetings_for_moves([process.learner_id]).first()
    return [*said, *filter(None, [too_late_for_move(held_on, wanted)])]


def ago(day: date, on: date) -> str:
    days = (on - day).days
    return "yesterday" if days == 1 else f"{days} days ago"
