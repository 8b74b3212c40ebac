"""Why not: who may agree actions, do them, drop them, hand them on."""

from datetime import date

from goldenthread.actions.managers import SEES_THE_SCHOOL
from goldenthread.actions.models import Action
from goldenthread.actions.states import DONE, MOVES, OPEN, STATES
from goldenthread.learners.audiences import AUDIENCES
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import audiences_for
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.people.roles import ROLES
from goldenthread.schools.forms import in_words

CLOSED_TO_YOU = "This learner's record is not open to you."
BY_ITSELF = "This was raised by a rule and closes by itself once it has happened. Where it is not needed, drop it."


def why_not_agree(by: Membership, learner: Learner | None, audience: str) -> str:
    """Why a member who sees this learner cannot agree an action about them. Asks the database nothing."""
    if learner is None and by.kind not in SEES_THE_SCHOOL:
        return "Only the SENCO's team can agree actions that are about no one learner."
    if not by.may(Permission.RECORD_WRITE):
        return "Only staff and professionals who work with this learner can agree actions."
    if audience not in AUDIENCES:
        return "Choose who may read this from the list."
    return "" if audience in audiences_for(by.kind) else "You cannot write what you could not read yourself."


def why_not_due(due_on: date | None, on: date) -> str:
    if due_on is None:
        return "Say by when it will be done."
    return f"It cannot have been due before {in_words(on)}. Choose a day to come." if due_on < on else ""


def why_not_own(owner: Membership | None, owner_role: str, learner: Learner | None, on: date) -> str:
    """Why an action cannot be this person's, or this role's, to do."""
    if owner is None:
        return "" if owner_role in ROLES and owner_role != "system" else "Say who will do it."
    return why_not_theirs(owner, learner, learner is None or sees(owner, learner, on), on)


def why_not_theirs(owner: Membership, learner: Learner | None, seen: bool, on: date) -> str:
    """As why_not_own, where it is known whether they see the learner."""
    if owner.role == "system" or not owner.is_live(on):
        return f"{owner.name} is not at this school any more. Choose somebody who is."
    if not seen and learner:
        return (f"{owner.name} cannot see {learner.first}’s record. Give them access first, or choose somebody who "
                "can see it.")
    return ""


def sees(member: Membership, learner: Learner, on: date) -> bool:
    return Learner.objects.visible_to(member, on).filter(pk=learner.pk).exists()


def why_not_change(action: Action, by: Membership, on: date) -> str:
    """Why a member cannot say what became of an action, or hand it on."""
    if by.role == "system" and by.school_id == action.school_id:
        return ""
    if not Action.objects.visible_to(by, on).filter(pk=action.pk).exists():
        return CLOSED_TO_YOU
    own = by.user_id in {action.owner.user_id if action.owner else None, action.raised_by.user_id}
    by_role = action.owner is None and action.owner_role == by.role
    if own or by_role or by.kind in SEES_THE_SCHOOL:
        return ""
    return f"Only {action.owner_name}, whoever agreed it and the SENCO's team can change this action."


def why_not_move(action: Action, to: str, by: Membership, on: date) -> str:
    """Why an action cannot be done, dropped or opened again by this member."""
    if why := why_not_change(action, by, on):
        return why
    if to == DONE and action.by_rule:
        return BY_ITSELF
    if to == OPEN and action.cause_gone_on:
        return "What called for this is no longer so. Should it come back, so will the action."
    if to in MOVES[action.state]:
        return ""
    return f"This action is already marked “{STATES[action.state].lower()}”. Open it again first."


def why_not_hand(action: Action, owner: Membership, by: Membership, on: date) -> str:
    """Why an action cannot be handed to somebody."""
    if why := why_not_change(action, by, on):
        return why
    if not action.is_open:
        return "This action is closed. Open it again to hand it on."
    if owner.school_id != action.school_id:
        return "Choose somebody at this school."
    return why_not_own(owner, action.owner_role, action.learner, on)


def why_not_put_off(action: Action, due_on: date, by: Membership, on: date) -> str:
    """Why an action's day cannot be moved."""
    if why := why_not_change(action, by, on) or why_not_due(due_on, on):
        return why
    if not action.is_open:
        return "This action is closed. Open it again to give it another day."
    return "This day follows from a rule, and moves when what it rests on does." if action.by_rule else ""
