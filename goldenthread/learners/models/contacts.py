"""The grown-ups in a learner's life, and what was agreed to."""

import uuid

from django.db import models
from django.db.models import Q

from goldenthread.learners.codes import RELATIONSHIPS
from goldenthread.learners.models.learner import Learner
from goldenthread.people.models import Membership
from goldenthread.schools.models import OwnedBySchool


class Contact(OwnedBySchool):
    """A grown-up in a learner's life; `member` once they have an account of their own."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    relationship = models.CharField(max_length=3, blank=True)
    responsibility = models.BooleanField("has parental responsibility", default=False)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    language = models.CharField("language they read best", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=1)
    member = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="contact_of")

    class Privacy:
        personal = {"name", "relationship", "responsibility", "email", "phone", "address", "language", "order"}
        plain = {"id", "uuid", "school", "learner", "member"}

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["learner", "member"], condition=Q(member__isnull=False),
                                               name="an_account_is_a_contact_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def kinship(self) -> str:
        """What they are to the learner: Mother, Foster carer."""
        return RELATIONSHIPS.get(self.relationship, self.relationship)


class Consent(OwnedBySchool):
    """What the family or learner agreed to or not, in the words they were shown; a later row replaces an earlier."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=[("photo", "Photo on plans and pages")])
    given = models.BooleanField()
    # "family" or "learner": from 16 only the learner's own consent counts.
    giver = models.CharField(max_length=7, choices=[("family", "Parent or carer"), ("learner", "The learner")])
    by_whom = models.CharField(max_length=120)
    how = models.CharField(max_length=120)
    wording = models.TextField()
    on = models.DateField()
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Privacy:
        personal = {"kind", "given", "giver", "by_whom", "how", "wording", "on"}
        plain = {"id", "school", "learner", "recorded_by"}

    class Meta:
        ordering = ["-on", "-pk"]
