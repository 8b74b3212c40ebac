import uuid

from django.db import models
from django.db.models import F, Q

from goldenthread.learners.audiences import AUDIENCES, EVERYONE
from goldenthread.learners.codes import AREAS
from goldenthread.learners.models import Learner, Need
from goldenthread.outcomes.levels import JUDGEMENTS, LEVELS, MET, NOT_MET, PARTLY_MET, RESULTS
from goldenthread.outcomes.states import CLOSED, OPEN
from goldenthread.people.models import Membership
from goldenthread.schools.models import OwnedBySchool


class Wording(OwnedBySchool):
    """The base of an outcome and of each of its earlier wordings: what we hope for and how we will know."""

    level = models.CharField(max_length=10)
    parent = models.ForeignKey("outcomes.Outcome", models.PROTECT, null=True, blank=True, related_name="+")
    area = models.CharField("area of need", max_length=20, blank=True)
    wording = models.TextField()
    measure = models.TextField("how we will know", blank=True)
    baseline = models.TextField("where we start from", blank=True)
    target = models.TextField("where we want to be", blank=True)
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
    set_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=6, default=OPEN)
    closed_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=10, blank=True)
    result_why = models.TextField("what happened", blank=True)

    class Privacy:
        personal = {"area", "wording", "measure", "baseline", "target", "starts_on", "due_on", "closed_on", "result",
                    "result_why"}
        plain = {"id", "uuid", "school", "learner", "level", "parent", "need", "audience", "revision", "revised_by",
                 "revised_at", "set_by", "recorded_at", "state"}

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(wording=""), name="outcomes_say_something"),
            models.CheckConstraint(condition=Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                                   name="outcomes_are_due_after_they_start"),
            models.CheckConstraint(
                condition=Q(state=OPEN, closed_on=None, result="") | Q(state=CLOSED, closed_on__isnull=False)
                & ~Q(result=""), name="closed_outcomes_have_a_day_and_a_result"),
        ]
        indexes = [models.Index(fields=["learner", "state"], name="outcomes_of_a_learner")]

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def level_name(self) -> str:
        return LEVELS[self.level]

    @property
    def result_name(self) -> str:
        return RESULTS.get(self.result, "")

    @property
    def result_kind(self) -> str:
        """The tag a result is shown in."""
        return {MET: "met", PARTLY_MET: "changed", NOT_MET: "wrong"}.get(self.result, "note")

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
        personal = {"area", "wording", "measure", "baseline", "target", "starts_on", "due_on"}
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
