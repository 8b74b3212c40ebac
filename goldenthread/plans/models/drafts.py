"""A plan and its draft: what is chosen for it, how far it is, who is let in."""

import uuid

from django.db import models
from django.db.models import F, Q

from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.plans.states import Section
from goldenthread.plans.templates import Template, named
from goldenthread.schools.models import OwnedBySchool


class Plan(OwnedBySchool):
    """A kind of document kept for a learner. Its draft is composed live from the record and stored nowhere."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="plans")
    type = models.CharField(max_length=40)
    # The template it was opened with, as "core/iplan@1".
    template = models.CharField(max_length=100)
    key_person = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    review_by = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    # Another plan of the learner has been issued with newer words than this one's current version shows.
    out_of_step_since = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Privacy:
        personal = {"review_by", "opened_on", "out_of_step_since"}
        plain = {"id", "uuid", "school", "learner", "type", "template", "key_person", "opened_by", "revision"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "type"], name="one_plan_of_a_type_per_learner")]

    @property
    def as_template(self) -> Template:
        return named(self.template)


class PlanChoice(OwnedBySchool):
    """A node the SENCO puts into a section that its field would not bring it to, or leaves out of the plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="choices")
    node = models.CharField(max_length=80)
    # Where it goes; empty for a node that is left out.
    section = models.CharField(max_length=40, blank=True)
    chosen_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    chosen_on = models.DateField()

    class Privacy:
        personal: set[str] = {"chosen_on"}
        plain = {"id", "school", "plan", "node", "section", "chosen_by"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "node"], name="one_choice_per_plan_and_node")]


class SectionState(OwnedBySchool):
    """How far somebody said a section of the draft is. `seen` is what it held then: other content reopens it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="section_states")
    section = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=Section.choices)
    seen = models.CharField(max_length=64)
    marked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    marked_on = models.DateField()

    class Privacy:
        personal: set[str] = {"state", "marked_on"}
        plain = {"id", "school", "plan", "section", "seen", "marked_by"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "section"], name="one_state_per_plan_and_section")]


class DraftAccess(OwnedBySchool):
    """Who is let in to a draft between two dates: a member, or (member empty) everyone who works with the learner."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="let_in")
    member = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    let_in_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Privacy:
        personal: set[str] = {"starts_on", "ends_on"}
        plain = {"id", "school", "plan", "member", "let_in_by"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "member"], condition=Q(ends_on=None),
                                    name="members_are_let_in_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(ends_on=None, member=None),
                                    name="everyone_is_let_in_once"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                                   name="draft_access_ends_after_it_starts"),
        ]
