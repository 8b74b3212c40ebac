"""Plans of the first release have a day by which they are looked at again, and no round of reviews: each gets one."""

from django.db import migrations

CHOSEN = "The day that was chosen for this plan"
# As the packs had it then: what comes round by a kind of its own, and what always shows today's record and is not
# reviewed in meetings.
KINDS = {"annual-review": "annual", "ehc-plan": "annual", "pep": "pep"}
NOT_REVIEWED = ["one-page-profile"]


def open_rounds(apps, schema_editor):
    """One that waits for each plan with a day and no round yet, opened by whoever opened the plan."""
    schedules = apps.get_model("reviews", "Schedule").objects
    plans = apps.get_model("plans", "Plan").objects.filter(review_by__isnull=False, schedules=None)
    rows = plans.exclude(type__in=NOT_REVIEWED).order_by("pk").values_list(
        "school_id", "pk", "type", "review_by", "opened_on", "opened_by_id")
    schedules.bulk_create([
        schedules.model(school_id=school, plan_id=plan, kind=KINDS.get(type_, "termly"), due_on=due, rule=CHOSEN,
                        state="waiting", opened_on=opened_on, opened_by_id=opened_by)
        for school, plan, type_, due, opened_on, opened_by in rows], batch_size=1_000)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]

    operations = [migrations.RunPython(open_rounds, migrations.RunPython.noop)]
