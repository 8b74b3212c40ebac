from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_schedules_of_plans")]

    operations = [
        migrations.AddField("invitation", "seat", models.CharField(blank=True, default="", max_length=30),
                            preserve_default=False),
        migrations.AddField("invitation", "taken_back_on", models.DateField(blank=True, null=True)),
        migrations.AddField("review", "left_out", models.JSONField(blank=True, default=dict)),
    ]
