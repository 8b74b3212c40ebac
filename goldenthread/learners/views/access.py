"""Who can see a learner and why, until when; giving access and ending it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.learners import operations, queries
from goldenthread.learners.forms import GrantForm
from goldenthread.learners.models import Grant
from goldenthread.learners.views.doing import act, confirm, show, the_learner, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today
from goldenthread.schools.forms import in_words


@require_safe
@at_school(Permission.ACCESS_MANAGE)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    """Everybody who can see this learner, and everybody kept out."""
    learner = the_learner(request, pk)
    return show(request, "access", learner, ways=queries.who_sees(learner, today()),
                team=queries.who_sees_everybody(learner, today()), blocks=queries.blocks(learner, today()),
                asked=queries.blocks_asked(learner),
                may_give_passphrase=request.member.may(Permission.MEMBERS_MANAGE))


@require_http_methods(["GET", "POST"])
@at_school(Permission.ACCESS_MANAGE)
def give(request: SchoolRequest, pk: int) -> HttpResponse:
    """Give a member access to this learner."""
    learner = the_learner(request, pk)
    form = GrantForm(request.POST or None, school_id=learner.school_id, on=today())

    def save(**given: Any) -> Grant:
        return operations.grant(learner=learner, by=request.member, on=today(), **given)

    return act(request, form, save, lambda given: f"{given.member} can see {learner.first}'s record {until(given)}.",
               to(request, "access", pk=pk)) or show(
        request, "form", learner, form=form, title=f"Give access to {learner.first}'s record", button="Give access",
        back=to(request, "access", pk=pk),
        will=f"For staff and for people from outside. A parent or carer is let in as one of {learner.first}'s "
             "contacts: on the page Details, open the contact.")


def until(given: Grant) -> str:
    return f"until {in_words(given.ends_on)}" if given.ends_on else "until you end it"


@require_http_methods(["GET", "POST"])
@at_school(Permission.ACCESS_MANAGE)
def end(request: SchoolRequest, pk: int, grant: int) -> HttpResponse:
    """End one member's access to this learner."""
    learner = the_learner(request, pk)
    given = get_object_or_404(learner.grants.select_related("member"), pk=grant)
    return confirm(
        request, learner, lambda: operations.end_grant(grant=given, by=request.member, on=today()),
        f"{given.member}'s access has ended.", to(request, "access", pk=pk), title=f"End {given.member}'s access",
        will=f"From the moment you press the button {given.member} no longer finds {learner.first} in any list or "
             "search, and links they kept lead nowhere. You can give access again.", button="End access")


@require_http_methods(["GET", "POST"])
@at_school(Permission.ACCESS_MANAGE)
def account(request: SchoolRequest, pk: int) -> HttpResponse:
    """Open the learner's own way in."""
    learner = the_learner(request, pk)
    return confirm(
        request, learner, lambda: operations.open_learner_account(learner=learner, by=request.member, on=today()),
        f"{learner.first} has an account. What they need next is a passphrase, from a SENCO admin.",
        to(request, "access", pk=pk),
        title=f"Open an account for {learner.first}",
        will=f"{learner.first} will be able to sign in with the school's code, a username and a password of their own, "
             "and see their issued plans as far as they are meant for them.", button="Open the account", kind="")
