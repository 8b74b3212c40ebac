"""What people told us for a review: taken into the record, or set aside with the reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.reviews import operations, queries
from goldenthread.reviews.models import Contribution, Review
from goldenthread.reviews.operations.taking_in import field_of
from goldenthread.reviews.states import Came
from goldenthread.reviews.views.finding import led_at
from goldenthread.schools.clock import now, today
from goldenthread.story.fields import FIELDS

LEFT = (" What was sent again, changed, is there as it was sent last. What came before it waits: take it in too, or "
        "set it aside.")


@require_safe
@at_school(Permission.DRAFT_READ)
def page(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Everything that came, by person. Only those who run the review read it before it is in the record."""
    reader, review = led_at(request, pk, uuid)
    read(by=request.member, learner=reader.learner, now=now())
    asked = [each for each in queries.asked(review) if each.said]
    for said in (said for each in asked for said in each.said):
        said.goes_to = FIELDS[field_of(said)].title  # type: ignore[attr-defined]
    return render(request, "reviews/answers.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "review": review,
        "asked": asked, "waiting": len(queries.to_take_in(review))})


@require_POST
@at_school(Permission.RECORD_WRITE)
def take_in(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Take one answer in, or all that wait, the newest where one was sent again."""
    _, review = led_at(request, pk, uuid)
    which = request.POST.get("which")
    rows = list(review.contributions.filter(uuid=which)) if which else queries.to_take_in(review)
    left = "" if which or len(rows) == review.contributions.filter(state=Came.WAITING).count() else LEFT
    return decided(request, review, lambda: operations.take_in_many(
        contributions=rows, by=request.member, on=today()), f"In the record, in the words they were said in.{left}")


@require_POST
@at_school(Permission.RECORD_WRITE)
def set_aside(request: SchoolRequest, pk: int, uuid: UUID, said: UUID) -> HttpResponse:
    _, review = led_at(request, pk, uuid)
    row = get_object_or_404(Contribution, review=review, uuid=said)
    return decided(request, review, lambda: operations.set_aside(
        contribution=row, why=request.POST.get("why", ""), by=request.member, on=today()),
        "Set aside. It stays here, and can be taken in after all.")


def decided(request: SchoolRequest, review: Review, act, words: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("reviews:answers", slug=request.school.slug, pk=review.learner_id, uuid=review.uuid)
