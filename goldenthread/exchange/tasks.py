"""Background work of this room: thin calls to operations."""

from django_tasks import task

from goldenthread.audit.refusals import Refused
from goldenthread.exchange import operations
from goldenthread.exchange.models import Batch
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now


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
