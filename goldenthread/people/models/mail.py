"""The outbox."""

from django.db import models
from django.db.models import Q


class Mail(models.Model):
    """A letter waiting to go, written in the transaction that caused it. Its words are wiped once it has gone."""

    key = models.CharField(max_length=100, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    # What it is about in a higher room, as "learners:<uuid>": asked once more before it goes (people.hooks).
    about = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    # When it is tried next; empty when it has gone or was given up.
    due_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField("what went wrong last", max_length=200, blank=True)

    class Privacy:
        personal = {"to", "body", "trouble"}
        plain = {"id", "key", "subject", "about", "made_at", "due_at", "tries", "sent_at"}

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="mail_that_is_due")]
