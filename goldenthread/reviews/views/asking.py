"""One review before its meeting: who is asked, who has answered, and asking and reminding them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.reviews import operations, policies, queries
from goldenthread.reviews.forms import AskForm, LeaveOutForm, TypedForm
from goldenthread.reviews.meetings import MEETINGS
from goldenthread.reviews.models import Invitation
from goldenthread.reviews.operations.following import why_not_followed
from goldenthread.reviews.people import known, sit_as
from goldenthread.reviews.questions import form_for
from goldenthread.reviews.seats import late_notice, missing, places
from goldenthread.reviews.states import Came
from goldenthread.reviews.views.finding import invitation_at, led_at, review_at
from goldenthread.schools.clock import now, today


@require_safe
@at_school(Permission.DRAFT_READ)
def page(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    reader, review = review_at(request, pk, uuid)
    read(by=request.member, learner=reader.learner, now=now())
    everybody = queries.asked(review, with_taken_back=True)
    asked = [each for each in everybody if each.said or not each.invitation.taken_back_on]
    found = places(review, [each.invitation for each in asked])
    round_robin = [each for each in asked if each.invitation.asked_as == Invitation.As.TEACHER]
    why_not = policies.why_not_lead_as(reader, review)
    return render(request, "reviews/one.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "review": review,
        "asked": [each for each in asked if each not in round_robin], "round_robin": round_robin,
        "answered": sum(1 for each in round_robin if each.invitation.answered_on),
        "waiting": sum(1 for each in asked for said in each.said if said.state == Came.WAITING),
        "today": today(), "leads": not why_not, "version": queries.version_of(review),
        "late": late_notice(review, today()) if any(each.missing for each in found) else "",
        "taken_back": [each.invitation for each in everybody if each not in asked],
        "places": found, "named_by": MEETINGS[review.kind].invited_by,
        "may_change": not why_not and not review.is_over, "not_followed": why_not_followed(review)})


@require_http_methods(["GET", "POST"])
@at_school(Permission.DRAFT_READ)
def ask(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Ask somebody."""
    reader, review = led_at(request, pk, uuid)
    people, seats = known(review, today()), missing(review)
    seat = next((each for each in seats if each.key == request.GET.get("seat")), None)
    able = sit_as(seat, review, people) if seat else []
    form = AskForm(request.POST or None, people=people, seats=seats, seat=seat, able=able)
    if form.is_valid():
        try:
            invitation = operations.invite(review=review, invitation=form.invitation, by=request.member, on=today())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said_back(invitation))
            return redirect("reviews:one", slug=request.school.slug, pk=pk, uuid=uuid)
    return render(request, "reviews/ask.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "form": form,
        "review": review, "late": late_notice(review, today())}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@at_school(Permission.DRAFT_READ)
def leave_out(request: SchoolRequest, pk: int, uuid: UUID, seat: str) -> HttpResponse:
    """Say why somebody whom the law names is not invited."""
    reader, review = led_at(request, pk, uuid)
    named = next((each for each in MEETINGS[review.kind].invite if each.key == seat), None)
    if named is None:
        raise Http404
    form = LeaveOutForm(request.POST or None, initial={"why": review.left_out.get(seat, "")})
    if form.is_valid():
        try:
            operations.leave_out(review=review, seat=seat, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Noted. You can still ask somebody.")
            return redirect("reviews:one", slug=request.school.slug, pk=pk, uuid=uuid)
    return render(request, "reviews/leave_out.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "form": form,
        "review": review, "seat": named}, status=422 if form.errors else 200)


def said_back(invitation: Invitation) -> str:
    if policies.address_of(invitation):
        return f"{invitation.name} is asked: a letter is on its way to {policies.address_of(invitation)}."
    if invitation.route == Invitation.Route.SIGN_IN:
        return f"{invitation.name} is asked, and finds the questions after signing in."
    return f"{invitation.name} is on the list. Ask them yourself, and type in what they say."


@require_POST
@at_school(Permission.DRAFT_READ)
def teachers(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """The round robin."""
    _, review = led_at(request, pk, uuid)
    try:
        asked = operations.ask_teachers(review=review, by=request.member, on=today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        names = ", ".join(each.name for each in asked)
        messages.success(request, f"Asked: {names}. Each answers in about two minutes." if asked
                         else "Everybody who teaches them has been asked already.")
    return redirect("reviews:one", slug=request.school.slug, pk=pk, uuid=uuid)


DEEDS = {
    "chase": (operations.chase, "{} has been reminded."),
    "no_reply": (operations.no_reply, "Noted: {} did not reply. An answer that comes later takes this back."),
    "ask_again": (operations.ask_again, "{} is asked again."),
}


@require_POST
@at_school(Permission.DRAFT_READ)
def person(request: SchoolRequest, pk: int, uuid: UUID, who: UUID, deed: str) -> HttpResponse:
    """Remind somebody, note that they did not reply, or ask them again."""
    _, invitation = invitation_at(request, pk, uuid, who)
    act, words = DEEDS[deed]
    try:
        act(invitation=invitation, by=request.member, on=today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words.format(invitation.name))
    return redirect("reviews:one", slug=request.school.slug, pk=pk, uuid=uuid)


@require_http_methods(["GET", "POST"])
@at_school(Permission.DRAFT_READ)
def take_back(request: SchoolRequest, pk: int, uuid: UUID, who: UUID) -> HttpResponse:
    """Ask somebody no longer, once it is said what that does."""
    reader, invitation = invitation_at(request, pk, uuid, who)
    if request.method == "POST":
        try:
            operations.take_back(invitation=invitation, by=request.member, on=today())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{invitation.name} is no longer asked. You can ask again, at the foot of the "
                                      "list.")
        return redirect("reviews:one", slug=request.school.slug, pk=pk, uuid=uuid)
    return render(request, "reviews/take_back.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner,
        "invitation": invitation, "review": invitation.review, "written": policies.was_written_to(invitation)})


@require_http_methods(["GET", "POST"])
@at_school(Permission.DRAFT_READ)
def typed(request: SchoolRequest, pk: int, uuid: UUID, who: UUID) -> HttpResponse:
    """Type what somebody said on paper or by phone."""
    reader, invitation = invitation_at(request, pk, uuid, who)
    asked = form_for(invitation, today())
    form = TypedForm(request.POST or None, asked=asked, name=reader.learner.first)
    if form.is_valid():
        try:
            operations.answer_for(invitation=invitation, answers=form.answers, by=request.member, on=today(),
                                  **{name: form.cleaned_data[name] for name in ("route", "key", "how", "happened_on")})
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Kept as {invitation.name}'s words, typed by you. It waits here.")
            return redirect("reviews:answers", slug=request.school.slug, pk=pk, uuid=uuid)
    return render(request, "reviews/typed.html", {
        "banner": banner(reader.learner, request.member, today()), "learner": reader.learner, "form": form,
        "invitation": invitation, "review": invitation.review}, status=422 if form.errors else 200)
