from decimal import Decimal, InvalidOperation
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
from goldenthread.outcomes.views.listing import show
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.story.names import warning
from goldenthread.story.views.finding import reader_at


@require_POST
@at_school(Permission.PROGRESS_NOTE)
def note(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Note how an outcome is going: open the card, press how it goes. A few words and a number may stand beside it;
    what cannot be kept comes back as it was typed.
    """
    reader = reader_at(request, pk)
    outcome, typed = outcome_for(reader, uuid), {part: request.POST.get(part, "") for part in ("text", "value")}
    try:
        made = operations.note_progress(
            outcome=outcome, judgement=request.POST.get("judgement", ""), by=request.member, on=today(),
            text=typed["text"], value=number_in(typed["value"]), uuid=key(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return show(request, reader, typed | {"outcome": outcome, "problem": str(refusal)})
    messages.success(request, f"Noted: {made.judgement_name.lower()}.")
    if sentence := warning(made.text, reader):
        messages.warning(request, sentence)
    where = redirect("outcomes:list", slug=request.school.slug, pk=pk)
    where["Location"] += f"#outcome-{uuid}"
    return where


def number_in(typed: str) -> Decimal | None:
    """The number that was typed, if any; refused where it is none."""
    try:
        return Decimal(typed.strip().replace(",", ".")) if typed.strip() else None
    except InvalidOperation as wrong:
        raise Refused("Write a number in figures, such as 12 or 12.5.") from wrong


def key(request: SchoolRequest) -> UUID:
    """The form's own number, by which a second press is the same note."""
    try:
        return UUIDField().clean(request.POST.get("uuid"))
    except ValidationError:
        return uuid4()
