"""Agreeing what is to be done, and saying what became of it; raising and closing what a rule calls for."""

import uuid as uuids
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.actions import causes as rules
from goldenthread.actions import policies
from goldenthread.actions.causes import Cause
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
# What is kept in step while a cause lasts: the day may move, and with it the words.
IN_STEP = ("what", "why", "due_on")


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


@dataclass(frozen=True)
class Swept:
    """What a sweep changed: how many were raised, closed by themselves, brought in step."""

    opened: int = 0
    closed: int = 0
    changed: int = 0


def sweep(*, school: School, by: Membership, on: date, kinds: Sequence[str] | None = None) -> Swept:
    """Raise an action for each cause that has none, and close those whose cause has gone. Doing it twice changes
    nothing. `kinds` are all of them, and then what is left of a kind that there is no longer closes too.
    """
    # Before the transaction: the finders may take their time, and nobody's writing waits for it.
    found = rules.live(school, on, list(rules.FINDERS) if kinds is None else kinds)
    with transaction.atomic():
        School.objects.select_for_update(no_key=True).get(pk=school.pk)  # one sweep at a time
        standing = standing_for(school, kinds)
        gone = [action for key, action in standing.items() if key not in found]
        fresh = [raised(cause, school, by) for key, cause in found.items() if key not in standing]
        return Swept(opened=len(open_all(fresh, by)), closed=close_all(gone, by, on),
                     changed=bring_in_step(standing, found))


def standing_for(school: School, kinds: Sequence[str] | None) -> dict[str, Action]:
    """The actions raised for causes not yet known to be gone, by cause."""
    held = Action.objects.filter(school=school, cause_gone_on=None).exclude(cause="")
    if kinds is not None:
        held = held.filter(kind__in=kinds)
    return {action.cause: action for action in held.select_related("learner")}


def raised(cause: Cause, school: School, by: Membership) -> Action:
    """The unsaved action that a cause calls for."""
    at = now()
    return Action(school=school, learner=cause.learner, what=cause.what, why=cause.why, kind=cause.kind,
                  cause=cause.key, owner=cause.owner, owner_role=cause.owner_role, due_on=cause.due_on,
                  audience=cause.audience, source_room=cause.source_room, source_id=cause.source_id,
                  raised_by=by, raised_at=at, given_at=at)


def open_all(fresh: list[Action], by: Membership) -> list[Action]:
    made = Action.objects.bulk_create(fresh, batch_size=BATCH)
    record_many("actions.raised", by=by, about=[(action, action.learner, told(action)) for action in made])
    return made


def close_all(gone: Iterable[Action], by: Membership, on: date) -> int:
    """Close what is open of these, their causes having gone; what was dropped may from now on be raised again."""
    gone = list(gone)
    left = [action for action in gone if action.is_open]
    if left:
        Action.objects.filter(pk__in=[action.pk for action in left]).update(
            state=DONE, closed_by=by, closed_on=on, cause_gone_on=on)
    if dropped := [action.pk for action in gone if not action.is_open]:
        Action.objects.filter(pk__in=dropped).update(cause_gone_on=on)
    record_many("actions.closed_by_itself", by=by,
                about=[(action, action.learner, {"kind": action.kind}) for action in left])
    return len(left)


def bring_in_step(standing: dict[str, Action], found: dict[str, Cause]) -> int:
    """Where a cause lasts and its day or words have moved, the open action says so too."""
    moved_on = []
    for key, action in standing.items():
        cause = found.get(key)
        if cause and action.is_open and any(getattr(action, name) != getattr(cause, name) for name in IN_STEP):
            for name in IN_STEP:
                setattr(action, name, getattr(cause, name))
            moved_on.append(action)
    Action.objects.bulk_update(moved_on, IN_STEP, batch_size=BATCH)
    return len(moved_on)


@transaction.atomic
def close_for(*, school: School, causes: Iterable[str], by: Membership, on: date) -> int:
    """Close what stands for these causes, in the transaction of the operation that ends them; gives how many."""
    held = Action.objects.select_for_update().filter(school=school, cause__in=list(causes), cause_gone_on=None)
    return close_all(held.exclude(cause=""), by, on)
