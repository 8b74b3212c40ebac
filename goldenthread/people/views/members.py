"""Who works at the school: the list, inviting, changing roles, ending access, learners' passphrases."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldenthread.audit.refusals import Refused
from goldenthread.people import operations, policies, queries
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.forms import EndForm, InviteForm, RoleForm, UntilForm
from goldenthread.people.models import Invitation, Membership
from goldenthread.people.permissions import Permission
from goldenthread.people.second import factors
from goldenthread.schools.clock import now, today
from goldenthread.schools.forms import Form
from goldenthread.schools.templatetags.gt import day

GROUPS = [("staff", "Staff and visitors"), ("family", "Family"), ("learners", "Learners")]
AT_ONCE = 60


@require_GET
@at_school(Permission.MEMBERS_MANAGE)
def people(request: SchoolRequest) -> HttpResponse:
    which = request.GET.get("which", "staff")
    words = request.GET.get("q", "")
    found = queries.members(request.school, today(), words, which)
    counts = queries.counts(request.school, today())
    url = reverse("members:people", kwargs={"slug": request.school.slug})
    return render(request, "people/members.html", {
        "page": Paginator(found, 50).get_page(request.GET.get("page")), "words": words, "which": which,
        "today": today(),
        "tabs": [{"text": text, "href": f"{url}?which={key}", "current": key == which, "count": counts[key]}
                 for key, text in GROUPS],
        "invitations": queries.open_invitations(request.school, now()) if which != "learners" else []})


@require_http_methods(["GET", "POST"])
@at_school(Permission.MEMBERS_MANAGE)
def invite(request: SchoolRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            operations.invite(school=request.school, by=request.member, now=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"A letter is on its way to {form.cleaned_data['email']}. It opens the door "
                                      "once, in the next seven days.")
            return to_people(request)
    return one_form(request, form, "Invite somebody", "Send the invitation",
                    "Parents are invited from the page of their child, so that they see that child and no other.")


@require_POST
@at_school(Permission.MEMBERS_MANAGE)
def withdraw(request: SchoolRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, school=request.school, pk=pk)
    operations.withdraw_invitation(invitation=invitation, by=request.member, now=now())
    messages.success(request, f"The invitation of {invitation.name} opens nothing any more.")
    return to_people(request)


@require_GET
@at_school(Permission.MEMBERS_MANAGE)
def member(request: SchoolRequest, pk: int) -> HttpResponse:
    """One person: what can be done, and why not where it can't."""
    who = one(request, pk)
    me, on, moment = request.member, today(), now()
    return render(request, "people/member.html", {
        "who": who, "live": who.is_live(on), "factors": len(factors(who.user)) if who.user else 0,
        "why_not_end": policies.why_not_end(who, me, on),
        "can_change_role": who.role not in policies.FIXED and not policies.why_not_end(who, me, on),
        "can_stand_in": not policies.why_not_stand_in(who, on, me, on),
        "can_forget": bool(who.user and factors(who.user)) and not policies.why_not_forget_seconds(who, me),
        "can_give": not policies.why_not_give_password(who, me, on),
        "dormant": bool(who.user) and who.as_role.staff and policies.is_dormant(who.user, moment),  # type: ignore[arg-type]
        "delay": policies.in_minutes(wait) if who.user and (wait := queries.delay(who.user, moment)) else ""})


