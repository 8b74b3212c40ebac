from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import UUIDField
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from goldenthread.audit.refusals import Refused
from goldenthread.outcomes import operations
from goldenthread.outcomes.views.finding import outcome_for
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.story.names import warning
from goldenthread.story.views.finding import reader_at


@require_POST
@at_school(Permission.PROGRESS_NOTE)
def note(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Note how an outcome is going: open the card, press how it goes. A few words may stand beside it."""
    reader = reader_at(request, pk)
    outcome = outcome_for(reader, uuid)
    try:
        made = operations.note_progress(outcome=outcome, judgement=request.POST.get("judgement", ""), by=request.member,
                                        on=today(), text=request.POST.get("text", ""), uuid=key(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Noted: {made.judgement_name.lower()}.")
        if sentence := warning(made.text, reader):
            messages.warning(request, sentence)
    where = redirect("outcomes:list", slug=request.school.slug, pk=pk)
    where["Location"] += f"#outcome-{uuid}"
    return where


def key(request: SchoolRequest) -> UUID:
    """The form's own number, by which a second press is the same note."""
    try:
        return UUIDField().clean(request.POST.get("uuid"))
    except ValidationError:
        return uuid4()
