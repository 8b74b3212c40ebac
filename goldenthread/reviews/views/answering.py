"""The form on which somebody tells us their view: by signing in, or by the link in a letter.

It saves itself as one types, works without a script, and gives back every word where it cannot be sent.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.audit.refusals import Refused
from goldenthread.people.doors import SchoolRequest, anyone, at_school
from goldenthread.people.passwords import digest
from goldenthread.reviews import operations, policies, queries
from goldenthread.reviews.forms import AnswerForm
from goldenthread.reviews.models import AnswerLink, Invitation
from goldenthread.reviews.questions import form_for
from goldenthread.reviews.views.finding import own_invitation
from goldenthread.schools.clock import now, today

KEPT = "What you typed is still on this page. Copy it, and give it to the school by e-mail, on paper or by telephone."
NO_SUCH = "This link is not one of ours, or part of it is missing. Open it again from the letter, or ask the school."


def asked_for(request: SchoolRequest) -> Invitation | None:
    """The invitation that `of` names, one's own or another's; the page it leads to knows who may see it."""
    try:
        of = UUID(request.GET.get("of", ""))
    except ValueError:
        return None
    return Invitation.objects.filter(school=request.school, uuid=of).select_related("review").first()


@require_safe
@at_school()
def asked(request: SchoolRequest) -> HttpResponse:
    """What is asked of whoever signed in, nearest meeting first. `of` names one invitation: its form if it is theirs,
    else the review it belongs to.
    """
    found = queries.still_asked(request.member, today())
    if (one := asked_for(request)) is not None:
        if one.member_id == request.member.pk:
            return redirect("reviews:answer", slug=request.school.slug, who=one.uuid)
        return redirect("reviews:one", slug=request.school.slug, pk=one.review.learner_id, uuid=one.review.uuid)
    return render(request, "reviews/asked.html", {"asked": found})


@require_http_methods(["GET", "POST"])
@at_school()
def answer(request: SchoolRequest, who: UUID) -> HttpResponse:
    """The form, for somebody who signed in."""
    invitation = own_invitation(request, who)
    why = policies.why_not_answer_as(invitation, request.member, today())
    return respond(request, invitation, why, {"by": request.member})


@anyone
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The form, for whoever holds the letter. Opening it does nothing, for mail scanners open everything."""
    rows = AnswerLink.objects.select_related("invitation__review__learner__school", "invitation__review__school",
                                             "invitation__member__user", "invitation__contact")
    link = rows.filter(digest=digest(token)).first()
    if link is None:
        return render(request, "reviews/link_over.html", {"sentence": NO_SUCH}, status=410)
    why = policies.why_not_use(link, now(), today())
    return respond(request, link.invitation, why, {"link": link})


def respond(request: HttpRequest, invitation: Invitation, why: str, who: dict[str, Any]) -> HttpResponse:
    """Show the form, keep what is unsent, or send it."""
    if why and request.method == "GET":
        return render(request, "reviews/link_over.html", {"sentence": why, "newer": why == policies.NEWER_LETTER},
                      status=410)
    spec, learner = form_for(invitation, today()), invitation.review.learner
    sent = request.POST if request.method == "POST" else None
    form = AnswerForm(sent, asked=spec, name=learner.first, unsent=invitation.unsent)
    if request.method == "POST":
        form.is_valid()
        form.errors.clear()  # whatever was tapped or typed is taken as it is, never turned away
        try:
            return take(request, invitation, form, who)
        except Refused as refusal:
            said = f"{refusal} {KEPT}" if why and form.answers else str(refusal)
            if by_itself(request):
                return JsonResponse({"why": said}, status=422)
            form.add_error(None, said)
    status = (410 if why else 422) if form.errors else 200
    return render(request, "reviews/answer.html", {
        "form": form, "asked": spec, "invitation": invitation, "review": invitation.review, "learner": learner,
        "intro": spec.intro.replace("{name}", learner.first), "heading": spec.title.replace("{name}", learner.first),
        "school": invitation.review.school, "large": spec.large, "by_link": "link" in who, "over": bool(why),
        "sent": list(invitation.contributions.filter(typed_by=None)),
    }, status=status)


def by_itself(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def take(request: HttpRequest, invitation: Invitation, form: AnswerForm, who: dict[str, Any]) -> HttpResponse:
    answers = form.answers
    if "later" in request.POST or by_itself(request):
        operations.save_unsent(invitation=invitation, answers=answers, on=today(), **who)
        if by_itself(request):
            return JsonResponse({"at": f"{localtime(now()):%H:%M}"})
        return render(request, "reviews/kept.html", {"invitation": invitation, "by_link": "link" in who})
    operations.answer(invitation=invitation, answers=answers, key=form.cleaned_data.get("key") or "", on=today(), **who)
    spec = form_for(invitation, today())
    return render(request, "reviews/thanks.html", {
        "thanks": spec.thanks, "large": spec.large, "invitation": invitation, "by_link": "link" in who,
        "review": invitation.review})
