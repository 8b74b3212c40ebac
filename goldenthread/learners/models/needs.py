"""What holds for a time: the SEN stage, and needs."""

import uuid

from django.db import models
from django.db.models import F, Q

from goldenthread.learners.managers import SpellQuerySet
from goldenthread.learners.models.learner import Learner
from goldenthread.schools.models import OwnedBySchool


class Spell(OwnedBySchool):
    """The base of what holds between two dates; the last day counts, an empty one means still."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                                   name="%(class)s_ends_after_it_starts"),
        ]


class StageSpell(Spell):
    """A learner's SEN stage for a time: N none, K SEN support, E education, health and care plan."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=1)
    # What the local authority or school calls it, as "Stage 2".
    local_stage = models.CharField(max_length=60, blank=True)

    class Privacy:
        personal = {"stage", "local_stage", "starts_on", "ends_on"}
        plain = {"id", "school", "learner"}

    class Meta(Spell.Meta):
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *Spell.Meta.constraints,
            models.UniqueConstraint(fields=["learner"], condition=Q(ends_on=None), name="one_open_stage_per_learner"),
        ]
        indexes = [models.Index(fields=["school", "stage"], condition=Q(ends_on=None), name="stages_that_hold")]


class Need(Spell):
    """What a learner needs help with: DfE's type and broad area, ranked, and what it means in words."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="needs")
    type = models.CharField(max_length=4)
    area = models.CharField(max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField(default=1)
    description = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Privacy:
        personal = {"type", "area", "rank", "description", "starts_on", "ends_on"}
        plain = {"id", "uuid", "school", "learner", "revision"}

    class Meta(Spell.Meta):
        ordering = ["rank", "pk"]
        constraints = [
            *Spell.Meta.constraints,
            models.UniqueConstraint(fields=["learner", "rank"], condition=Q(ends_on=None),
                                    name="open_needs_are_ranked"),
        ]
