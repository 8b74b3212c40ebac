"""Keeping somebody from a learner: by order, or by two of the team; and letting them in again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from goldenthread.learners import operations, policies, queries
from goldenthread.learners.forms import BlockForm
from goldenthread.learners.models import Block, BlockAsked
from goldenthread.learners.views.doing import act, confirm, show, the_learner, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today


@require_http_methods(["GET", "POST"])
@at_school(Permission.ACCESS_MANAGE)
def block(request: SchoolRequest, pk: int) -> HttpResponse:
    """Keep somebody from this learner, or ask a colleague to confirm that they be."""
    learner = the_learner(request, pk)
    form = BlockForm(request.POST or None, school_id=learner.school_id, on=today())

    def save(*, member: Membership, ordered: bool, **given: Any) -> Block | BlockAsked:
        if policies.takes_two(member, ordered):
            return operations.ask_for_block(learner=learner, member=member, by=request.member, on=today(), now=now(),
                                            **given)
        return operations.block(learner=learner, member=member, ordered=ordered, by=request.member, on=today(),
                                **given)

    def said(done: Block | BlockAsked) -> str:
        if isinstance(done, Block):
            return f"{done.user.name} is kept from {learner.first}'s record."
        return (f"{done.user.name} is not kept out yet. Your colleagues are asked to confirm it, and the page below "
                "shows what they answer.")

    return act(request, form, save, said, to(request, "access", pk=pk)) or show(
        request, "form", learner, form=form, title=f"Keep somebody from {learner.first}'s record",
        button="Keep them out", warning=True, back=to(request, "access", pk=pk),
        will=f"Once this holds, the person is signed out, and meets “page not found” wherever {learner.first}'s "
             "record would be, in every role they have at this school and whatever access they were given. They are "
             "not told. Their access to other learners stays as it is.")


@require_http_methods(["GET", "POST"])
@at_school(Permission.ACCESS_MANAGE)
def agree(request: SchoolRequest, pk: int, asked: int) -> HttpResponse:
    """Be the second person: confirm a block that a colleague asked for."""
    learner = the_learner(request, pk)
    wanted = get_object_or_404(queries.blocks_asked(learner), pk=asked)
    return confirm(
        request, learner, lambda: operations.confirm_block(asked=wanted, by=request.member, on=today()),
        f"{wanted.user.name} is kept from {learner.first}'s record.", to(request, "access", pk=pk),
        title=f"Confirm that {wanted.user.name} is kept out",
        will=f"{wanted.asked_by} asked for this, without a court order. It rests on: {wanted.basis}. Parents and "
             f"carers have equal access unless two of you decide otherwise. Press the button only if you have made "
             f"up your own mind: {wanted.user.name} is then kept out at once.", button="Confirm the block")


@require_http_methods(["GET", "POST"])
@at_school(Permission.ACCESS_MANAGE)
def turn_down(request: SchoolRequest, pk: int, asked: int) -> HttpResponse:
    """Say no to a block that was asked for, or take it back."""
    learner = the_learner(request, pk)
    wanted = get_object_or_404(queries.blocks_asked(learner), pk=asked)
    return confirm(
        request, learner, lambda: operations.turn_down_block(asked=wanted, by=request.member, on=today()),
        f"{wanted.user.name} is not kept out.", to(request, "access", pk=pk), kind="",
        title=f"Turn down keeping {wanted.user.name} out",
        will=f"{wanted.asked_by} asked for this. It rests on: {wanted.basis}. {wanted.user.name}'s access stays as it "
             "is, and it is kept on record that this was asked and turned down.", button="Turn it down")


@require_http_methods(["GET", "POST"])
@at_school(Permission.ACCESS_MANAGE)
def lift(request: SchoolRequest, pk: int, block: int) -> HttpResponse:
    """Lift a block."""
    learner = the_learner(request, pk)
    held = get_object_or_404(queries.blocks(learner, today()), pk=block)
    return confirm(
        request, learner, lambda: operations.lift_block(block=held, by=request.member, on=today()),
        f"{held.user.name} is kept out no longer.", to(request, "access", pk=pk),
        title=f"Let {held.user.name} in again",
        will=f"The block rests on: {held.basis}. Once it is lifted, any access {held.user.name} was given and that has "
             "not ended counts again at once.", button="Lift the block")
