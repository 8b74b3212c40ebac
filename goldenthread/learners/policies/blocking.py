"""Keeping a person from a learner. Equal access is the rule for a family: without an order it takes two to decide."""

from datetime import date

from django.db.models import QuerySet

from goldenthread.learners.models import Block, BlockAsked, Learner
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.people.policies import live
from goldenthread.people.roles import ROLES

DECIDERS = [key for key, role in ROLES.items() if Permission.ACCESS_MANAGE in role.may and role.staff]


def takes_two(member: Membership, ordered: bool) -> bool:
    """Whether keeping this person out needs a second person: family, in whichever of their roles they were chosen."""
    family = [key for key, role in ROLES.items() if role.kind == "family"]
    return not ordered and Membership.objects.filter(
        school_id=member.school_id, user=member.user, role__in=family).exists()


def could_confirm(learner: Learner, member: Membership, by: Membership, on: date) -> QuerySet[Membership]:
    """The colleagues who could be the second person: neither who asks, nor who is to be kept out, nor kept out."""
    out = Block.objects.live(on).filter(learner=learner).values("user")
    deciders = Membership.objects.filter(live(on), school_id=learner.school_id, role__in=DECIDERS, user__is_active=True)
    return deciders.exclude(user__in=out).exclude(user__in=[by.user_id, member.user_id])


def why_not_block(member: Membership, learner: Learner, by: Membership, basis: str, ordered: bool, on: date,
                  ends_on: date | None = None) -> str:
    """Keep a person from a learner at once."""
    if sentence := why_no_block(member, learner, by, basis, on, ends_on):
        return sentence
    if takes_two(member, ordered):
        return "Without a court order nobody decides this alone. Ask for it, and a colleague confirms it."
    return ""


def why_not_ask_for_block(member: Membership, learner: Learner, by: Membership, basis: str, on: date,
                          ends_on: date | None = None) -> str:
    """Ask that somebody of the family be kept out."""
    if sentence := why_no_block(member, learner, by, basis, on, ends_on):
        return sentence
    if not could_confirm(learner, member, by, on).exists():
        return ("Without a court order a second person confirms this from their own account, and nobody else here "
                "can. A SENCO admin can invite a colleague to the SENCO team, under People.")
    return ""


def why_no_block(member: Membership, learner: Learner, by: Membership, basis: str, on: date,
                 ends_on: date | None) -> str:
    if member.school_id != learner.school_id or member.user_id is None:
        return "Choose a member of this school."
    if member.user_id == by.user_id:
        return "You cannot block yourself. Ask a colleague."
    if not basis.strip():
        return "Say what the block rests on, such as the date and kind of a court order."
    if ends_on and ends_on < on:
        return "A block cannot end before it begins."
    return ""


def why_not_confirm(asked: BlockAsked, by: Membership, on: date) -> str:
    """Be the second person."""
    if asked.answered_on:
        return "This has been answered already."
    if asked.asked_by.user_id == by.user_id:
        return "You asked for this. A colleague has to confirm it, from their own account."
    if asked.user_id == by.user_id:
        return "Somebody else must answer this."
    if asked.ends_on and asked.ends_on < on:
        return "The block that was asked for would be over already. Turn it down."
    return ""


def why_not_turn_down(asked: BlockAsked, by: Membership) -> str:
    """Say no, or take back what one asked for oneself."""
    if asked.answered_on:
        return "This has been answered already."
    return "Somebody else must answer this." if asked.user_id == by.user_id else ""


def why_not_lift(block: Block, by: Membership) -> str:
    if block.user_id == by.user_id:
        return "Somebody else must lift a block on you."
    return ""