@require_http_methods(["GET", "POST"])
@at_school(Permission.MEMBERS_MANAGE)
def role(request: SchoolRequest, pk: int) -> HttpResponse:
    who = one(request, pk)
    form = RoleForm(request.POST or None, initial={"role": who.role})
    if form.is_valid():
        try:
            new = operations.change_role(member=who, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{new.name} is {new.as_role.title} from now on.")
            return redirect("members:member", slug=request.school.slug, pk=new.pk)
    return one_form(request, form, f"Another role for {who.name}", "Change role",
                    f"{who.name} is {who.as_role.title} now. Access that was given to learners ends with the old role; "
                    "give it anew afterwards.")


@require_http_methods(["GET", "POST"])
@at_school(Permission.MEMBERS_MANAGE)
def end(request: SchoolRequest, pk: int) -> HttpResponse:
    who = one(request, pk)
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            ended = operations.end(member=who, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            still = ended.ends_on and ended.ends_on >= today()
            when = f"ends after {day(ended.ends_on)}" if still else "has ended"
            messages.success(request, f"The access of {who.name} {when}. What they wrote stays, under their name.")
            return to_people(request)
    return one_form(request, form, f"End the access of {who.name}?", "End access", kind="warning",
                    text=f"{who.name} will see nothing of this school any more. What they wrote stays, under their "
                         "name. Plans and actions they look after should be given to somebody else.")


@require_http_methods(["GET", "POST"])
@at_school(Permission.MEMBERS_MANAGE)
def stand_in(request: SchoolRequest, pk: int) -> HttpResponse:
    who = one(request, pk)
    form = UntilForm(request.POST or None)
    if form.is_valid():
        try:
            operations.name_stand_in(member=who, by=request.member, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            until = day(form.cleaned_data["until"])
            messages.success(request, f"{who.name} stands in as SENCO admin up to and including {until}.")
            return to_people(request)
    return one_form(request, form, f"{who.name} as stand-in SENCO admin", "Name as stand-in",
                    "A stand-in may do all that a SENCO admin may, issuing plans included. It ends by itself.")


@require_POST
@at_school(Permission.MEMBERS_MANAGE)
def help_in(request: SchoolRequest, pk: int) -> HttpResponse:
    """Small helps for somebody who can't get in: lift the wait, wake the account, forget a lost phone."""
    who = one(request, pk)
    act = request.POST.get("act")
    if act == "lift":
        operations.lift_delay(member=who, by=request.member)
        said = f"{who.name} can try again at once."
    elif act == "wake":
        operations.wake(member=who, by=request.member, now=now())
        said = f"{who.name} can sign in again."
    elif act == "forget":
        operations.forget_seconds(member=who, by=request.member, now=now())
        said = f"{who.name} sets up a new second factor when they next sign in. They are told by e-mail."
    else:
        raise Refused("Choose what to do for this person.")
    messages.success(request, said)
    return redirect("members:member", slug=request.school.slug, pk=who.pk)


@require_POST
@at_school(Permission.MEMBERS_MANAGE)
def passphrases(request: SchoolRequest) -> HttpResponse:
    """New passphrases for the learners ticked, on a page to print that comes once and is kept nowhere."""
    picked = [int(pk) for pk in request.POST.getlist("member") if pk.isdigit()]
    chosen = list(Membership.objects.filter(school=request.school, pk__in=picked).select_related("user", "school"))
    if not chosen or len(chosen) > AT_ONCE:
        raise Refused(f"Tick between one and {AT_ONCE} learners.")
    give = operations.spare_passwords if request.POST.get("kind") == "spare" else operations.temporary_passwords
    given = give(members=chosen, by=request.member, now=now())
    return render(request, "people/passphrases.html", {"given": given, "spare": request.POST.get("kind") == "spare"})


def one(request: SchoolRequest, pk: int) -> Membership:
    found = Membership.objects.exclude(role="system").select_related("user", "school")
    return get_object_or_404(found, school=request.school, pk=pk)


def to_people(request: SchoolRequest) -> HttpResponse:
    return redirect("members:people", slug=request.school.slug)


def one_form(request: SchoolRequest, form: Form, title: str, button: str, text: str = "", **facts: Any) -> HttpResponse:
    return render(request, "people/one_form.html", {
        "form": form, "title": title, "button": button, "text": text, "back_text": "People",
        "back": reverse("members:people", kwargs={"slug": request.school.slug}), **facts})
