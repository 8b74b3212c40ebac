import uuid

from django.db import models
from django.db.models import F, Q

from goldenthread.learners.codes import AREAS
from goldenthread.outcomes.bank.phases import in_words
from goldenthread.outcomes.levels import LEVELS
from goldenthread.people.models import Membership
from goldenthread.schools.models import OwnedBySchool


class BankOutcome(OwnedBySchool):
    """A wording to begin from. {first} in it stands for the first name of whoever it will be about."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wording = models.TextField()
    measure = models.TextField(blank=True)
    target = models.TextField(blank=True)
    area = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=10)
    youngest = models.PositiveSmallIntegerField()
    oldest = models.PositiveSmallIntegerField()
    # Everything it is found by, folded, so that both databases search it alike.
    sought = models.TextField()
    # Of the starting set that a pack brings; empty for the school's own.
    pack_key = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revised_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    revised_at = models.DateTimeField()
    retired_on = models.DateField(null=True, blank=True)

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "uuid", "school", "wording", "measure", "target", "area", "level", "youngest", "oldest",
                 "sought", "pack_key", "revision", "made_by", "made_at", "revised_by", "revised_at", "retired_on"}

    class Meta:
        ordering = ["area", "wording", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(wording=""), name="bank_outcomes_say_something"),
            models.CheckConstraint(condition=Q(youngest__lte=F("oldest")), name="bank_outcomes_are_for_somebody"),
            models.UniqueConstraint(fields=["school", "pack_key"], condition=~Q(pack_key=""),
                                    name="the_starting_set_is_brought_once"),
        ]
        indexes = [models.Index(fields=["school", "retired_on", "area"], name="bank_of_a_school")]

    @property
    def level_name(self) -> str:
        return LEVELS[self.level]

    @property
    def area_name(self) -> str:
        return AREAS.get(self.area, "Any area of need")

    @property
    def for_whom(self) -> str:
        return in_words(self.youngest, self.oldest)
