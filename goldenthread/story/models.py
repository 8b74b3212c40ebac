import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from goldenthread.learners.audiences import AUDIENCES
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.schools.models import OwnedBySchool
from goldenthread.story.fields import FIELDS
from goldenthread.story.voices import COMMENT, EHC_PLAN, LEARNER, SOURCES, VOICES


class Words(OwnedBySchool):
    """The base of an entry and of its earlier revisions: what was said, by whom, how we know, for whose eyes.

    Voices, sources and audiences are kept as their keys; the words for them may change without a migration.
    """

    text = models.TextField()
    said_by = models.CharField(max_length=12)
    said_by_name = models.CharField("whose words, by name", max_length=120, blank=True)
    how_gathered = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField()
    source_kind = models.CharField(max_length=10, default=COMMENT)
    source_label = models.CharField(max_length=200, blank=True)
    audience = models.CharField(max_length=13)
    revision = models.PositiveIntegerField(default=1)
    revised_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    revised_at = models.DateTimeField()

    class Meta:
        abstract = True

    def said_in(self, learner: Learner) -> str:
        """Whose words these are, as the page of a learner shows it."""
        return self.said_by_name or (learner.first if self.said_by == LEARNER else VOICES[self.said_by])

    @property
    def readers(self) -> str:
        return AUDIENCES[self.audience]


WORDS = tuple(field.attname for field in Words._meta.fields if field.name != "school")
MAY_CHANGE = tuple(name for name in WORDS if name not in {"revision", "revised_by_id", "revised_at"})


class Entry(Words):
    """One thing recorded in a learner's record under a field of the bank, as it stands now."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="entries")
    field = models.CharField(max_length=60)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    retired_on = models.DateField(null=True, blank=True)
    retired_why = models.CharField(max_length=200, blank=True)

    class Privacy:
        personal = {"text", "said_by", "said_by_name", "how_gathered", "happened_on", "source_kind", "source_label",
                    "retired_why"}
        plain = {"id", "uuid", "school", "learner", "field", "audience", "revision", "revised_by", "revised_at",
                 "written_by", "recorded_at", "retired_on"}

    class Meta:
        ordering = ["happened_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="entries_say_something"),
            models.CheckConstraint(condition=Q(retired_on=None, retired_why="") | Q(retired_on__isnull=False),
                                   name="only_retired_entries_have_a_reason"),
        ]
        indexes = [models.Index(fields=["learner", "field"], condition=Q(retired_on=None), name="entries_that_stand")]

    @property
    def voice(self) -> str:
        return self.said_in(self.learner)

    @property
    def title(self) -> str:
        """The heading it stands under; its key where an older pack had the field and today's has not."""
        return FIELDS[self.field].title if self.field in FIELDS else self.field

    @property
    def is_bare_comment(self) -> bool:
        """Said or written to us, and no more is known of where."""
        return self.source_kind == COMMENT and not self.source_label

    @property
    def scribe(self) -> str:
        """Who wrote it down, by name; nobody where they wrote it themselves, with an account or without."""
        return "" if self.written_by.role in {"learner", "system"} else self.written_by.name

    @property
    def source(self) -> str:
        """Where the line comes from: the document, the EHC plan, or a comment by somebody in a role."""
        if self.is_bare_comment:
            return f"Comment, {self.written_by.as_role.title}"
        if self.source_kind == COMMENT:
            return self.source_label
        named = SOURCES[self.source_kind]
        if not self.source_label:
            return named
        return f"{named}, {self.source_label}" if self.source_kind == EHC_PLAN else self.source_label


class Begun(OwnedBySchool):
    """What somebody typed under a field before they said whose words it is: no part of the record, and read by nobody
    else. It is there again when they come back, and gone once it is saved, or after KEPT_FOR untouched.
    """

    KEPT_FOR = timedelta(days=30)

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="begun")
    field = models.CharField(max_length=60)
    by = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    words = models.JSONField()
    kept_at = models.DateTimeField()

    class Privacy:
        personal = {"words"}
        plain = {"id", "school", "learner", "field", "by", "kept_at"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "field", "by"], name="one_beginning_per_field")]

    @property
    def kept_until(self) -> datetime:
        return self.kept_at + self.KEPT_FOR


class EntryRevision(Words):
    """An entry as it stood before it was changed. With the entry itself they are its whole history."""

    append_only = True

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="revisions")

    class Privacy:
        personal = {"text", "said_by", "said_by_name", "how_gathered", "happened_on", "source_kind", "source_label"}
        plain = {"id", "school", "entry", "audience", "revision", "revised_by", "revised_at"}

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "revision"], name="each_revision_of_an_entry_is_kept_once"),
        ]

    @property
    def voice(self) -> str:
        return self.said_in(self.entry.learner)
