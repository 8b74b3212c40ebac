import uuid

from django.db import models
from django.db.models import F, Q

from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.plans.states import Section, State
from goldenthread.plans.templates import Template, named
from goldenthread.schools.models import OwnedBySchool


class Plan(OwnedBySchool):
    """A kind of document kept for a learner. Its draft is composed live from the record and stored nowhere."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="plans")
    type = models.CharField(max_length=40)
    # The template it was opened with, as "core/iplan@1".
    template = models.CharField(max_length=100)
    key_person = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    review_by = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    # Another plan of the learner has been issued with newer words than this one's current version shows.
    out_of_step_since = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Privacy:
        personal = {"review_by", "opened_on", "out_of_step_since"}
        plain = {"id", "uuid", "school", "learner", "type", "template", "key_person", "opened_by", "revision"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "type"], name="one_plan_of_a_type_per_learner")]

    @property
    def as_template(self) -> Template:
        return named(self.template)


class PlanChoice(OwnedBySchool):
    """A node the SENCO puts into a section that its field would not bring it to, or leaves out of the plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="choices")
    node = models.CharField(max_length=80)
    # Where it goes; empty for a node that is left out.
    section = models.CharField(max_length=40, blank=True)
    chosen_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    chosen_on = models.DateField()

    class Privacy:
        personal: set[str] = {"chosen_on"}
        plain = {"id", "school", "plan", "node", "section", "chosen_by"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "node"], name="one_choice_per_plan_and_node")]


class SectionState(OwnedBySchool):
    """How far somebody said a section of the draft is. `seen` is what it held then: other content reopens it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="section_states")
    section = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=Section.choices)
    seen = models.CharField(max_length=64)
    marked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    marked_on = models.DateField()

    class Privacy:
        personal: set[str] = {"state", "marked_on"}
        plain = {"id", "school", "plan", "section", "seen", "marked_by"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "section"], name="one_state_per_plan_and_section")]


class DraftAccess(OwnedBySchool):
    """Who is let in to a draft between two dates: a member, or (member empty) everyone who works with the learner."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="let_in")
    member = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    let_in_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Privacy:
        personal: set[str] = {"starts_on", "ends_on"}
        plain = {"id", "school", "plan", "member", "let_in_by"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "member"], condition=Q(ends_on=None),
                                    name="members_are_let_in_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(ends_on=None, member=None),
                                    name="everyone_is_let_in_once"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                                   name="draft_access_ends_after_it_starts"),
        ]


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


class Received(OwnedBySchool):
    """A plan that somebody else wrote, as it came: an EHC plan and each amended one after it. Never issued by us.

    What its sections B, F and E say together is kept with the outcomes that were made of it (outcomes.Triple).
    """

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="received")
    number = models.PositiveIntegerField()
    dated_on = models.DateField()
    received_on = models.DateField()
    # The code of the authority that wrote it.
    from_authority = models.CharField(max_length=10)
    # By section of the template, word for word.
    words = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    template = models.CharField(max_length=100)
    received_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    received_by_name = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    # What the page that asked was given, so that asking twice makes one.
    key = models.CharField(max_length=64)
    asked_sha256 = models.CharField(max_length=64)

    class Privacy:
        personal = {"dated_on", "received_on", "from_authority", "words", "note", "received_by_name", "recorded_at"}
        plain = {"id", "uuid", "school", "plan", "number", "template", "received_by", "key", "asked_sha256"}

    class Meta:
        # The one in force first: an older plan may be entered after a newer one.
        ordering = ["plan", "-dated_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="received_plans_are_numbered"),
            models.UniqueConstraint(fields=["plan", "key"], name="a_key_makes_one_received_plan"),
            models.CheckConstraint(condition=Q(received_on__gte=F("dated_on")), name="received_after_it_was_written"),
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


class Look(OwnedBySchool):
    """Somebody looked at a live plan of a learner, with whom: what stands in place of versions where there are none."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="looks")
    type = models.CharField(max_length=40)
    looked_on = models.DateField()
    with_whom = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Privacy:
        personal = {"looked_on", "with_whom"}
        plain = {"id", "uuid", "school", "learner", "type", "by", "recorded_at"}

    class Meta:
        ordering = ["-looked_on", "-pk"]
        indexes = [models.Index(fields=["learner", "type", "-looked_on"], name="looks_newest_first")]
