"""What every page of a plan starts with: the learner, the plan, who reads, and the frame around the page."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.audit.operations import read as note_reading
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader, reader_who_sees
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest
from goldenthread.plans import policies, queries
from goldenthread.plans.models import Plan, PlanVersion
from goldenthread.plans.templates import MAIN, RECEIVED, Template, named
from goldenthread.schools.clock import now, today

ReadingDesk = tuple[Plan, Reader]


def reader_at(request: SchoolRequest, pk: int) -> Reader:
    """Whoever asks, as a reader of this learner; nobody else's learner exists."""
    learner = get_object_or_404(Learner.objects.visible_to(request.member, today()), pk=pk)
    learner.school = request.school
    return reader_who_sees(request.member, learner)


def type_at(request: SchoolRequest) -> str:
    """The plan type of the address: it names every one but the main one."""
    return str(request.resolver_match.kwargs.get("type", MAIN)) if request.resolver_match else MAIN


def plan_at(request: SchoolRequest, pk: int, type: str) -> ReadingDesk:
    """The learner's plan of a type and its reader."""
    reader = reader_at(request, pk)
    plan = queries.of_learner(reader.learner, type)
    if plan is None:
        raise Http404
    return plan, reader


def version_at(request: SchoolRequest, pk: int, type: str, number: tuple[int, int]) -> tuple[PlanVersion, Reader]:
    """A version that was issued, and its reader."""
    plan, reader = plan_at(request, pk, type)
    version = queries.version(plan, *number)
    if version is None:
        raise Http404
    return version, reader


def draft_at(request: SchoolRequest, pk: int, type: str) -> ReadingDesk:
    """The plan, for those let in to its draft; it does not exist for others."""
    plan, reader = plan_at(request, pk, type)
    if policies.why_not_read_draft(plan, request.member, today()):
        raise Http404
    return plan, reader


def may(why_not: str) -> None:
    """For pages that are only for those who may do what they are for: to others they do not exist."""
    if why_not:
        raise Http404


def number_in(request: SchoolRequest, name: str) -> int:
    """A whole number that came with a form; 0 for anything else."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 16 else 0


def show(request: SchoolRequest, template: str, reader: Reader, status: int = 200, stands: str | None = None,
         now: dict[str, Any] | None = None, **context: Any) -> HttpResponse:
    """A page about the learner, under their banner. `stands` and `now` where the page knows how the plan stands and
    where the learner is (learners.queries.at_present).
    """
    type = type_at(request)
    own = named(f"core/{type}")
    frame = {
        "type": type,
        "called": own.called,
        "own_title": own.child_title,
        "intro": own.intro,
        "learner": reader.learner,
        "reader": reader,
        "banner": banner(reader.learner, request.member, today(), stands, now),
        "own": reader.kind == "learner",
        "family": reader.kind in {"family", "learner"},
        "back": home_of(reader, own),
    }
    return render(request, f"plans/{template}", frame | context, status=status)


def seen(reader: Reader) -> None:
    """Note that this reader opened this learner's plan."""
    note_reading(by=reader.member, learner=reader.learner, now=now())


def home_of(reader: Reader, template: Template) -> str:
    """Where a learner's plan of this type is read."""
    return address(reader, "received" if template.kind == RECEIVED else "current", type=template.type)


def address(reader: Reader, name: str, **more: Any) -> str:
    """An address of this room for this learner."""
    return elsewhere(reader, f"plans:{name}", **more)


def elsewhere(reader: Reader, name: str, **more: Any) -> str:
    """An address of any room for this learner."""
    return found_at(name, reader.learner.school.slug, reader.learner.pk, tuple(more.items()))


@lru_cache(maxsize=10_000)  # a draft names some fifty, and names them again on every page
def found_at(name: str, slug: str, pk: int, more: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, kwargs={"slug": slug, "pk": pk, **dict(more)})


def learner_photo(reader: Reader) -> str:
    """Today's photo of the learner, for pages that show today's record."""
    return elsewhere(reader, "learners:photo")
