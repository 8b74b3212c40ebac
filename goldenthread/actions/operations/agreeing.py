"""Agreeing what is to be done, and saying what became of it."""

import uuid as uuids
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.actions import policies
from goldenthread.actions.models import Action
from goldenthread.actions.states import DONE, DROPPED, OPEN
from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.audiences import STAFF
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.schools.models import School
from goldenthread.schools.words import clean, why_not_keep

LONGEST = 2_000
BATCH = 500


def agree(*, learner: Learner | None, what: str, due_on: date, by: Membership, on: date, why: str = "",
          owner: Membership | None = None, owner_role: str = "senco_admin", source: tuple[str, str] = ("", ""),
          audience: str = STAFF, uuid: uuids.UUID | None = None) -> Action:
    """Agree that something will be done by a day, by `owner` or else by whoever is in `owner_role`. Without a learner
    it is about the school. The same uuid again gives the action that is there.
    """
    room, ref = source
    agreed = Action(learner=learner, what=what, why=why, owner=owner, owner_role=owner_role, due_on=due_on,
                    source_room=room, source_id=ref, audience=audience, uuid=uuid or uuids.uuid4())
    return agree_many(actions=[agreed], by=by, on=on)[0]


@transaction.atomic
def agree_many(*, actions: Iterable[Action], by: Membership, on: date) -> list[Action]:
    """Agree many actions (unsaved, saying only what `agree` takes), about many learners, all or none."""
    actions = [prepared(action, by) for action in actions]
    asked = {action.learner_id for action in actions if action.learner_id}
    refuse_actions(actions, seen_by(by, asked, on), by, on)
    # Two saves of one uuid wait for each other here, so that the second finds the first.
    School.objects.select_for_update(no_key=True).get(pk=by.school_id)
    there = {action.uuid: action for action in Action.objects.filter(
        school_id=by.school_id, uuid__in=[action.uuid for action in actions])}
    fresh = [action for action in actions if action.uuid not in there]
    made = {action.uuid: action for action in Action.objects.bulk_create(fresh, batch_size=BATCH)}
    record_many("actions.agreed", by=by, about=[(action, action.learner, told(action)) for action in fresh])
    return [made.get(action.uuid) or there[action.uuid] for action in actions]


def prepared(action: Action, by: Membership) -> Action:
    """An unsaved action, its words cleaned, with who raised it and when."""
    action.school_id, action.raised_by = by.school_id, by
    action.raised_at = action.given_at = now()
    action.what, action.why = clean(action.what), clean(action.why)
    return action


def refuse_actions(actions: Sequence[Action], seen: set[int], by: Membership, on: date) -> None:
    """Ask every rule of every action; one question for each person something is given to."""
    owners = {action.owner for action in actions if action.owner}
    theirs = {owner.pk: seen_by(owner, {a.learner_id for a in actions if a.learner_id}, on) for owner in owners}
    for action in actions:
        if action.learner_id:
            refuse_if("" if action.learner_id in seen else policies.CLOSED_TO_YOU)
        refuse_if(policies.why_not_agree(by, action.learner, action.audience))
        refuse_if("" if action.what else "Write what will be done.")
        refuse_if(why_not_keep(action.what, longest=LONGEST))
        refuse_if(why_not_keep(action.why, longest=LONGEST) if action.why else "")
        refuse_if(policies.why_not_due(action.due_on, on))
        if action.owner is None:
            refuse_if(policies.why_not_own(None, action.owner_role, action.learner, on))
        else:
            refuse_if("" if action.owner.school_id == by.school_id else "Choose somebody at this school.")
            sees = action.learner_id is None or action.learner_id in theirs[action.owner.pk]
            refuse_if(policies.why_not_theirs(action.owner, action.learner, sees, on))


def seen_by(member: Membership, learners: set[int], on: date) -> set[int]:
    """Those of these learners whom a member sees."""
    return set(Learner.objects.visible_to(member, on).filter(pk__in=learners).values_list("pk", flat=True))


def told(action: Action) -> dict[str, Any]:
    """What an event says of an action: never its words."""
    return {"owner": action.owner_name, "due_on": action.due_on.isoformat(), "kind": action.kind}


def locked(action: Action) -> Action:
    """The action as it stands, nobody else changing it. No joins: see outcomes."""
    return Action.objects.select_for_update().get(pk=action.pk)


@transaction.atomic
def done(*, action: Action, by: Membership, on: date) -> Action:
    """It has been done. Saying so again changes nothing."""
    stands = locked(action)
    if stands.state == DONE:
        return stands
    refuse_if(policies.why_not_move(stands, DONE, by, on))
    return moved(stands, DONE, by, on, "actions.done")


@transaction.atomic
def drop(*, action: Action, why: str, by: Membership, on: date) -> Action:
    """It will not be done, and why. What a rule raised stays away then for as long as the rule would raise it."""
    stands, why = locked(action), clean(why)
    if (stands.state, stands.dropped_why) == (DROPPED, why):
        return stands
    refuse_if(policies.why_not_move(stands, DROPPED, by, on))
    refuse_if("" if why else "Say why it will not be done.")
    refuse_if(why_not_keep(why, longest=LONGEST))
    return moved(stands, DROPPED, by, on, "actions.dropped", dropped_why=why)


@transaction.atomic
def reopen(*, action: Action, by: Membership, on: date) -> Action:
    """It is to be done after all."""
    stands = locked(action)
    if stands.is_open:
        return stands
    refuse_if(policies.why_not_move(stands, OPEN, by, on))
    return moved(stands, OPEN, by, on, "actions.reopened", dropped_why="")


def moved(stands: Action, to: str, by: Membership, on: date, kind: str, **changed: Any) -> Action:
    closed = {"closed_by": None, "closed_on": None} if to == OPEN else {"closed_by": by, "closed_on": on}
    save(stands, state=to, **closed, **changed)
    record(kind, by=by, about=stands, learner=stands.learner)
    return stands


def save(stands: Action, **changed: Any) -> None:
    for name, value in changed.items():
        setattr(stands, name, value)
    stands.save(update_fields=list(changed))


@transaction.atomic
def hand_to(*, action: Action, owner: Membership, by: Membership, on: date) -> Action:
    """Somebody else will do it. Who had it before stands in what happened."""
    stands = locked(action)
    if stands.owner_id == owner.pk:
        return stands
    refuse_if(policies.why_not_hand(stands, owner, by, on))
    before = stands.owner_name
    save(stands, owner=owner, given_at=now())
    record("actions.handed_on", by=by, about=stands, learner=stands.learner, was=before, owner=owner.name)
    return stands


@transaction.atomic
def put_off(*, action: Action, due_on: date, by: Membership, on: date) -> Action:
    """It will be done by another day. A rule's own days are the rule's to move."""
    stands = locked(action)
    if stands.due_on == due_on:
        return stands
    refuse_if(policies.why_not_put_off(stands, due_on, by, on))
    before = stands.due_on
    save(stands, due_on=due_on)
    record("actions.put_off", by=by, about=stands, learner=stands.learner, was=before.isoformat(),
           due_on=due_on.isoformat())
    return stands
