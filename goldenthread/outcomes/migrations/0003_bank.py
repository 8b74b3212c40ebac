"""The school's outcome bank."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def member():
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.membership")


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0002_in_full"),
        ("people", "0001_initial"),
        ("schools", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("wording", models.TextField()),
                ("measure", models.TextField(blank=True)),
                ("target", models.TextField(blank=True)),
                ("area", models.CharField(blank=True, max_length=20)),
                ("level", models.CharField(max_length=10)),
                ("youngest", models.PositiveSmallIntegerField()),
                ("oldest", models.PositiveSmallIntegerField()),
                ("sought", models.TextField()),
                ("pack_key", models.CharField(blank=True, max_length=60)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("revised_at", models.DateTimeField()),
                ("retired_on", models.DateField(blank=True, null=True)),
                ("made_by", member()),
                ("revised_by", member()),
                ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+",
                                             to="schools.school")),
            ],
            options={
                "ordering": ["area", "wording", "pk"],
                "indexes": [models.Index(fields=["school", "retired_on", "area"], name="bank_of_a_school")],
                "constraints": [
                    models.CheckConstraint(condition=~Q(wording=""), name="bank_outcomes_say_something"),
                    models.CheckConstraint(condition=Q(youngest__lte=F("oldest")),
                                           name="bank_outcomes_are_for_somebody"),
                    models.UniqueConstraint(condition=~Q(pack_key=""), fields=("school", "pack_key"),
                                            name="the_starting_set_is_brought_once"),
                ],
            },
        ),
    ]
