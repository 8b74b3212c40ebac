"""From an address to a learner's review this member may see, or to a page that is not there."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest
from goldenthread.reviews import policies
from goldenthread.reviews.models import Invitation, Review
from goldenthread.schools.clock import today
from goldenthread.story.views.finding import reader_at

TOGETHER = ("learner__school", "plan", "chair", "schedule", "school", "concluded_by")


def review_at(request: SchoolRequest, pk: int, uuid: UUID) -> tuple[Reader, Review]:
    reader = reader_at(request, pk)
    review = get_object_or_404(Review.objects.select_related(*TOGETHER), learner=reader.learner, uuid=uuid)
    return reader, review


def led_at(request: SchoolRequest, pk: int, uuid: UUID) -> tuple[Reader, Review]:
    """As review_at, for those who run this review: to anybody else the page is not there."""
    reader, review = review_at(request, pk, uuid)
    if policies.why_not_lead_as(reader, review):
        raise Http404
    return reader, review


def invitation_at(request: SchoolRequest, pk: int, uuid: UUID, who: UUID) -> tuple[Reader, Invitation]:
    reader, review = led_at(request, pk, uuid)
    rows = Invitation.objects.select_related("member__user", "contact")
    invitation = get_object_or_404(rows, review=review, uuid=who)
    invitation.review = review
    return reader, invitation


def own_invitation(request: SchoolRequest, who: UUID) -> Invitation:
    """What is asked of the person who signed in; anybody else's is not there."""
    rows = Invitation.objects.select_related("review__learner__school", "review__school", "member__user", "contact")
    found = get_object_or_404(rows, school=request.school, uuid=who, member=request.member)
    learner = found.review.learner
    if not type(learner).objects.visible_to(request.member, today()).filter(pk=learner.pk).exists():
        raise Http404
    return found
