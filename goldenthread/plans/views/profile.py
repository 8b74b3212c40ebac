"""The one page profile: always today's record, for those who work with the learner."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import operations, queries, reading
from goldenthread.plans.document import Document
from goldenthread.plans.models import Plan
from goldenthread.plans.rendering import screen
from goldenthread.plans.showing import STAFF
from goldenthread.plans.templates import named
from goldenthread.plans.views.finding import address, learner_photo, reader_at, seen, show
from goldenthread.schools.clock import today

TYPE = "one-page-profile"


@require_safe
@at_school(Permission.PLAN_READ)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    plan, reader = profile_at(request, pk)
    seen(reader)
    document = profile_document(plan, reader)
    return show(request, "profile.html", reader, page=screen.page(document, learner_photo(reader)),
                pdf=address(reader, "profile_pdf"), looked=queries.last_look(reader.learner, TYPE), key=uuid4())


@require_POST
@at_school(Permission.RECORD_WRITE)
def look(request: SchoolRequest, pk: int) -> HttpResponse:
    """It was looked at, and still holds: in place of a new version."""
    reader = reader_at(request, pk)
    try:
        operations.look_at(learner=reader.learner, with_whom=request.POST.get("with_whom", ""), by=request.member,
                           on=today(), uuid=pressed(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Noted: looked at today.")
    return redirect(address(reader, "profile"))


def pressed(request: SchoolRequest) -> UUID:
    """The form's own number, by which a second press is the same look."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def profile_at(request: SchoolRequest, pk: int) -> tuple[Plan, Reader]:
    """The learner's profile. It needs no opening: one that was never arranged shows what its template says."""
    reader = reader_at(request, pk)
    if reader.kind not in STAFF:  # the family and the learner read issued versions, until sharing is built
        raise Http404
    plan = queries.of_learner(reader.learner, TYPE)
    return plan or unopened(reader), reader


def unopened(reader: Reader) -> Plan:
    learner = reader.learner
    return Plan(learner=learner, school_id=learner.school_id, type=TYPE, template=named(f"core/{TYPE}").ref)


def profile_document(plan: Plan, reader: Reader) -> Document:
    return reading.draft_for(plan, reader, today())
