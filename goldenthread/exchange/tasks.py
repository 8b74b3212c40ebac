"""Background work of this room: thin calls to operations."""

from datetime import datetime, timedelta

from django_tasks import task

from goldenthread.audit.refusals import Refused
from goldenthread.exchange import operations, policies
from goldenthread.exchange.models import Batch
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.schools.models import School


@task()
def read(batch: int) -> None:
    """Read and check a file; nothing where it was cancelled meanwhile."""
    found = Batch.objects.select_related("school", "by").filter(pk=batch).first()
    if found:
        operations.read(batch=found)


@task()
def apply(batch: int, by: int) -> None:
    """Apply a batch for the member who pressed the button. What refuses it is shown on its page."""
    found = Batch.objects.select_related("school").get(pk=batch)
    try:
        operations.apply(batch=found, by=Membership.objects.get(pk=by), now=now())
    except Refused as refusal:
        operations.give_back(batch=found, sentence=str(refusal))


@task()
def purge(school: int) -> None:
    """Let go of the school's files and rows that have waited long enough."""
    operations.purge(school=School.objects.get(pk=school), now=now())


def purge_in_time(school: School, sent_at: datetime) -> None:
    """See to it that what was sent goes when its days are over, even where nobody sends anything again."""
    if purge.get_backend().supports_defer:
        purge.using(run_after=sent_at + policies.KEPT_FOR + timedelta(minutes=1)).enqueue(school.pk)
