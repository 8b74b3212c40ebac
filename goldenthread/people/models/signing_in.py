"""What the way in keeps: wrong tries, links sent by e-mail, a second password that works once."""

from django.db import models

from goldenthread.people.models.people import User


class Knock(models.Model):
    """Wrong tries on one door: an account from strange devices, an account from one known device, a school's learners.

    In our own table, not the cache: counted exactly by several processes, and gone only when it should be.
    """

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "key", "failures", "last"}

    class Meta:
        indexes = [models.Index(fields=["last"], name="knocks_by_age")]


class Link(models.Model):
    """An address sent by e-mail that does one thing once. Only the hash of its secret is kept."""

    class Purpose(models.TextChoices):
        PASSWORD = "password", "Choose a password"
        EMAIL = "email", "Use another e-mail address"

    user = models.ForeignKey(User, models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField("new e-mail address", blank=True)
    opens_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = {"email"}
        plain = {"id", "user", "purpose", "digest", "opens_at", "ends_at", "used_at"}


class Spare(models.Model):
    """A second password for somebody who forgot the first: works once, and not after the first has been used."""

    user = models.OneToOneField(User, models.CASCADE, related_name="spare")
    password = models.CharField(max_length=128)
    ends_at = models.DateTimeField()

    class Privacy:
        personal = {"password"}
        plain = {"id", "user", "ends_at"}
