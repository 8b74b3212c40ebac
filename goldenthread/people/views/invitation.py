"""Taking an invitation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.people import operations, policies, stages
from goldenthread.people.doors import anyone
from goldenthread.people.forms import AcceptForm
from goldenthread.people.models import Invitation, User
from goldenthread.people.passwords import digest
from goldenthread.schools.clock import now, today


@anyone
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Says who is invited as what; the school's name only shows here, to whoever holds the letter."""
    found = Invitation.objects.select_related("school").filter(digest=digest(token)).first()
    user: User | None = request.user if request.user.is_authenticated else None  # type: ignore[assignment]
    if found is None:
        return render(request, "people/link_over.html", {"sentence": policies.INVITATION_OVER}, status=410)
    if sentence := policies.why_not_accept(found, user, now()):
        return render(request, "people/invitation_not.html", {
            "sentence": sentence, "over": sentence == policies.INVITATION_OVER,
            "sign_in": sign_in_first(request, user)}, status=410 if sentence == policies.INVITATION_OVER else 200)
    form = AcceptForm(request.POST or None, code=bool(found.code_digest), account=user is not None,
                      initial={"name": found.name})
    if form.is_valid():
        try:
            member = operations.accept(invitation=found, user=user, now=now(), on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return welcome(request, user, member.user)
    return render(request, "people/invitation.html", {"form": form, "invitation": found, "account": user})


def welcome(request: HttpRequest, signed_in: User | None, user: User | None) -> HttpResponse:
    if signed_in or user is None:
        return redirect("people:home")
    return stages.start(request, user)


def sign_in_first(request: HttpRequest, user: User | None) -> str:
    return "" if user else f"{reverse('people:sign-in')}?{urlencode({'next': request.path})}"
