import uuid
import zlib

from django.db import models
from django.db.models import Q

from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.schools.models import OwnedBySchool


class Batch(OwnedBySchool):
    """One spreadsheet brought to a school: how it was read, what it would do, what became of it."""

    class State(models.TextChoices):
        READING = "reading", "Being read"
        ASKING = "asking", "Waits for an answer"
        READY = "ready", "Checked, not applied"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        UNDONE = "undone", "Undone"
        FAILED = "failed", "Could not be read"
        CANCELLED = "cancelled", "Cancelled"

    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    # The day from which stages, needs and places count.
    on = models.DateField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    # What somebody said of the whole file: encoding, order of dates, hidden content, which column is which.
    answers = models.JSONField(default=dict)
    # How the file was read: kind, sheet, encoding, notes, headings, names with accents, what must be asked.
    reading = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    applied_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # The school's chain of events when the rows were in: what happened to a learner later was not the import.
    last_event = models.BigIntegerField(default=0)
    # The names of the tutor groups that there were not until it brought them.
    groups_made = models.JSONField(default=list)

    class Privacy:
        personal = {"name", "reading", "answers"}
        plain = {
            "id",
            "school",
            "sha256",
            "state",
            "on",
            "by",
            "sent_at",
            "counts",
            "total",
            "trouble",
            "applied_by",
            "applied_at",
            "undone_at",
            "last_event",
            "groups_made",
        }

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "sha256"],
                name="a_file_waits_once_in_a_school",
                condition=Q(state__in=["reading", "asking", "ready", "applying"]),
            ),
        ]
        indexes = [models.Index(fields=["school", "-sent_at"], name="imports_of_a_school")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state in {"reading", "asking", "ready"}


class BatchFile(OwnedBySchool):
    """The file itself, until its rows are in or seven days have passed."""

    batch = models.OneToOneField(Batch, models.CASCADE, related_name="file")
    packed = models.BinaryField()

    class Privacy:
        personal = {"packed"}
        plain = {"id", "school", "batch"}

    @property
    def content(self) -> bytes:
        return zlib.decompress(bytes(self.packed))


class BatchRow(OwnedBySchool):
    """A row under the file's own number: the cells of the columns we use, its fate, and what a person decided.

    Gone after seven days, when nothing can be undone or sent again any more.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    # A new learner gets this one, so that applying twice makes nobody twice.
    uuid = models.UUIDField(default=uuid.uuid4)
    fate = models.CharField(max_length=18)
    cells = models.JSONField(default=list)
    # values, changes [old, new], candidates, problems
    result = models.JSONField(default=dict)
    # use, new or leave_out; values typed instead; accept; note
    decision = models.JSONField(default=dict)
    learner = models.ForeignKey(Learner, models.SET_NULL, null=True, blank=True, related_name="+")

    class Privacy:
        personal = {"cells", "result", "decision", "fate"}
        plain = {"id", "school", "batch", "number", "uuid", "learner"}

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="rows_are_numbered_in_a_file")]
        indexes = [models.Index(fields=["batch", "fate", "number"], name="rows_of_a_fate")]


class Column(OwnedBySchool):
    """What a heading means at this school, as somebody said once; an empty field is a column nobody wants."""

    heading = models.CharField(max_length=200)
    field = models.CharField(max_length=20, blank=True)

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "school", "heading", "field"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "heading"], name="a_heading_means_one_thing")]
