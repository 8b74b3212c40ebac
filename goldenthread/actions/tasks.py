"""Background work of this room: thin calls to operations."""

from django_tasks import task

from goldenthread.actions import operations
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now, today
from goldenthread.schools.models import School


@task()
def sweep_school(school: int) -> None:
    """Every night: raise what rules call for and close what has gone, in the school's own hand."""
    there = School.objects.get(pk=school)
    operations.sweep(school=there, by=Membership.system(there), on=today())


@task()
def tell_everybody() -> None:
    """Every morning: tell people what has changed for them."""
    operations.write_letters(on=today(), now=now())
