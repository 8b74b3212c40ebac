"""Statutory processes and the time limits in them: what happened on which day, what is due by when, who owes it."""

import uuid

from django.db import models
from django.db.models import Q

from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.reviews.clocks.rules import OWNERS, PROCESSES
from goldenthread.reviews.models.meeting import Review
from goldenthread.schools.models import OwnedBySchool


class Process(OwnedBySchool):
    """One round of a statutory process about a learner: an annual review, a needs assessment, a phase transfer."""

    class State(models.TextChoices):
        OPEN = "open", "Under way"
        CLOSED = "closed", "Closed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="processes")
    kind = models.CharField(max_length=20, choices=list(PROCESSES.items()))
    started_on = models.DateField()
    # Nobody has said the first date: it was taken from the record, and stays marked until somebody does.
    assumed = models.CharField("what the start was taken from", max_length=120, blank=True)
    # A phase transfer's kind: to the next school, to post-16, between post-16 settings.
    route = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    # What the authority decided: to assess or not; to keep, amend or cease.
    decision = models.CharField(max_length=12, blank=True)
    # How it ended (policies.ENDINGS), and why where it was called off.
    ended = models.CharField(max_length=12, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    review = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="processes")
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    opened_on = models.DateField()

    class Privacy:
        personal = {"kind", "started_on", "assumed", "route", "state", "closed_on", "decision", "ended",
                    "ended_why", "opened_on"}
        plain = {"id", "uuid", "school", "learner", "review", "opened_by"}

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "kind"], condition=Q(state="open"),
                                    name="one_open_process_of_a_kind_per_learner"),
            models.CheckConstraint(condition=Q(state="open", closed_on=None, ended="")
                                   | (Q(state="closed", closed_on__isnull=False) & ~Q(ended="")),
                                   name="closed_processes_say_how_they_ended"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def title(self) -> str:
        return PROCESSES[self.kind]


class Milestone(OwnedBySchool):
    """A fact of a process and its day: it happened, is arranged for then, or must happen by then at the latest."""

    class Standing(models.TextChoices):
        LATEST = "latest", "At the latest"
        ARRANGED = "arranged", "Arranged"
        HAPPENED = "happened", "Happened"

    process = models.ForeignKey(Process, models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=30)
    on = models.DateField()
    standing = models.CharField(max_length=8, choices=Standing.choices)
    noted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    noted_on = models.DateField()

    class Privacy:
        personal = {"kind", "on", "standing", "noted_on"}
        plain = {"id", "school", "process", "noted_by"}

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["process", "kind"], name="a_milestone_is_noted_once")]


class Clock(OwnedBySchool):
    """One duty with its date, worked out when its trigger was known and kept: a later pack does not change it."""

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="clocks")
    process = models.ForeignKey(Process, models.CASCADE, related_name="clocks")
    rule = models.CharField(max_length=12)
    trigger = models.CharField(max_length=30)
    triggered_on = models.DateField()
    due_on = models.DateField()
    # Due before the day, not on it ("before 31 March").
    before = models.BooleanField(default=False)
    # Counted from a day that may still change: the meeting has not been held.
    expected = models.BooleanField(default=False)
    owed_by = models.CharField(max_length=12, choices=list(OWNERS.items()))
    met_on = models.DateField(null=True, blank=True)
    # Why the time limit does not bind: one of the pack's exceptions, or "not-needed".
    exception = models.CharField(max_length=30, blank=True)
    exception_why = models.CharField(max_length=300, blank=True)

    class Privacy:
        personal = {"rule", "trigger", "triggered_on", "due_on", "before", "expected", "owed_by", "met_on", "exception",
                    "exception_why"}
        plain = {"id", "school", "learner", "process"}

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "rule"], name="a_rule_runs_once_in_a_process"),
            models.CheckConstraint(condition=Q(exception="") | ~Q(exception_why=""),
                                   name="exceptions_have_a_reason"),
        ]
        # What is owed, by day: the lists, the calendar and the nightly sweep read this and nothing else.
        indexes = [models.Index(fields=["school", "due_on"], condition=Q(met_on=None, exception=""),
                                name="clocks_that_run"),
                   models.Index(fields=["learner", "due_on"], name="clocks_of_a_learner")]


class EvidenceItem(OwnedBySchool):
    """One thing an authority asks for with a request to assess: had, asked for, or not to be had."""

    class State(models.TextChoices):
        WANTED = "wanted", "Not yet"
        ASKED = "asked", "Asked for"
        HAVE = "have", "Here"
        NONE = "none", "Not available"

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="evidence_items")
    key = models.CharField(max_length=40)
    state = models.CharField(max_length=6, choices=State.choices)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    noted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Privacy:
        personal = {"key", "state", "on", "note"}
        plain = {"id", "school", "learner", "noted_by"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "key"], name="evidence_is_noted_once")]


class Feed(OwnedBySchool):
    """A secret address at which a member's own calendar programme reads dates, and no names. Only its hash is kept."""

    member = models.ForeignKey(Membership, models.PROTECT, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "school", "member", "digest", "made_at", "revoked_at"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member"], condition=Q(revoked_at=None),
                                               name="one_live_feed_per_member")]
