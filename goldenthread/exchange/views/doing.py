"""What the pages of this room share: finding the import, and reading it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.exchange import operations, tasks
from goldenthread.exchange.models import Batch
from goldenthread.people.doors import SchoolRequest

AT_ONCE = 200_000
"""Files up to this many bytes are read while the person waits; larger ones by the worker."""


def the_batch(request: SchoolRequest, pk: int) -> Batch:
    return get_object_or_404(Batch.objects.select_related("school", "by", "applied_by"), school=request.school, pk=pk)


def to(request: SchoolRequest, name: str, **at: Any) -> str:
    return reverse(f"exchange:{name}", kwargs={"slug": request.school.slug, **at})


def read_now_or_later(batch: Batch, size: int) -> None:
    """A small file is read at once; a big one by the worker, with a page that can be left and found again."""
    if size <= AT_ONCE:
        operations.read(batch=batch)
    else:
        tasks.read.enqueue(batch.pk)
