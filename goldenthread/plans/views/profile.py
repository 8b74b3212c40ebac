"""The one page profile: always today's record, for those who work with the learner."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import queries, reading
from goldenthread.plans.document import Document
from goldenthread.plans.models import Plan
from goldenthread.plans.rendering import screen
from goldenthread.plans.templates import named
from goldenthread.plans.views.finding import address, learner_photo, reader_at, seen, show
from goldenthread.plans.views.version import STAFF
from goldenthread.schools.clock import today

TYPE = "one-page-profile"


@require_safe
@at_school(Permission.PLAN_READ)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    plan, reader = profile_at(request, pk)
    seen(reader)
    document = profile_document(plan, reader)
    return show(request, "profile.html", reader, page=screen.page(document, learner_photo(reader)),
                pdf=address(reader, "profile_pdf"))


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
