from django.db import models


class Chain(models.Model):
    """The newest link of one school's chain of events. Locked while a link is added; 0 stands for the whole site."""

    school_id = models.BigIntegerField(unique=True)
    length = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "school_id", "length", "head"}


class Event(models.Model):
    """One thing that happened, written in the transaction that did it. No foreign keys: it outlives what it names."""

    append_only = True

    school_id = models.BigIntegerField()
    number = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=40)
    about = models.CharField(max_length=80)
    about_id = models.BigIntegerField(null=True)
    learner_id = models.BigIntegerField(null=True)
    facts = models.JSONField()
    previous = models.CharField(max_length=64)
    link = models.CharField(max_length=64)

    class Privacy:
        personal = {"by_name", "facts"}
        plain = {"id", "school_id", "number", "kind", "at", "by_id", "by_role", "about", "about_id", "learner_id",
                 "previous", "link"}

    class Meta:
        ordering = ["school_id", "number"]
        constraints = [models.UniqueConstraint(fields=["school_id", "number"], name="events_are_numbered_in_a_school")]
        indexes = [
            models.Index(fields=["school_id", "learner_id", "-number"], name="events_about_a_learner"),
            models.Index(fields=["school_id", "about", "about_id"], name="events_about_a_thing"),
        ]


class Reading(models.Model):
    """A member opened a learner's record: a row for each member, learner and quarter of an hour, outside the chain."""

    school_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    learner_id = models.BigIntegerField()
    quarter = models.DateTimeField()

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "school_id", "member_id", "learner_id", "quarter"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member_id", "learner_id", "quarter"], name="one_reading_a_quarter_hour")
        ]
        indexes = [models.Index(fields=["learner_id", "-quarter"], name="readings_of_a_learner")]
