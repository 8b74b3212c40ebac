"""Outcomes in full. What was open is agreed; what was closed has its result for a state."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def fold(apps, schema_editor):
    """The result becomes the state. The first release let nothing be stopped without a reason, but asked nobody else."""
    outcomes = apps.get_model("outcomes", "Outcome").objects
    outcomes.filter(state="open").update(state="agreed")
    outcomes.filter(state="closed").update(state=F("result"))
    outcomes.filter(state="stopped", result_why="").update(result_why="No reason was recorded.")


def unfold(apps, schema_editor):
    outcomes = apps.get_model("outcomes", "Outcome").objects
    outcomes.filter(closed_on=None).update(state="open")
    outcomes.filter(closed_on__isnull=False).update(result=F("state"))
    outcomes.filter(closed_on__isnull=False).update(state="closed")


def key(to, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, **{"related_name": "+", "to": to, **more})


def recorded():
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
        ("recorded_at", models.DateTimeField()),
        ("by", key("people.membership")),
        ("school", key("schools.school")),
    ]


def words(model):
    """The columns that an outcome and each of its earlier wordings gain."""
    return [
        migrations.AddField(model, "strategies", models.TextField(blank=True, verbose_name="what we do")),
        migrations.AddField(model, "unit", models.CharField(blank=True, max_length=40, verbose_name="counted in")),
        migrations.AddField(model, "who_helps", models.TextField(blank=True)),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("learners", "0001_initial"),
        ("outcomes", "0001_initial"),
        ("people", "0001_initial"),
        ("schools", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint("outcome", "closed_outcomes_have_a_day_and_a_result"),
        migrations.AlterField("outcome", "state", models.CharField(default="agreed", max_length=10)),
        migrations.RunPython(fold, unfold),
        migrations.RemoveField("outcome", "result"),
        migrations.AddField("outcome", "follows", key(
            "outcomes.outcome", blank=True, null=True, related_name="followers")),
        migrations.AddField("outcome", "origin", models.CharField(
            default="school", max_length=13, verbose_name="where it came from")),
        migrations.AddField("outcome", "origin_label", models.CharField(
            blank=True, max_length=120, verbose_name="where exactly")),
        migrations.AddField("outcome", "owner", key("people.membership", blank=True, null=True)),
        *words("outcome"),
        *words("outcomewording"),
        migrations.AddConstraint("outcome", models.CheckConstraint(
            condition=Q(state__in=("proposed", "agreed", "on_track", "at_risk"), closed_on=None, result_why="")
            | Q(state__in=("met", "partly_met", "not_met", "stopped"), closed_on__isnull=False),
            name="closed_outcomes_have_a_day")),
        migrations.AddConstraint("outcome", models.CheckConstraint(
            condition=~Q(state="stopped", result_why=""), name="stopped_outcomes_say_why")),
        migrations.AddConstraint("outcome", models.CheckConstraint(
            condition=(Q(parent=None) | ~Q(parent=F("id"))) & (Q(follows=None) | ~Q(follows=F("id"))),
            name="no_outcome_leads_to_itself")),
        migrations.CreateModel(
            "Measure",
            [
                *recorded(),
                ("on", models.DateField()),
                ("value", models.DecimalField(decimal_places=2, max_digits=9)),
                ("outcome", key("outcomes.outcome", related_name="measures")),
            ],
            {
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["outcome", "-on", "-id"], name="measures_newest_first")],
            },
        ),
        migrations.CreateModel(
            "Triple",
            [
                *recorded(),
                ("received", models.CharField(max_length=36, verbose_name="the plan received")),
                ("order", models.PositiveSmallIntegerField()),
                ("need", models.TextField()),
                ("need_label", models.CharField(max_length=20)),
                ("wording", models.TextField(verbose_name="outcome, as received")),
                ("wording_label", models.CharField(max_length=20)),
                ("provision", models.TextField(blank=True)),
                ("provision_label", models.CharField(max_length=20)),
                ("learner", key("learners.learner", related_name="triples")),
                ("outcome", key("outcomes.outcome", related_name="triples")),
            ],
            {
                "ordering": ["received", "order"],
                "constraints": [models.UniqueConstraint(
                    fields=("learner", "received", "order"), name="triples_are_received_once")],
            },
        ),
    ]
