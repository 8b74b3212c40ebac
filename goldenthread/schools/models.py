from django.db import models
from django.db.models import Q


class SupportTeam(models.Model):
    """A local authority's or trust's team that helps several schools, without sight of any learner."""

    name = models.CharField(max_length=120, unique=True)

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "name"}

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """Any setting where learners are: nursery, school, college."""

    class Phase(models.TextChoices):
        NURSERY = "nursery", "Nursery"
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all-through", "All-through"
        SPECIAL = "special", "Special"
        COLLEGE = "college", "College"

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    phase = models.CharField(max_length=12, choices=Phase.choices)
    la = models.CharField("local authority number", max_length=3, blank=True)
    estab = models.CharField("establishment number", max_length=4, blank=True)
    urn = models.CharField("URN", max_length=6, blank=True)
    # What a learner types before their own name at sign-in.
    sign_in_code = models.CharField(max_length=20, unique=True)
    support = models.ForeignKey(SupportTeam, models.PROTECT, null=True, blank=True, related_name="schools")
    # What the school chose for its screens, as {"font": "lexend"}.
    vocabulary = models.JSONField(default=dict, blank=True)

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "slug", "name", "phase", "la", "estab", "urn", "sign_in_code", "support", "vocabulary"}

    def __str__(self) -> str:
        return self.name


class OwnedBySchool(models.Model):
    """The base of every row about a child or a member: the database checks that its parents are of the same school."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class AcademicYear(OwnedBySchool):
    """September to August; `starts` is the calendar year of its September, so 2026 means 2026/27."""

    starts = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    current = models.BooleanField(default=False)

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "school", "starts", "starts_on", "ends_on", "current"}

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(fields=["school", "starts"], name="academic_years_are_unique_in_a_school"),
            models.UniqueConstraint(fields=["school"], condition=Q(current=True), name="one_current_year_per_school"),
            models.CheckConstraint(condition=Q(starts_on__lt=models.F("ends_on")), name="years_end_after_they_start"),
        ]

    def __str__(self) -> str:
        return f"{self.starts}/{(self.starts + 1) % 100:02d}"


class Term(OwnedBySchool):
    """A term of an academic year."""

    year = models.ForeignKey(AcademicYear, models.CASCADE, related_name="terms")
    name = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "school", "year", "name", "starts_on", "ends_on"}

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="terms_are_unique_in_a_year"),
            models.CheckConstraint(condition=Q(starts_on__lt=models.F("ends_on")), name="terms_end_after_they_start"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"
