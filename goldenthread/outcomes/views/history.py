from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.audit.operations import read
from goldenthread.learners.queries import banner
from goldenthread.outcomes import queries
from goldenthread.outcomes.views.finding import outcome_for, outcomes_for
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today
from goldenthread.story.views.finding import reader_at


@require_safe
@at_school(Permission.DRAFT_READ)
def page(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """An outcome with every note of its progress and every earlier wording."""
    reader = reader_at(request, pk)
    read(by=request.member, learner=reader.learner, now=now())
    outcome = outcome_for(reader, uuid)
    after = [each for each in outcome.followers.order_by("pk") if reader.may_read(each.audience)]
    among = next((each for each in outcomes_for(reader) if each.pk == outcome.pk), None)
    return render(request, "outcomes/history.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "outcome": outcome,
        "may_bank": request.member.may(Permission.BANK_ADD),
        "notes": queries.notes(outcome), "measures": queries.measures(outcome), "triples": outcome.triples.all(),
        "after": after, "below": among.below if among else None,  # type: ignore[attr-defined]
        "before": outcome.follows if outcome.follows and reader.may_read(outcome.follows.audience) else None,
        "earlier": [before for before in queries.wordings(outcome) if reader.may_read(before.audience)]})
