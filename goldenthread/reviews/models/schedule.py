"""When a plan is looked at again."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

from django.db import models
from django.db.models import Q

from goldenthread.people.models import Membership
from goldenthread.plans.models import Plan
from goldenthread.reviews.states import COMES_ROUND, Due, Kind
from goldenthread.schools.models import OwnedBySchool


class Schedule(OwnedBySchool):
    """One round of a plan's reviews: due on a day by a rule, then held, or exempted with the reason.

    The next round is another row, so that what was due and when it was held can be counted.
    """

    KINDS = [(kind.value, kind.label) for kind in Kind if kind in COMES_ROUND]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="schedules")
    kind = models.CharField(max_length=10, choices=KINDS)
    due_on = models.DateField()
    # Why this day, as a person reads it: "4 months after the review on 3 December 2026".
    rule = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=Due.choices, default=Due.WAITING)
    exempt_why = models.CharField(max_length=300, blank=True)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)

    class Privacy:
        personal = {"due_on", "rule", "state", "exempt_why", "opened_on", "closed_on"}
        plain = {"id", "uuid", "school", "plan", "kind", "opened_by"}

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind"], condition=Q(state=Due.WAITING),
                                    name="one_waiting_schedule_per_plan_and_kind"),
            models.CheckConstraint(condition=Q(state=Due.WAITING, closed_on=None)
                                   | (~Q(state=Due.WAITING) & Q(closed_on__isnull=False)),
                                   name="schedules_that_wait_are_not_closed"),
            models.CheckConstraint(condition=(Q(state=Due.EXEMPT) & ~Q(exempt_why=""))
                                   | (~Q(state=Due.EXEMPT) & Q(exempt_why="")),
                                   name="exemptions_have_a_reason"),
        ]
        # The nightly sweep and the lists of what is due read these and nothing else of the table.
        indexes = [models.Index(fields=["school", "due_on"], condition=Q(state=Due.WAITING),
                                name="schedules_that_wait")]


def by_meeting(schedules: Iterable[Schedule]) -> Iterator[list[Schedule]]:
    """Those that one meeting can see to, being of one learner, kind and day, together; in the order they come in."""
    found: dict[tuple[int, str, date], list[Schedule]] = {}
    for each in schedules:
        found.setdefault((each.plan.learner_id, each.kind, each.due_on), []).append(each)
    yield from found.values()


def titles(schedules: Iterable[Schedule]) -> str:
    """The plans' names, as in "review of the ..."."""
    return " and of the ".join(each.plan.as_template.title for each in schedules)
