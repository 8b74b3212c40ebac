"""From an address to a learner, a field and an entry this member may see, or to a page that is not there."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader, reader_who_sees
from goldenthread.people.doors import SchoolRequest
from goldenthread.story.fields import FIELDS, Field
from goldenthread.story.models import Entry


def reader_at(request: SchoolRequest, pk: int) -> Reader:
    """The member as a reader of the learner at this address."""
    learner = get_object_or_404(Learner.objects.visible_to(request.member), pk=pk)
    return reader_who_sees(request.member, learner)


def field_for(reader: Reader, key: str) -> Field:
    if key not in FIELDS or not reader.may_read(FIELDS[key].audience):
        raise Http404
    return FIELDS[key]


def entry_for(reader: Reader, uuid: UUID) -> Entry:
    mine = Entry.objects.select_related("learner", "written_by", "revised_by").filter(learner=reader.learner)
    entry = get_object_or_404(mine, uuid=uuid, audience__in=reader.audiences)
    if entry.field not in FIELDS:
        raise Http404
    return entry


def way_back(request: SchoolRequest) -> str:
    """The page somebody came from, where it says so and is one of this school's; empty for any other."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    return asked if asked.startswith(f"/s/{request.school.slug}/") else ""
