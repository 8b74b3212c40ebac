"""Taking an entry out of the record, and bringing it back."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.learners.queries import banner
from goldenthread.learners.views.doing import act, do
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.story import operations
from goldenthread.story.forms import RetireForm
from goldenthread.story.views.finding import entry_for, reader_at

TAKEN_OUT = "Taken out of the record. It is kept at the foot of this page; you can bring it back there."


@require_http_methods(["GET", "POST"])
@at_school(Permission.RECORD_WRITE)
def page(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Say why, then take it out."""
    reader = reader_at(request, pk)
    entry = entry_for(reader, uuid)
    form, record = RetireForm(request.POST or None), reverse("story:record", args=[request.school.slug, pk])
    return act(request, form, partial(operations.retire, entry=entry, by=request.member, on=today()), TAKEN_OUT,
               record) or render(request, "story/retire.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "entry": entry,
        "form": form, "back": f"{record}#entry-{uuid}"}, status=422 if form.errors else 200)


@require_POST
@at_school(Permission.RECORD_WRITE)
def restore(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    entry = entry_for(reader_at(request, pk), uuid)
    return do(request, lambda: operations.restore(entry=entry, by=request.member, on=today()),
              f"Back in {entry.learner.first}’s record.", reverse("story:record", args=[request.school.slug, pk]))
