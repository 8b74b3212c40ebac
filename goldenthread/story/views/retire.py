"""Taking an entry out of the record, and bringing it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.audit.refusals import Refused
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.story import operations
from goldenthread.story.forms import RetireForm
from goldenthread.story.views.finding import entry_for, reader_at


@require_http_methods(["GET", "POST"])
@at_school(Permission.RECORD_WRITE)
def page(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Say why, then take it out."""
    reader = reader_at(request, pk)
    entry = entry_for(reader, uuid)
    form = RetireForm(request.POST or None)
    if form.is_valid():
        try:
            operations.retire(entry=entry, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Taken out of the record. It is kept at the foot of this page; you can bring "
                                      "it back there.")
            return redirect("story:record", slug=request.school.slug, pk=pk)
    return render(request, "story/retire.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "entry": entry,
        "form": form}, status=422 if form.errors else 200)


@require_POST
@at_school(Permission.RECORD_WRITE)
def restore(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    reader = reader_at(request, pk)
    try:
        entry = operations.restore(entry=entry_for(reader, uuid), by=request.member, on=today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Back in {entry.learner.first}’s record.")
    return redirect("story:record", slug=request.school.slug, pk=pk)
