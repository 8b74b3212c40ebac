"""Who signs in, and what they are at a school."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from goldenthread.people.permissions import Permission
from goldenthread.people.roles import ROLES, Role
from goldenthread.schools.models import OwnedBySchool, School, SupportTeam


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, login: str | None) -> "User":
        return self.get(login=(login or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who signs in: staff and family by e-mail, a learner by school code and username.

    What they are at a school is a Membership; one person may have several.
    """

    # Lower case: an e-mail address, or "school-code/username" for a learner.
    login = models.CharField(max_length=254, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    # Runs the installation: opens schools, names their first SENCO. Sees no learner.
    is_operator = models.BooleanField(default=False)
    support = models.ForeignKey(SupportTeam, models.PROTECT, null=True, blank=True, related_name="people")
    must_change_password = models.BooleanField(default=False)
    # A password that somebody else handed over stops working then.
    temporary_until = models.DateTimeField(null=True, blank=True)
    # Staff who have not signed in for 90 days, counted from here at the earliest, have to be let back in.
    awake_since = models.DateTimeField(default=timezone.now)
    # Bumped to sign the person out everywhere, and to make known devices strangers.
    session_epoch = models.PositiveIntegerField(default=0)
    # How this person wants to read: font, larger text.
    font = models.CharField(max_length=20, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Privacy:
        personal = {"login", "email", "name", "password"}
        plain = {"id", "is_active", "is_operator", "support", "must_change_password", "temporary_until",
                 "awake_since", "session_epoch", "font", "last_login"}

    def __str__(self) -> str:
        return self.name

    @property
    def is_learner(self) -> bool:
        """Signs in with a school's code: e-mail addresses hold no slash before the @ sign that we let in."""
        return "@" not in self.login

    @property
    def username(self) -> str:
        """What a learner types beside the school's code; an e-mail address for everybody else."""
        return self.login.partition("/")[2] or self.login

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must match: changing the password or the epoch ends every session made before."""
        salt = "goldenthread.people.User.session"
        return salted_hmac(salt, f"{self.session_epoch}:{self.password}", secret=secret, algorithm="sha256").hexdigest()


class Membership(OwnedBySchool):
    """A person at a school, in a role, between two dates. `by` in every operation is one of these."""

    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(key, role.title) for key, role in ROLES.items()])
    # As it was when the membership began, so that what they wrote keeps its author when an account is closed.
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Privacy:
        personal = {"name"}
        plain = {"id", "school", "user", "role", "starts_on", "ends_on"}

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "user", "role"], condition=Q(ends_on=None),
                                    name="one_open_membership_per_role"),
            models.UniqueConstraint(fields=["school"], condition=Q(role="system"), name="one_system_member_per_school"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                                   name="memberships_end_after_they_start"),
            models.CheckConstraint(condition=Q(role="system") | Q(user__isnull=False), name="members_are_people"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def person(self) -> User:
        """Whose membership it is. Nobody signs in as the school's own hand."""
        if self.user is None:
            raise ValueError(f"{self} is no person")
        return self.user

    @property
    def kind(self) -> str:
        return self.as_role.kind

    @property
    def as_role(self) -> Role:
        return ROLES[self.role]

    def may(self, permission: Permission) -> bool:
        return permission in self.as_role.may

    def is_live(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    @classmethod
    def system(cls, school: School) -> "Membership":
        """The school's own hand, for nightly jobs and commands."""
        return cls.objects.get_or_create(school=school, role="system",
                                         defaults={"name": "Golden Thread", "starts_on": date(2000, 1, 1)})[0]
