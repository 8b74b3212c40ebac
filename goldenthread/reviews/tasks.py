"""Background work of this room: thin calls to operations."""

from django_tasks import task

from goldenthread.people.models import Membership
from goldenthread.reviews import operations
from goldenthread.reviews.operations.catching_up import catch_up
from goldenthread.schools.clock import today
from goldenthread.schools.models import School


@task()
def sweep_reviews(school: int) -> None:
    """Every night: remind those whose view is missing, note who did not reply, put dates set by law right."""
    there = School.objects.get(pk=school)
    by, on = Membership.system(there), today()
    operations.sweep(school=there, by=by, on=on)
    catch_up(school=there, by=by, on=on)
