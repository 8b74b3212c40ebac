"""What needs somebody today, from what the register knows of each learner they may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.text import Truncator

from goldenthread.actions.models import Action
from goldenthread.actions.queries import of_member
from goldenthread.home.rows import Row
from goldenthread.learners import queries
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.plans.queries import drafts_of
from goldenthread.schools.forms import in_words

SOON, WEEK = timedelta(weeks=4), timedelta(weeks=1)
# What is named one by one; beyond that a line says how many more there are.
NAMED = 6


@dataclass(frozen=True)
class Need:
    """One line of the dashboard: when (a word that is also shown as a tag of `kind`), what, and where to go."""

    when: str
    kind: str
    text: str
    href: str


@dataclass(frozen=True)
class Count:
    """A number at the top of the dashboard with what it counts and where those are listed."""

    number: int
    text: str
    href: str


def to_confirm(member: Membership, on: date) -> list[Need]:
    """What a colleague asked for and this member could confirm, being the second person."""
    return [Need("Asked", "due", f"Confirm or turn down what {asked.asked_by} asks for {asked.learner.name}",
                 reverse("learners:access", args=[member.school.slug, asked.learner_id]))
            for asked in queries.to_confirm(member, on)]


def actions(member: Membership, on: date) -> list[Need]:
    """What is this member's to do within seven days or was before, the longest overdue first; then how many more."""
    mine = reverse("actions:mine", args=[member.school.slug])
    # Reviews stand among the dates of plans. One more than is named tells in the same question if there are others; of
    # all who have to do with an action a line names its learner.
    soon = of_member(member, on).filter(due_on__lte=on + WEEK).exclude(kind="review-due")
    due = list(soon.select_related(None).select_related("learner")[:NAMED + 1])
    lines = [action(each, on, mine) for each in due[:NAMED]]
    if len(due) > NAMED:
        lines.append(Need("Also", "note", "More that is yours to do within seven days", mine))
    return lines


def action(each: Action, on: date, mine: str) -> Need:
    whose = f"{each.learner.name}: " if each.learner else ""
    words = Truncator(" ".join(each.what.split())).chars(90)
    day = in_words(each.due_on)
    if each.due_on < on:
        return Need("Overdue", "overdue", f"{whose}{words} (due {day})", f"{mine}#action-{each.uuid}")
    when = "Today" if each.due_on == on else "Due"
    return Need(when, "due", f"{whose}{words} (by {day})", f"{mine}#action-{each.uuid}")


def for_me(rows: Sequence[Row], member: Membership, on: date) -> list[Row]:
    """The drafts this member writes in, and the plans whose review they may hold; one question for any number."""
    if member.kind == "senco":
        return list(rows)
    holds = member.kind == "staff" and member.may(Permission.OUTCOMES_SET)
    drafts = drafts_of(member, on) if member.may(Permission.RECORD_WRITE) else set()
    return [row for row in rows if (row.pk in drafts if row.standing == "Draft" else holds)]


def due(rows: Sequence[Row], member: Membership, on: date) -> list[Row]:
    """Plans this member sees to whose day has come or comes within four weeks, the longest waiting first."""
    return sorted((row for row in for_me(rows, member, on) if row.review_by and row.review_by <= on + SOON),
                  key=lambda row: (row.review_by, row.name))


def reviews(due: Sequence[Row], on: date, register: str) -> list[Need]:
    """The first few that are due, by name; then where all of them are listed."""
    lines = [review(row, on) for row in due[:NAMED]]
    if len(due) > NAMED:
        lines.append(Need("Also", "note", f"All {len(due)} plans to review within four weeks, in order of date",
                          f"{register}?plan=due&sort=review"))
    return lines


def review(row: Row, on: date) -> Need:
    day = in_words(row.review_by) if row.review_by else ""
    if row.standing == "Draft":
        return Need("Draft", "draft", f"Finish {row.name}’s draft (to be reviewed by {day})", row.url)
    if row.overdue:
        return Need("Overdue", "overdue", f"Review {row.name}’s plan (due {day})", row.url)
    when = "Today" if row.review_by == on else "Due"
    return Need(when, "due", f"Review {row.name}’s plan (by {day})", row.url)


def overdue_first(needs: Iterable[Need]) -> list[Need]:
    """Whatever kind of thing it is, what is overdue comes first; beyond that the order given."""
    return sorted(needs, key=lambda need: need.kind != "overdue")


def gaps(rows: Sequence[Row], register: str) -> list[Need]:
    """What is missing across the register, as a sentence with its list behind it."""
    number = sum(not row.standing for row in rows)
    if not number:
        return []
    has = "learner on the register has" if number == 1 else "learners on the register have"
    return [Need("No plan", "note", f"{number} {has} no plan yet", f"{register}?plan=none")]


def counts(rows: Sequence[Row], register: str, may_issue: bool) -> list[Count]:
    """Overdue reviews, drafts and voices that are missing."""
    overdue = sum(row.overdue for row in rows)
    drafts = sum(row.standing == "Draft" for row in rows)
    missing = sum(bool(row.missing) for row in rows)
    waiting = "waiting for Version 1" if may_issue else "being written"
    return [
        Count(overdue, f"plan review{'' if overdue == 1 else 's'} overdue", f"{register}?plan=overdue"),
        Count(drafts, f"draft{'' if drafts == 1 else 's'} {waiting}", f"{register}?plan=draft"),
        Count(missing, f"learner{'' if missing == 1 else 's'} with a voice missing", f"{register}?voices=missing"),
    ]


def greeting(hour: int) -> str:
    """By the clock on a wall in London."""
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"
