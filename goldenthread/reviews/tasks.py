"""Background work of this room: thin calls to operations."""

from django_tasks import task

from goldenthread.people.models import Membership
from goldenthread.reviews import operations
from goldenthread.schools.clock import today
from goldenthread.schools.models import School


@task()
def sweep_reviews(school: int) -> None:
    """Every night: remind those whose view is missing, and note who did not reply."""
    there = School.objects.get(pk=school)
    operations.sweep(school=there, by=Membership.system(there), on=today())
