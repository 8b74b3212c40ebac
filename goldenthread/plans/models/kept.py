"""What is kept of plans that are not issued: those received from others, and who looked at a live one."""

import uuid

from django.db import models
from django.db.models import F, Q

from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.plans.models.drafts import Plan
from goldenthread.schools.models import OwnedBySchool


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
