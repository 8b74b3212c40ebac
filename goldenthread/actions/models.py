import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from goldenthread.actions.managers import ActionQuerySet
from goldenthread.actions.states import DONE, DROPPED, OPEN, STATES
from goldenthread.learners.audiences import AUDIENCES, STAFF
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership, User
from goldenthread.people.roles import ROLES
from goldenthread.schools.models import OwnedBySchool


class Action(OwnedBySchool):
    """Something a person agreed to do by a day, or that a rule says has to be done, about a learner or the school."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, null=True, blank=True, related_name="actions")
    what = models.TextField()
    why = models.TextField("reason", blank=True)
    # Where it comes from, as a room above names it. No key: this room knows nobody above it.
    source_room = models.CharField(max_length=20, blank=True)
    source_id = models.CharField(max_length=64, blank=True)
    # The kind of rule that raised it and what for; both empty for what people agreed.
    kind = models.CharField(max_length=40, blank=True)
    cause = models.CharField(max_length=160, blank=True)
    # The day the cause was found to be gone. Until then no second action is raised for it.
    cause_gone_on = models.DateField(null=True, blank=True)
    # Nobody by name: whoever holds the role.
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    owner_role = models.CharField(max_length=20, default="senco_admin")
    # When it came to whom it is with now.
    given_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(max_length=7, default=OPEN)
    dropped_why = models.TextField("why it was dropped", blank=True)
    audience = models.CharField(max_length=13, default=STAFF)
    raised_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    closed_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Privacy:
        personal = {"what", "why", "cause", "cause_gone_on", "due_on", "dropped_why", "closed_on"}
        plain = {"id", "uuid", "school", "learner", "source_room", "source_id", "kind", "owner", "owner_role",
                 "given_at", "state", "audience", "raised_by", "raised_at", "closed_by"}

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="actions_say_what"),
            models.CheckConstraint(
                condition=Q(state=OPEN, closed_on=None, closed_by=None) | ~Q(state=OPEN) & Q(closed_on__isnull=False),
                name="closed_actions_have_a_day"),
            models.CheckConstraint(
                condition=Q(state=DROPPED) & ~Q(dropped_why="") | ~Q(state=DROPPED) & Q(dropped_why=""),
                name="dropped_actions_say_why"),
            models.CheckConstraint(condition=Q(cause="", kind="") | ~Q(cause="") & ~Q(kind=""),
                                   name="causes_are_of_a_kind"),
            # What a rule raised is over when the cause is, and not before, unless somebody dropped it.
            models.CheckConstraint(
                condition=Q(cause="", cause_gone_on=None) | ~Q(cause="") & (
                    Q(state=OPEN, cause_gone_on=None) | Q(state=DONE, cause_gone_on__isnull=False) | Q(state=DROPPED)),
                name="caused_actions_last_as_long_as_the_cause"),
            models.UniqueConstraint(fields=["school", "cause"], condition=~Q(cause="") & Q(cause_gone_on=None),
                                    name="one_action_for_a_cause"),
        ]
        indexes = [
            models.Index(fields=["learner", "state"], name="actions_of_a_learner"),
            models.Index(fields=["owner", "due_on"], condition=Q(state=OPEN), name="actions_of_a_member"),
            models.Index(fields=["school", "due_on", "id"], condition=Q(state=OPEN), name="actions_of_a_school"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def by_rule(self) -> bool:
        """Raised by a rule, and closed by it."""
        return bool(self.cause)

    @property
    def is_over(self) -> bool:
        """Closed by itself, though nobody did it: what called for it does so no longer."""
        return self.state == DROPPED and self.by_rule and self.cause_gone_on == self.closed_on

    @property
    def state_name(self) -> str:
        return "No longer called for" if self.is_over else STATES[self.state]

    @property
    def owner_name(self) -> str:
        return self.owner.name if self.owner else ROLES[self.owner_role].title

    @property
    def readers(self) -> str:
        return AUDIENCES[self.audience]

    def is_overdue(self, on: date) -> bool:
        return self.is_open and self.due_on < on


class Digest(models.Model):
    """How often a person is told by e-mail what is theirs to do, and what they were told last."""

    class Often(models.TextChoices):
        DAILY = "daily", "On each school day on which something has changed"
        WEEKLY = "weekly", "On Mondays, where something has changed"
        NEVER = "never", "Never"

    user = models.OneToOneField(User, models.CASCADE, related_name="digest")
    often = models.CharField(max_length=6, choices=Often.choices, default=Often.DAILY)
    # Up to when they have been told, and the day of their last letter.
    told_at = models.DateTimeField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "user", "often", "told_at", "told_on"}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(told_at=None, told_on=None) | Q(told_at__isnull=False),
                                   name="a_letters_day_has_its_moment"),
        ]
