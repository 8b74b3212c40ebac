import uuid

from django.db import models
from django.db.models import F, Q

from goldenthread.learners.audiences import AUDIENCES, EVERYONE
from goldenthread.learners.codes import AREAS
from goldenthread.learners.models import Learner, Need
from goldenthread.outcomes.bank.models import BankOutcome
from goldenthread.outcomes.levels import JUDGEMENTS, LEVELS, ORIGINS, SCHOOL
from goldenthread.outcomes.states import AGREED, CLOSED, MISTAKES, OPEN, RESULTS, STATES, STOPPED, TAGS
from goldenthread.people.models import Membership
from goldenthread.schools.models import OwnedBySchool

__all__ = ["BankOutcome", "Measure", "Outcome", "OutcomeWording", "ProgressNote", "Triple"]


class Wording(OwnedBySchool):
    """The base of an outcome and of each of its earlier wordings: what we hope for and how we will know."""

    level = models.CharField(max_length=10)
    parent = models.ForeignKey("outcomes.Outcome", models.PROTECT, null=True, blank=True, related_name="+")
    area = models.CharField("area of need", max_length=20, blank=True)
    wording = models.TextField()
    measure = models.TextField("how we will know", blank=True)
    baseline = models.TextField("where we start from", blank=True)
    target = models.TextField("where we want to be", blank=True)
    unit = models.CharField("counted in", max_length=40, blank=True)
    strategies = models.TextField("what we do", blank=True)
    who_helps = models.TextField(blank=True)
    starts_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    audience = models.CharField(max_length=13, default=EVERYONE)
    revision = models.PositiveIntegerField(default=1)
    revised_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    revised_at = models.DateTimeField()

    class Meta:
        abstract = True


WORDING = tuple(field.attname for field in Wording._meta.fields if field.name != "school")


class Outcome(Wording):
    """What we hope for and will know when it has happened. Its identity lasts across documents and versions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="outcomes")
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.CharField("where it came from", max_length=13, default=SCHOOL)
    origin_label = models.CharField("where exactly", max_length=120, blank=True)
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    # A real change is a new outcome; one may be followed by two smaller ones.
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers")
    set_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=AGREED)
    closed_on = models.DateField(null=True, blank=True)
    result_why = models.TextField("what happened", blank=True)

    class Privacy:
        personal = {"area", "wording", "measure", "baseline", "target", "unit", "strategies", "who_helps", "starts_on",
                    "due_on", "origin_label", "closed_on", "state", "result_why"}
        plain = {"id", "uuid", "school", "learner", "level", "parent", "need", "origin", "owner", "follows", "audience",
                 "revision", "revised_by", "revised_at", "set_by", "recorded_at"}

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(wording=""), name="outcomes_say_something"),
            models.CheckConstraint(condition=Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                                   name="outcomes_are_due_after_they_start"),
            models.CheckConstraint(condition=Q(state__in=tuple(OPEN), closed_on=None, result_why="")
                                   | Q(state__in=CLOSED, closed_on__isnull=False), name="closed_outcomes_have_a_day"),
            models.CheckConstraint(condition=~Q(state=STOPPED, result_why=""), name="stopped_outcomes_say_why"),
            models.CheckConstraint(condition=(Q(parent=None) | ~Q(parent=F("id")))
                                   & (Q(follows=None) | ~Q(follows=F("id"))), name="no_outcome_leads_to_itself"),
        ]
        indexes = [models.Index(fields=["learner", "state"], name="outcomes_of_a_learner")]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_slip(self) -> bool:
        """Never meant: no document tells of it, nor does a page for the family or the learner."""
        return self.state == STOPPED and self.result_why.startswith(MISTAKES)

    @property
    def state_name(self) -> str:
        return STATES[self.state]

    @property
    def state_kind(self) -> str:
        """The tag its state is shown in."""
        return TAGS[self.state]

    @property
    def result(self) -> str:
        """What came of it; nothing while it is open."""
        return "" if self.is_open else self.state

    @property
    def result_name(self) -> str:
        return RESULTS.get(self.state, "")

    @property
    def level_name(self) -> str:
        return LEVELS[self.level]

    @property
    def origin_name(self) -> str:
        """Where it came from, as exactly as was said."""
        return self.origin_label or ORIGINS[self.origin]

    @property
    def area_name(self) -> str:
        return AREAS.get(self.area, self.area)

    @property
    def readers(self) -> str:
        return AUDIENCES[self.audience]


class OutcomeWording(Wording):
    """An outcome as it was worded before it was changed. With the outcome itself they are its whole history."""

    append_only = True

    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="wordings")

    class Privacy:
        personal = {"area", "wording", "measure", "baseline", "target", "unit", "strategies", "who_helps", "starts_on",
                    "due_on"}
        plain = {"id", "school", "outcome", "level", "parent", "audience", "revision", "revised_by", "revised_at"}

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "revision"], name="each_wording_of_an_outcome_is_kept_once"),
        ]


class ProgressNote(OwnedBySchool):
    """How an outcome is going, judged on a day. Recorded once, at the outcome it is about."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="notes")
    on = models.DateField()
    judgement = models.CharField(max_length=8)
    text = models.TextField(blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    @property
    def judgement_name(self) -> str:
        return JUDGEMENTS[self.judgement]

    class Privacy:
        personal = {"on", "judgement", "text"}
        plain = {"id", "uuid", "school", "outcome", "by", "recorded_at"}

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["outcome", "-on", "-id"], name="progress_newest_first")]


class Measure(OwnedBySchool):
    """A number taken on a day, in the outcome's own unit. Recorded once, at the outcome it is about."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="measures")
    on = models.DateField()
    value = models.DecimalField(max_digits=9, decimal_places=2)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    @property
    def shown(self) -> str:
        """12, 12.5: no noughts that nobody wrote."""
        return f"{self.value:f}".rstrip("0").rstrip(".") if "." in f"{self.value:f}" else f"{self.value:f}"

    class Privacy:
        personal = {"on", "value"}
        plain = {"id", "uuid", "school", "outcome", "by", "recorded_at"}

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["outcome", "-on", "-id"], name="measures_newest_first")]


class Triple(OwnedBySchool):
    """A need, the outcome it calls for and the provision for it, as they stand together in an EHC plan received.

    Kept as received: the outcome goes on to be worked towards and reworded; these words don't change.
    """

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="triples")
    received = models.CharField("the plan received", max_length=36)
    order = models.PositiveSmallIntegerField()
    need = models.TextField()
    need_label = models.CharField(max_length=20)
    wording = models.TextField("outcome, as received")
    wording_label = models.CharField(max_length=20)
    provision = models.TextField(blank=True)
    provision_label = models.CharField(max_length=20)
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="triples")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Privacy:
        personal = {"need", "wording", "provision"}
        plain = {"id", "uuid", "school", "learner", "received", "order", "need_label", "wording_label",
                 "provision_label", "outcome", "by", "recorded_at"}

    class Meta:
        ordering = ["received", "order"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "received", "order"], name="triples_are_received_once"),
        ]
