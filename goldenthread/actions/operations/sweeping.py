"""Raising what a rule calls for, and closing it when the cause has gone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from goldenthread.actions import causes as rules
from goldenthread.actions.causes import Cause
from goldenthread.actions.models import Action
from goldenthread.actions.operations.agreeing import BATCH, told
from goldenthread.actions.states import DONE, DROPPED, OPEN
from goldenthread.audit.operations import record_many
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.schools.models import School

# What is kept in step while a cause lasts: the day may move, and with it the words.
IN_STEP = ("what", "why", "due_on")
# What closing an action sets, and its coming back.
BACK = ("state", "dropped_why", "given_at", "closed_by", "closed_on", "cause_gone_on")


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
        fresh = [cause for key, cause in found.items() if key not in standing]
        return Swept(opened=open_all(fresh, school, by), closed=close_all(gone, by, on, why_over(gone, on)),
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


def open_all(fresh: list[Cause], school: School, by: Membership) -> int:
    """Raise what these causes call for. What was closed as no longer called for comes back."""
    over = Action.objects.filter(school=school, cause__in=[cause.key for cause in fresh], state=DROPPED,
                                 cause_gone_on=F("closed_on")).select_related("learner").order_by("pk")
    back = {action.cause: action for action in over} if fresh else {}
    for action in back.values():
        action.state, action.dropped_why, action.given_at = OPEN, "", now()
        action.closed_by = action.closed_on = action.cause_gone_on = None
    Action.objects.bulk_update(back.values(), BACK, batch_size=BATCH)
    bring_in_step(back, {cause.key: cause for cause in fresh})
    made = Action.objects.bulk_create([raised(cause, school, by) for cause in fresh if cause.key not in back],
                                      batch_size=BATCH)
    record_many("actions.raised", by=by,
                about=[(action, action.learner, told(action)) for action in [*made, *back.values()]])
    return len(fresh)


def why_over(gone: Iterable[Action], on: date) -> dict[str, str]:
    """Of actions whose cause has gone, by cause: why it is over though nobody has done it."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for action in gone:
        by_kind[action.kind].append(action.cause)
    return {key: why for kind, keys in by_kind.items() if kind in rules.OVER
            for key, why in rules.OVER[kind](keys, on).items()}


def close_all(gone: Iterable[Action], by: Membership, on: date, over: Mapping[str, str]) -> int:
    """Close what is open of these, their causes having gone: as done, or as no longer called for where `over` says why.
    What was dropped may from now on be raised again.
    """
    gone = list(gone)
    left = [action for action in gone if action.is_open]
    for action in left:
        action.dropped_why = over.get(action.cause, "")
        action.state = DROPPED if action.dropped_why else DONE
        action.closed_by, action.closed_on, action.cause_gone_on = by, on, on
    Action.objects.bulk_update(left, BACK, batch_size=BATCH)
    if dropped := [action.pk for action in gone if action not in left]:
        Action.objects.filter(pk__in=dropped).update(cause_gone_on=on)
    for kind, state in (("actions.closed_by_itself", DONE), ("actions.no_longer_called_for", DROPPED)):
        record_many(kind, by=by, about=[
            (action, action.learner, {"kind": action.kind}) for action in left if action.state == state])
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
    fresh = [cause for key, cause in found.items() if key not in standing]
    return Swept(opened=open_all(fresh, school, by), changed=bring_in_step(standing, found))


@transaction.atomic
def close_for(*, school: School, causes: Iterable[str], by: Membership, on: date) -> int:
    """Close what stands for these causes, in the transaction of the operation that ends them, having ended them; gives
    how many.
    """
    held = Action.objects.select_for_update().filter(school=school, cause__in=list(causes), cause_gone_on=None)
    gone = list(held.exclude(cause=""))
    return close_all(gone, by, on, why_over(gone, on))
