"""Everything with a day, in one list: meetings, statutory dates, plans to be reviewed, actions. Six questions for any
number of learners.
"""

import calendar as months
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.reviews.clocks.queries import passed_by, still_runs
from goldenthread.reviews.clocks.rules import FAMILY, named
from goldenthread.reviews.clocks.showing import is_overdue
from goldenthread.reviews.clocks.winding import ARRANGED, LATEST
from goldenthread.reviews.models import Clock, Milestone, Review, Schedule
from goldenthread.reviews.models.schedule import by_meeting, titles
from goldenthread.reviews.states import Due, Kind, State

LONDON = ZoneInfo("Europe/London")
MEETING, STATUTORY, REVIEW, ACTION = "meeting", "statutory", "review", "action"
KINDS = {MEETING: "Meeting", STATUTORY: "Statutory date", REVIEW: "Plan to be reviewed by", ACTION: "Action"}
# As others may read them over a shoulder: nothing of whom it is about.
NAMELESS = {MEETING: "Review meeting (see Golden Thread)", STATUTORY: "Statutory date (see Golden Thread)",
            REVIEW: "Plan review due (see Golden Thread)", ACTION: "Action due (see Golden Thread)"}
# Actions raised by what stands in the calendar itself.
TOLD_ALREADY = ("clock-near", "review-due")
MOST = 4


@dataclass(frozen=True)
class Entry:
    """One thing on one day. `uid` names it to a calendar for as long as it lasts."""

    kind: str
    on: date
    at: time | None
    title: str
    learner: Learner | None
    url: str
    uid: str
    overdue: bool = False
    owner: str = ""

    @property
    def tag(self) -> str:
        return "overdue" if self.overdue else {MEETING: "version", STATUTORY: "due"}.get(self.kind, "note")

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def starts_at(self) -> datetime | None:
        """The moment it begins, by the clock on a wall in London."""
        return datetime.combine(self.on, self.at, LONDON) if self.at else None


def entries(member: Membership, first: date, last: date, on: date, *, own: bool) -> list[Entry]:
    """What falls between two days, for this member: their own, or all of the school that they may see."""
    slug = member.school.slug
    each_kind = (meetings, elsewhere, plans, statutory, actions)
    found = [entry for find in each_kind for entry in find(member, first, last, on, slug, own)]
    return sorted(found, key=lambda each: (each.on, each.at or time(0), each.title, each.uid))


def seen(member: Membership, on: date) -> QuerySet[Learner]:
    return Learner.objects.visible_to(member, on).values("pk")  # type: ignore[return-value]  # for a subquery


def meetings(member: Membership, first: date, last: date, on: date, slug: str, own: bool) -> Iterator[Entry]:
    """Those the member chairs or was asked to, or all."""
    found = Review.objects.filter(school_id=member.school_id, held_on__range=(first, last),
                                  learner__in=seen(member, on)).exclude(state=State.CANCELLED)
    if own:
        found = found.filter(Q(chair=member) | Q(
            invitations__member=member, invitations__to_meeting=True, invitations__taken_back_on=None)).distinct()
    for review in found.select_related("learner"):
        yield Entry(MEETING, review.held_on, review.held_at, Kind(review.kind).label, review.learner,
                    reverse("reviews:one", args=[slug, review.learner_id, review.uuid]), f"review-{review.uuid}",
                    review.state in (State.PLANNED, State.OPEN) and review.held_on < on)


def elsewhere(member: Membership, first: date, last: date, on: date, slug: str, own: bool) -> Iterator[Entry]:
    """Annual review meetings that are kept on the dates page alone: the SENCO team's business."""
    if own and member.kind != "senco":
        return
    found = Milestone.objects.filter(school_id=member.school_id, kind="meeting", on__range=(first, last),
                                     process__review=None, process__learner__in=seen(member, on))
    found = found.exclude(standing=LATEST).exclude(process__ended="called-off")
    for each in found.select_related("process__learner"):
        process = each.process
        yield Entry(MEETING, each.on, None, Kind.ANNUAL.label, process.learner,
                    reverse("reviews:dates", args=[slug, process.learner_id]), f"meeting-{process.uuid}",
                    each.standing == ARRANGED and each.on < on)


def plans(member: Membership, first: date, last: date, on: date, slug: str, own: bool) -> Iterator[Entry]:
    """Plans to be reviewed by a day: the SENCO team's business, and that of a plan's key person."""
    found = Schedule.objects.filter(school_id=member.school_id, state=Due.WAITING, due_on__range=(first, last),
                                    plan__learner__in=seen(member, on))
    if own and member.kind != "senco":
        found = found.filter(plan__key_person=member)
    for together in by_meeting(found.select_related("plan__learner").order_by("due_on", "pk")):
        schedule = together[0]
        learner = schedule.plan.learner
        which = f" of the {titles(together)}" if together[1:] else ""
        yield Entry(REVIEW, schedule.due_on, None, f"{Kind(schedule.kind).label}{which}", learner,
                    reverse("reviews:dates", args=[slug, learner.pk]), f"schedule-{schedule.uuid}",
                    schedule.due_on < on)


def statutory(member: Membership, first: date, last: date, on: date, slug: str, own: bool) -> Iterator[Entry]:
    """Time limits that run. A member who is not of the SENCO's team owes none of them."""
    if own and member.kind != "senco":
        return
    found = Clock.objects.filter(still_runs(), school_id=member.school_id,
                                 due_on__range=(first, last), learner__in=seen(member, on)).exclude(passed_by(on))
    for clock in found.select_related("learner", "process"):
        rule = named(clock.rule)
        yield Entry(STATUTORY, clock.due_on, None, rule.title, clock.learner,
                    reverse("reviews:dates", args=[slug, clock.learner_id]), f"clock-{clock.process.uuid}-{clock.rule}",
                    not clock.expected and rule.owed_by != FAMILY and is_overdue(clock, on), rule.owner)


def actions(member: Membership, first: date, last: date, on: date, slug: str, own: bool) -> Iterator[Entry]:
    found = Action.objects.visible_to(member, on).open().filter(school_id=member.school_id, due_on__range=(first, last))
    found = found.exclude(kind__in=TOLD_ALREADY)
    if own:
        found = found.held_by(member)
    for action in found.select_related("learner"):
        where = reverse("actions:list", args=[slug, action.learner_id]) if action.learner_id else reverse(
            "actions:mine", args=[slug])
        yield Entry(ACTION, action.due_on, None, action.what, action.learner, where, f"action-{action.uuid}",
                    action.due_on < on)


@dataclass(frozen=True)
class Day:
    """A square of the month. `more` is how many do not fit in it and stand in the list below."""

    on: date
    inside: bool
    is_today: bool
    holiday: bool
    entries: list[Entry]

    @property
    def shown(self) -> list[Entry]:
        return self.entries if len(self.entries) <= MOST else self.entries[:MOST - 1]

    @property
    def more(self) -> int:
        return len(self.entries) - len(self.shown)


def month_of(first: date, found: Iterable[Entry], on: date, is_holiday: Iterable[tuple[date, date]]) -> list[list[Day]]:
    """The weeks of a month, Monday first, with what falls on each day."""
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in found:
        by_day[entry.on].append(entry)
    free = list(is_holiday)
    return [[Day(day, day.month == first.month, day == on, any(a <= day < b for a, b in free), by_day[day])
             for day in week] for week in months.Calendar().monthdatescalendar(first.year, first.month)]


def shown_days(first: date) -> tuple[date, date]:
    """The first and the last day on a month's page: whole weeks."""
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    return weeks[0][0], weeks[-1][-1]


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
