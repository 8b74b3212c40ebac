"""A review: the meeting, what it found, what it judged of each outcome."""

import uuid

from django.db import models
from django.db.models import Q

from goldenthread.learners.audiences import AUDIENCES, EVERYONE
from goldenthread.learners.models import Learner
from goldenthread.outcomes.models import Outcome
from goldenthread.people.models import Membership
from goldenthread.plans.models import Plan
from goldenthread.reviews.models.schedule import Schedule
from goldenthread.reviews.states import Kind, State
from goldenthread.schools.models import OwnedBySchool

# What the database itself refuses to change: see audit.triggers.
OF_A_CONCLUDED_REVIEW = "(SELECT state FROM reviews_review WHERE id = {row}.review_id) = 'concluded'"


class Review(OwnedBySchool):
    """A meeting about a learner, planned, held and concluded. Once concluded it never changes."""

    frozen_when = "{row}.state = 'concluded'"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="reviews")
    # A first meeting may come before there is a plan.
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="reviews")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    schedule = models.ForeignKey(Schedule, models.PROTECT, null=True, blank=True, related_name="reviews")
    held_on = models.DateField("day of the meeting")
    held_at = models.TimeField("time", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    chair = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    planned_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    planned_on = models.DateField()
    # When the teachers were asked, all at once.
    round_robin_on = models.DateField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    # Whom the law names and who is not invited, and why: {seat: sentence}.
    left_out = models.JSONField(default=dict, blank=True)
    next_on = models.DateField("next review by", null=True, blank=True)
    concluded_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    concluded_by_name = models.CharField(max_length=120, blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    # Whether a version was issued as it was concluded: the plan's version with our `issue_key`.
    issued = models.BooleanField(default=False)
    # What the page that concluded it was given, so that asking twice answers twice and concludes once.
    key = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Privacy:
        personal = {"held_on", "held_at", "place", "state", "planned_on", "round_robin_on", "cancelled_why", "left_out",
                    "next_on", "concluded_by_name", "concluded_on"}
        plain = {"id", "uuid", "school", "learner", "plan", "kind", "schedule", "chair", "planned_by", "concluded_by",
                 "issued", "key", "revision"}

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state=State.CONCLUDED, concluded_on__isnull=False, concluded_by__isnull=False)
                           & ~Q(key=""))
                | (~Q(state=State.CONCLUDED) & Q(concluded_on=None, concluded_by=None, key="")),
                name="concluded_reviews_say_by_whom_and_when"),
            models.CheckConstraint(condition=(Q(state=State.CANCELLED) & ~Q(cancelled_why=""))
                                   | (~Q(state=State.CANCELLED) & Q(cancelled_why="")),
                                   name="cancelled_reviews_have_a_reason"),
        ]
        indexes = [
            models.Index(fields=["learner", "state", "held_on"], name="reviews_of_a_learner"),
            models.Index(fields=["school", "held_on"], condition=Q(state__in=[State.PLANNED, State.OPEN]),
                         name="reviews_to_come"),
        ]

    @property
    def is_over(self) -> bool:
        return self.state in {State.CONCLUDED, State.CANCELLED}

    @property
    def issue_key(self) -> str:
        """The key of the version that concluding it issues. The version is made after the review is final, so that it
        can tell of it; it is found by this.
        """
        return f"review-{self.uuid}"

    def __str__(self) -> str:
        return Kind(self.kind).label


class Finding(OwnedBySchool):
    """One thing a review found or agreed, in somebody's words."""

    class What(models.TextChoices):
        WORKING = "working", "What is working"
        NOT_WORKING = "not_working", "What is not working"
        CHANGE = "change", "What needs to change"
        NEXT = "next", "What we do next"
        DIFFERENCE = "difference", "Where we see it differently"
        RECOMMENDATION = "recommendation", "What we recommend"
        AGREED = "agreed", "What was agreed, by whom and by when"

    frozen_when = OF_A_CONCLUDED_REVIEW

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=14, choices=What.choices)
    text = models.TextField()
    said_by = models.CharField(max_length=12, blank=True)
    said_by_name = models.CharField(max_length=120, blank=True)
    audience = models.CharField(max_length=13, default=EVERYONE)
    # Of what was agreed: who does it (by name only, where they have no account), by when. It becomes an action as the
    # review is concluded.
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Privacy:
        personal = {"text", "said_by", "said_by_name", "due_on"}
        plain = {"id", "uuid", "school", "review", "kind", "audience", "owner", "written_by", "written_at", "revision"}

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="findings_say_something"),
            models.CheckConstraint(
                condition=(Q(kind="agreed", due_on__isnull=False) & (Q(owner__isnull=False) | ~Q(said_by_name="")))
                | (~Q(kind="agreed") & Q(owner=None, due_on=None)),
                name="what_is_agreed_has_somebody_and_a_day"),
        ]

    @property
    def readers(self) -> str:
        return AUDIENCES[self.audience]


class Judgement(OwnedBySchool):
    """How a review judged an outcome. Kept here until the review is concluded, which tells the outcome."""

    frozen_when = OF_A_CONCLUDED_REVIEW

    review = models.ForeignKey(Review, models.PROTECT, related_name="judgements")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="judgements")
    state = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    judged_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Privacy:
        personal = {"state", "words"}
        plain = {"id", "school", "review", "outcome", "judged_by", "judged_at"}

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "outcome"], name="one_judgement_per_outcome")]
