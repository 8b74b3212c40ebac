"""Background work of this room: thin calls to operations."""

from django_tasks import task

from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.schools.models import School
from goldenthread.story import operations


@task()
def let_go_of_begun(school: int) -> None:
    """Every night: what was begun and never saved goes when its days are over."""
    there = School.objects.get(pk=school)
    operations.let_go_of_begun(school=there, by=Membership.system(there), at=now())
