"""Asking somebody in."""

from django.db import models
from django.db.models import Q

from goldenthread.people.models.people import Membership
from goldenthread.people.roles import ROLES
from goldenthread.schools.models import OwnedBySchool


class Invitation(OwnedBySchool):
    """A role offered to somebody by e-mail. It binds to the first account that takes it, once, within seven days.

    A parent's also needs a code that the school hands over, so that a letter to the wrong address opens nothing.
    What it is about in a higher room (a contact of a learner) is named by room and reference, never by a key.
    """

    role = models.CharField(max_length=20, choices=[(key, role.title) for key, role in ROLES.items()])
    name = models.CharField(max_length=120)
    email = models.EmailField()
    digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    # Empty when the operator invites a new school's first SENCO admin.
    invited_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # The last day of a stand-in.
    until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    member = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    for_room = models.CharField(max_length=20, blank=True)
    for_id = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = {"name", "email"}
        plain = {"id", "school", "role", "digest", "code_digest", "code_tries", "invited_by", "sent_at", "ends_at",
                 "until", "withdrawn_at", "accepted_at", "member", "for_room", "for_id"}

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(accepted_at=None, member=None) | Q(accepted_at__isnull=False,
                                   member__isnull=False, withdrawn_at=None), name="taken_invitations_name_the_member"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {ROLES[self.role].title}"
