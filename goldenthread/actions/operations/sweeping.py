"""Raising what a rule calls for, and closing it when the cause has gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from goldenthread.actions import causes as rules
from goldenthread.actions.causes import Cause
from goldenthread.actions.models import Action
from goldenthread.actions.operations.agreeing import BATCH, told
from goldenthread.actions.states import DONE
from goldenthread.audit.operations import record_many
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.schools.models import School

# What is kept in step while a cause lasts: the day may move, and with it the words.
IN_STEP = ("what", "why", "due_on")


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
def raise_for(*, school: School, causes: Iterable[Cause], by: Membership, on: date) -> Swept:
    """Raise at once what an operation has made due, in its own transaction, rather than at night; a cause that has its
    action keeps it in step.
    """
    found = {cause.key: cause for cause in causes}
    if not found:
        return Swept()
    School.objects.select_for_update(no_key=True).get(pk=school.pk)  # no sweep beside it
    held = Action.objects.filter(school=school, cause_gone_on=None, cause__in=list(found)).select_related("learner")
    standing = {action.cause: action for action in held}
    fresh = [raised(cause, school, by) for key, cause in found.items() if key not in standing]
    return Swept(opened=len(open_all(fresh, by)), changed=bring_in_step(standing, found))


@transaction.atomic
def close_for(*, school: School, causes: Iterable[str], by: Membership, on: date) -> int:
    """Close what stands for these causes, in the transaction of the operation that ends them; gives how many."""
    held = Action.objects.select_for_update().filter(school=school, cause__in=list(causes), cause_gone_on=None)
    return close_all(held.exclude(cause=""), by, on)
