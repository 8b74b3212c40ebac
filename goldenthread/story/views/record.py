from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.audit.operations import read
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today
from goldenthread.story import queries
from goldenthread.story.sections import heard, sections
from goldenthread.story.views.finding import reader_at


@require_safe
@at_school(Permission.RECORD_WRITE)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    """A learner's record as it is today, for those who write in it: everything this member may read."""
    reader = reader_at(request, pk)
    read(by=request.member, learner=reader.learner, now=now())
    everything = queries.entries(reader.learner, retired=None)
    mine = [entry for entry in everything if reader.may_read(entry.audience)]
    return render(request, "story/record.html", {
        "banner": banner(reader.learner, request.member, today()),
        "learner": reader.learner,
        "sections": sections(reader, [entry for entry in mine if not entry.retired_on]),
        "retired": [entry for entry in mine if entry.retired_on],
        "voices": heard(reader, today()),
    })
