"""Who may see whom, and until when: groups, grants, and blocks that beat them."""

from django.db import models
from django.db.models import Q

from goldenthread.learners.models.learner import Learner
from goldenthread.learners.models.needs import Spell
from goldenthread.people.models import Membership, User
from goldenthread.schools.models import AcademicYear, OwnedBySchool


class Group(OwnedBySchool):
    """Learners taken together: a class, a year, a reading group. Groups and their names outlast the year."""

    KINDS = [("tutor", "Tutor group"), ("class", "Class"), ("group", "Group")]

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, default="group", choices=KINDS)

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
    """Dated access of a member to one learner or to a group; it ends by itself."""

    class Basis(models.TextChoices):
        TEACHES = "teaches", "Teaches or supports them"
        FAMILY = "family", "Parent or carer"
        OWN = "own", "Their own record"
        PROFESSIONAL = "professional", "A piece of work agreed with the school"
        DESIGNATED = "designated", "Designated teacher of looked-after learners"

    # What goes with the work at the school, and so with the academic year or the learner.
    OF_STAFF = (Basis.TEACHES, Basis.DESIGNATED)

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
            models.CheckConstraint(name="a_grant_is_to_a_learner_or_a_group", condition=(
                Q(learner=None, group__isnull=False) | Q(learner__isnull=False, group=None))),
        ]
        indexes = [models.Index(fields=["member", "learner"], name="grants_of_a_member")]


class Block(Spell):
    """A person is kept from a learner, whatever grants or role they have: a court order, consent withdrawn.

    It binds the person, not one membership, so that it holds in every role they have at the school.
    """

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="blocks")
    user = models.ForeignKey(User, models.PROTECT, related_name="blocks")
    basis = models.CharField(max_length=200)
    # A court has ordered it: it holds at once, whoever of the team notes it.
    ordered = models.BooleanField(default=False)
    # The second person, where somebody of the family is kept out without an order: equal access is the rule.
    agreed_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    # As it was typed before the second person had to confirm from their own account.
    agreed_with = models.CharField(max_length=120, blank=True)
    set_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Privacy:
        personal = {"basis", "agreed_with", "starts_on", "ends_on"}
        plain = {"id", "school", "learner", "user", "ordered", "agreed_by", "set_by"}

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.UniqueConstraint(fields=["learner", "user"], condition=Q(ends_on=None),
                                    name="one_open_block_per_person_and_learner"),
        ]


class BlockAsked(OwnedBySchool):
    """One of the team asks that somebody of the family be kept from a learner without a court order.

    It keeps nobody out until a colleague confirms it from their own account.
    """

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="blocks_asked")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    basis = models.CharField(max_length=200)
    ends_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    # What came of it; empty where it was turned down or taken back.
    block = models.OneToOneField(Block, models.CASCADE, null=True, blank=True, related_name="asked")

    class Privacy:
        personal = {"basis", "ends_on", "asked_on", "answered_on"}
        plain = {"id", "school", "learner", "user", "asked_by", "answered_by", "block"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "user"], condition=Q(answered_on=None),
                                    name="asked_once_per_person_and_learner"),
            models.CheckConstraint(condition=Q(block=None) | Q(answered_by__isnull=False)
                                   & ~Q(answered_by=models.F("asked_by")), name="nobody_confirms_what_they_asked_for"),
        ]
