"""What a meeting day would make late before anybody has begun: said before the day is saved, not after."""

from datetime import date

from goldenthread.reviews.clocks import winding
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW
from goldenthread.reviews.clocks.winding import ARRANGED, Case, Fact
from goldenthread.reviews.models import Process
from goldenthread.schools.forms import in_words


def late_if_met(process: Process, held_on: date, on: date) -> list[str]:
    """A sentence for each day on which something was due before a meeting still to come; those past only."""
    if process.kind != ANNUAL_REVIEW or held_on < on:
        return []
    facts = {each.kind: Fact(each.on, each.standing) for each in process.milestones.all()}
    facts["meeting"] = Fact(held_on, ARRANGED)
    due: dict[date, list[str]] = {}
    for running in winding.wind(Case(process.kind, process.learner.dob), facts, process.decision):
        if running.trigger == "meeting" and running.due_on < on and not running.met_on and running.rule.is_ours:
            due.setdefault(running.due_on, []).append(running.rule.title)
    return [f"“{'” and “'.join(titles)}” {'were' if len(titles) > 1 else 'was'} due {in_words(day)}: {ago(day, on)}."
            for day, titles in sorted(due.items())]


def ago(day: date, on: date) -> str:
    days = (on - day).days
    return "yesterday" if days == 1 else f"{days} days ago"
