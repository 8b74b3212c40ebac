import uuid

from django.db import models
from django.db.models import F, Q

from goldenthread.learners.managers import LearnerQuerySet
from goldenthread.people.models import Membership, User
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
    first_language = models.CharField(max_length=3, blank=True)
    communication = models.CharField("how they communicate", max_length=200, blank=True)
    home_authority = models.CharField(max_length=3, blank=True)
    looked_after = models.BooleanField(default=False)
    looked_after_by = models.CharField("authority that looks after them", max_length=3, blank=True)
    emergency = models.CharField("what everyone must know in an emergency", max_length=200, blank=True)
    # SHA-256 of the photo's file; empty without one, or without consent.
    photo = models.CharField(max_length=64, blank=True)
    # The learner's own way in.
    account = models.OneToOneField(Membership, models.PROTECT, null=True, blank=True, related_name="learner")
    revision = models.PositiveIntegerField(default=1)

    objects = LearnerQuerySet.as_manager()

    class Privacy:
        personal = {"legal_first", "legal_last", "preferred_first", "preferred_last", "sort_name", "search_name",
                    "dob", "sex", "ethnicity", "upn", "uln", "mis_number", "first_language", "communication",
                    "home_authority", "looked_after", "looked_after_by", "emergency", "photo"}
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
        """What we call them: the names they use, the legal ones where they use no other."""
        first, last = self.preferred_first or self.legal_first, self.preferred_last or self.legal_last
        return f"{first} {last}".strip()


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


class Spell(OwnedBySchool):
    """The base of what holds between two dates; the last day counts, an empty one means still."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

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
            models.UniqueConstraint(fields=["learner", "rank"], condition=Q(ends_on=None), name="open_needs_are_ranked"),
        ]


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


class Group(OwnedBySchool):
    """Learners taken together: a class, a year, a reading group. Groups and their names outlast the year."""

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, default="group",
                            choices=[("tutor", "Tutor group"), ("class", "Class"), ("group", "Group")])

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "school", "name", "kind"}

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="group_names_are_unique_in_a_school")]

    def __str__(self) -> str:
        return self.name


class GroupPlace(Spell):
    """A learner in a group, between two dates."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="places")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="places")

    class Privacy:
        personal = {"starts_on", "ends_on"}
        plain = {"id", "school", "group", "learner"}

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.UniqueConstraint(fields=["group", "learner"], condition=Q(ends_on=None),
                                    name="one_open_place_per_group_and_learner"),
        ]


class Grant(Spell):
    """Dated access of a member to one learner or to a group; it ends by itself and is never deleted."""

    class Basis(models.TextChoices):
        TEACHES = "teaches", "Teaches or supports them"
        FAMILY = "family", "Parent or carer"
        OWN = "own", "Their own record"
        PROFESSIONAL = "professional", "A piece of work agreed with the school"
        DESIGNATED = "designated", "Designated teacher of looked-after learners"

    member = models.ForeignKey(Membership, models.PROTECT, related_name="grants")
    learner = models.ForeignKey(Learner, models.CASCADE, null=True, blank=True, related_name="grants")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="grants")
    year = models.ForeignKey(AcademicYear, models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField(max_length=20, choices=Basis.choices)
    purpose = models.CharField(max_length=200, blank=True)
    given_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Privacy:
        personal = {"basis", "purpose"}
        plain = {"id", "school", "member", "learner", "group", "year", "given_by", "starts_on", "ends_on"}

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(condition=Q(learner=None, group__isnull=False) | Q(learner__isnull=False, group=None),
                                   name="a_grant_is_to_a_learner_or_a_group"),
        ]
        indexes = [models.Index(fields=["member", "learner"], name="grants_of_a_member")]


class Block(Spell):
    """A person is kept from a learner, whatever grants or role they have: a court order, consent withdrawn.

    It binds the person, not one membership, so that it holds in every role they have at the school.
    """

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="blocks")
    user = models.ForeignKey(User, models.PROTECT, related_name="blocks")
    basis = models.CharField(max_length=200)
    set_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Privacy:
        personal = {"basis", "starts_on", "ends_on"}
        plain = {"id", "school", "learner", "user", "set_by"}

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.UniqueConstraint(fields=["learner", "user"], condition=Q(ends_on=None),
                                    name="one_open_block_per_person_and_learner"),
        ]


class Consent(OwnedBySchool):
    """What the family or learner agreed to or not, in the words they were shown; a later row replaces an earlier."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=[("photo", "Photo on plans and pages")])
    given = models.BooleanField()
    by_whom = models.CharField(max_length=120)
    how = models.CharField(max_length=120)
    wording = models.TextField()
    on = models.DateField()
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Privacy:
        personal = {"kind", "given", "by_whom", "how", "wording", "on"}
        plain = {"id", "school", "learner", "recorded_by"}

    class Meta:
        ordering = ["-on", "-pk"]
