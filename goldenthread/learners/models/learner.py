"""Who a learner is, and where they are each year."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from goldenthread.learners import ages
from goldenthread.learners.managers import LearnerQuerySet
from goldenthread.learners.names import known_as
from goldenthread.people.models import Membership
from goldenthread.schools.models import AcademicYear, OwnedBySchool


class Learner(OwnedBySchool):
    """A child or young person, 0-25, at one school. UPNs are replaced over time, so none is ever a key."""

    class Sex(models.TextChoices):
        FEMALE = "F", "Female"
        MALE = "M", "Male"
        UNKNOWN = "U", "Not known"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    legal_first = models.CharField("legal first names", max_length=120, blank=True)
    legal_last = models.CharField("legal surname", max_length=120, blank=True)
    preferred_first = models.CharField("first name they use", max_length=120, blank=True)
    preferred_last = models.CharField("surname they use", max_length=120, blank=True)
    # What lists are ordered by and looked up in: folded, kept by the operations that change a name.
    sort_name = models.CharField(max_length=260)
    search_name = models.CharField(max_length=520)
    dob = models.DateField("date of birth")
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    ethnicity = models.CharField(max_length=4, blank=True)
    upn = models.CharField("UPN", max_length=13, blank=True)
    uln = models.CharField("ULN", max_length=10, blank=True)
    mis_number = models.CharField("number in the school's own system", max_length=30, blank=True)
    first_language = models.CharField(max_length=4, blank=True)
    communication = models.CharField("how they communicate", max_length=200, blank=True)
    home_authority = models.CharField(max_length=3, blank=True)
    looked_after = models.BooleanField(default=False)
    looked_after_by = models.CharField("authority that looks after them", max_length=3, blank=True)
    emergency = models.CharField("what everyone must know in an emergency", max_length=200, blank=True)
    # SHA-256 of the photo's file; whether it may be shown today is `photo_on`.
    photo = models.CharField(max_length=64, blank=True)
    # Whose consent a photo rests on: "family", "learner", or nobody's.
    photo_consent = models.CharField(max_length=7, blank=True)
    # The learner's own way in.
    account = models.OneToOneField(Membership, models.PROTECT, null=True, blank=True, related_name="learner")
    revision = models.PositiveIntegerField(default=1)

    objects = LearnerQuerySet.as_manager()

    class Privacy:
        personal = {"legal_first", "legal_last", "preferred_first", "preferred_last", "sort_name", "search_name",
                    "dob", "sex", "ethnicity", "upn", "uln", "mis_number", "first_language", "communication",
                    "home_authority", "looked_after", "looked_after_by", "emergency", "photo",
                    "photo_consent"}
        plain = {"id", "uuid", "school", "account", "revision"}

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "upn"], condition=~Q(upn=""), name="upns_are_unique_in_a_school"),
            models.CheckConstraint(condition=~Q(legal_first="", legal_last="", preferred_first="", preferred_last=""),
                                   name="learners_have_a_name"),
        ]
        indexes = [models.Index(fields=["school", "sort_name", "id"], name="learners_in_name_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def first(self) -> str:
        return self.preferred_first or self.legal_first or self.legal_last

    @property
    def name(self) -> str:
        return known_as(self.legal_first, self.legal_last, self.preferred_first, self.preferred_last)

    @property
    def legal_name(self) -> str:
        return f"{self.legal_first} {self.legal_last}".strip()

    def photo_on(self, on: date) -> str:
        """The photo that may be shown on a date: consent holds, and is the learner's own from their 16th birthday."""
        own = ages.age(self.dob, on) >= ages.CONSENTS_FOR_ONESELF
        return self.photo if self.photo_consent == ("learner" if own else "family") else ""


class FormerUPN(OwnedBySchool):
    """A UPN a learner had before; erasable, because an adopted child's old number must leave no trail."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="former_upns")
    upn = models.CharField(max_length=13)
    until = models.DateField()

    class Privacy:
        personal = {"upn"}
        plain = {"id", "school", "learner", "until"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "upn"], name="former_upns_are_noted_once")]
        indexes = [models.Index(fields=["school", "upn"], name="former_upns_in_a_school")]


class Enrolment(OwnedBySchool):
    """Where a learner is in one academic year."""

    class Status(models.TextChoices):
        CURRENT = "C", "Here only"
        MAIN = "M", "Here mainly, and at another school"
        SUBSIDIARY = "S", "Mainly at another school"
        GUEST = "G", "Guest"
        PREVIOUS = "P", "Was here"

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="enrolments")
    year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="enrolments")
    nc_year = models.CharField("year group", max_length=2)
    tutor_group = models.CharField(max_length=40, blank=True)
    entered_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    left_for = models.CharField("reason for leaving", max_length=2, blank=True)
    status = models.CharField(max_length=1, choices=Status.choices, default=Status.CURRENT)
    other_school = models.CharField("other school of a learner at two", max_length=120, blank=True)
    plan_kept_here = models.BooleanField("this school owns the plan", default=True)

    class Privacy:
        personal = {"nc_year", "tutor_group", "entered_on", "left_on", "left_for", "status", "other_school",
                    "plan_kept_here"}
        plain = {"id", "school", "learner", "year"}

    class Meta:
        ordering = ["-year__starts"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "year"], name="one_enrolment_per_learner_and_year"),
            models.CheckConstraint(condition=Q(entered_on=None) | Q(left_on=None) | Q(left_on__gte=F("entered_on")),
                                   name="learners_leave_after_they_come"),
        ]
        indexes = [models.Index(fields=["school", "year", "nc_year", "tutor_group"], name="enrolments_of_a_year")]
