from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.audit.operations import read
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today
from goldenthread.story.queries import history
from goldenthread.story.views.finding import entry_for, reader_at


@require_safe
@at_school(Permission.RECORD_WRITE)
def page(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """An entry as it stands and as it stood before each change, newest first."""
    reader = reader_at(request, pk)
    read(by=request.member, learner=reader.learner, now=now())
    entry = entry_for(reader, uuid)
    return render(request, "story/history.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "entry": entry,
        "earlier": [before for before in history(entry) if reader.may_read(before.audience)]})
