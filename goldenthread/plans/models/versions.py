"""What was issued: versions as frozen, where each stands, and what was taken back or printed of them."""

import uuid

from django.db import models
from django.db.models import Q

from goldenthread.people.models import Membership
from goldenthread.plans.models.drafts import Plan
from goldenthread.plans.states import State
from goldenthread.schools.models import OwnedBySchool


class PlanVersion(OwnedBySchool):
    """A frozen issue of a plan. Nothing in it ever changes; where it stands is a row of its own."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    correction = models.PositiveIntegerField(default=0)
    format = models.PositiveSmallIntegerField()
    template = models.CharField(max_length=100)
    template_sha256 = models.CharField(max_length=64)
    body_sha256 = models.CharField(max_length=64)
    # The hash of the body before it in this plan, so that one taken out of the middle is missed.
    previous_sha256 = models.CharField(max_length=64, blank=True)
    issued_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    issued_by_name = models.CharField(max_length=120)
    # A correction keeps the day of the version it mends: the annual date does not move.
    issued_on = models.DateField()
    corrected_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField()
    what_changed = models.TextField(blank=True)
    # Why a correction was made; empty for any other version.
    reason = models.TextField(blank=True)
    # What the page that asked was given, so that asking twice answers twice and makes one version.
    key = models.CharField(max_length=64)
    asked_sha256 = models.CharField(max_length=64)

    class Privacy:
        personal = {"issued_by_name", "issued_on", "corrected_on", "issued_at", "what_changed", "reason"}
        plain = {"id", "uuid", "school", "plan", "number", "correction", "format", "template", "template_sha256",
                 "body_sha256", "previous_sha256", "issued_by", "key", "asked_sha256"}

    class Meta:
        ordering = ["plan", "number", "correction"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number", "correction"], name="version_numbers_are_unique"),
            models.UniqueConstraint(fields=["plan", "key"], name="a_key_makes_one_version"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_count_from_one"),
            models.CheckConstraint(
                condition=Q(correction=0, corrected_on=None, reason="")
                | (Q(correction__gte=1, corrected_on__isnull=False) & ~Q(reason="")),
                name="corrections_have_a_day_and_a_reason"),
        ]

    @property
    def label(self) -> str:
        """2, or 2.1 once corrected: as in addresses and on the cover."""
        return f"{self.number}.{self.correction}" if self.correction else str(self.number)

    @property
    def sum(self) -> str:
        """What its words on what has changed are called where they are taken back; a correction keeps them."""
        return f"sum:{self.number}"

    def __str__(self) -> str:
        return f"Version {self.label}"


class Body(OwnedBySchool):
    """The text of a version, as canonical JSON. In a row of its own so that it, alone, can be erased."""

    append_only = True
    erasable_with = "plans.Erasure"

    version = models.OneToOneField(PlanVersion, models.PROTECT, related_name="body")
    json = models.TextField()

    class Privacy:
        personal = {"json"}
        plain = {"id", "school", "version"}


class Erasure(OwnedBySchool):
    """Why a body is gone, by whom and when. Without this row the database lets no body go."""

    append_only = True

    # The body's id; no foreign key, for the body goes.
    erases_id = models.BigIntegerField(unique=True)
    version = models.OneToOneField(PlanVersion, models.PROTECT, related_name="erasure")
    reason = models.TextField()
    erased_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    erased_on = models.DateField()

    class Privacy:
        personal: set[str] = {"reason"}
        plain = {"id", "school", "erases_id", "version", "erased_by", "erased_on"}


class Standing(OwnedBySchool):
    """Where a version stands: current, or archived since a day."""

    version = models.OneToOneField(PlanVersion, models.PROTECT, related_name="standing")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="standings")
    state = models.CharField(max_length=8, choices=State.choices)
    since = models.DateField()

    class Privacy:
        personal: set[str] = {"state", "since"}
        plain = {"id", "school", "version", "plan"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(state=State.CURRENT),
                                    name="one_current_version_per_plan"),
        ]


class Withdrawal(OwnedBySchool):
    """A node taken back from every version of a plan, though it stays in their bodies: read() leaves it out. What a
    version says has changed is taken back by itself (PlanVersion.sum).
    """

    class Reason(models.TextChoices):
        PHOTO = "photo", "Consent for the photo was withdrawn"
        COURT = "court", "A court order"
        NAME = "name", "A former name"
        CHILD = "child", "It is about another child"
        CONFIDENTIAL = "confidential", "It was made confidential"
        OTHER = "other", "Another reason"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="withdrawals")
    node = models.CharField(max_length=80)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    note = models.CharField(max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField()
    ended_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    class Privacy:
        personal = {"reason", "note", "withdrawn_on", "ended_on"}
        plain = {"id", "school", "plan", "node", "withdrawn_by", "ended_by"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "node"], condition=Q(ended_on=None),
                                               name="a_node_is_withdrawn_once")]


class Rendering(OwnedBySchool):
    """A file made of a version for one kind of reader. Retired, not changed, when a withdrawal affects it."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="renderings")
    # The kind of reader (people.roles) it was made for: all of one kind read the same.
    reader = models.CharField(max_length=20)
    file_type = models.CharField(max_length=8, default="pdf")
    sha256 = models.CharField(max_length=64)
    # The hash of the document as that reader had it then.
    made_from = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: set[str] = {"made_at", "retired_at"}
        plain = {"id", "school", "version", "reader", "file_type", "sha256", "made_from"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "reader", "file_type"], condition=Q(retired_at=None),
                                               name="one_rendering_in_use_per_reader")]
