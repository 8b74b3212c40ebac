"""Paper: a version, the draft (marked as one) or the profile, as this reader may read it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import operations, policies, reading
from goldenthread.plans.document import Document
from goldenthread.plans.operations.filing import photos
from goldenthread.plans.received import as_document, triples
from goldenthread.plans.rendering.pdf import NotPrinted, render_pdf
from goldenthread.plans.templates import named
from goldenthread.plans.views.finding import address, draft_at, may, seen, type_at, version_at
from goldenthread.plans.views.profile import profile_at, profile_document
from goldenthread.plans.views.received import received_at
from goldenthread.schools.clock import today


@require_safe
@at_school(Permission.PLAN_READ)
def version(request: SchoolRequest, pk: int, type: str, number: tuple[int, int]) -> HttpResponse:
    """The PDF kept for this kind of reader, or for those it is handed to (`?for=`); made now where none is in use."""
    found, reader = version_at(request, pk, type, number)
    kind = request.GET.get("for") or reader.kind
    may("" if kind == reader.kind else policies.why_not_print_for(reader, kind))
    seen(reader)
    try:
        content = (operations.file_pdf(version=found, reader=reader) if kind == reader.kind
                   else operations.print_for(version=found, kind=kind, by=reader))
    except (NotPrinted, reading.Erased) as trouble:
        return no_paper(request, reader, trouble)
    # Two copies of one version say different things, and may lie in the same folder: the name says whose.
    return paper(content, f"{type}-v{found.label}-{kind}-{short(found.plan.uuid)}.pdf")


@require_safe
@at_school(Permission.DRAFT_READ)
def draft(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    plan, reader = draft_at(request, pk, type)
    return printed(request, reader, reading.draft_for(plan, reader, today()), f"{type}-draft-{short(plan.uuid)}.pdf")


@require_safe
@at_school(Permission.PLAN_READ)
def profile(request: SchoolRequest, pk: int) -> HttpResponse:
    plan, reader = profile_at(request, pk)
    return printed(request, reader, profile_document(plan, reader), f"profile-{short(reader.learner.uuid)}.pdf")


@require_safe
@at_school(Permission.PLAN_READ)
def received(request: SchoolRequest, pk: int, type: str, number: int) -> HttpResponse:
    """A plan that somebody else wrote, in their words."""
    reader, there = received_at(request, pk, type)
    shown = next((each for each in there if each.number == number), None)
    if shown is None:
        raise Http404
    document = as_document(shown, triples(shown), named(f"core/{type}"))
    return printed(request, reader, document, f"{type}-{shown.dated_on}-{short(shown.uuid)}.pdf")


def printed(request: SchoolRequest, reader: Reader, document: Document, name: str) -> HttpResponse:
    seen(reader)
    try:
        return paper(render_pdf(document, photos(document, reader.learner.school_id)), name)
    except NotPrinted as trouble:
        return no_paper(request, reader, trouble)


def short(uuid: UUID) -> str:
    """Enough to tell files apart in a folder, and nothing that names a child."""
    return str(uuid)[:8]


def paper(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def no_paper(request: SchoolRequest, reader: Reader, trouble: Exception) -> HttpResponse:
    messages.error(request, f"{trouble} The page on the screen says the same; try again in a minute.")
    return redirect(address(reader, "current", type=type_at(request)))
