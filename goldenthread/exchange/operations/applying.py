"""What is right goes in, in one transaction; what is not is left and can be downloaded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from goldenthread.audit.models import Chain
from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.exchange import policies
from goldenthread.exchange.checking import Checked, Fate
from goldenthread.exchange.models import Batch, BatchFile, BatchRow
from goldenthread.exchange.operations.deciding import MEANWHILE, recheck
from goldenthread.learners.models import Group, Learner
from goldenthread.learners.operations import Amendment, Joiner, NeedGiven, amend_many, enrol
from goldenthread.learners.operations.needs import StageGiven
from goldenthread.people.models import Membership
from goldenthread.schools.models import School

State = Batch.State
APART = {"stage", "stage_on", "needs"}


@transaction.atomic
def begin_apply(*, batch: Batch, by: Membership) -> Batch:
    """Mark a batch for the background job that applies it."""
    refuse_if(policies.why_not_apply(batch, by))
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    refuse_if(policies.why_not_apply(batch, by))
    batch.state = State.APPLYING
    batch.save(update_fields=["state"])
    return batch


@transaction.atomic
def give_back(*, batch: Batch, sentence: str) -> None:
    """A batch that could not be applied waits again, with the reason on its page."""
    Batch.objects.filter(pk=batch.pk, state=State.APPLYING).update(state=State.READY, trouble=sentence[:300])


@transaction.atomic
def apply(*, batch: Batch, by: Membership, now: datetime) -> Batch:
    """Check again, then take in the new and change the changed: all of it or nothing, once. A learner whom somebody has
    changed since the rows were shown is left, and that is counted as `meanwhile`.

    Another import of the same school waits at the lock, and then finds these learners known.
    """
    School.objects.select_for_update().get(pk=batch.school_id)
    batch = Batch.objects.select_for_update(of=("self",)).select_related("school").get(pk=batch.pk)
    refuse_if(policies.why_not_apply(batch, by))
    rows = recheck(batch, by, as_shown=True)
    moved = sum(any(p.field == MEANWHILE for p in one.problems) for _, one in rows)
    new = [(row, one) for row, one in rows if one.fate == Fate.NEW]
    changed = [(row, one) for row, one in rows if one.fate == Fate.UPDATED]
    groups = {one.values.get("tutor_group") for _, one in new + changed} - {None, ""}
    before = set(Group.objects.filter(school=batch.school, name__in=groups).values_list("name", flat=True))
    if new:
        enrol(school=batch.school, rows=[joiner(row, one) for row, one in new], by=by, on=batch.on)
    if changed:
        learners = Learner.objects.in_bulk([one.match for _, one in changed])
        rows_ = [amendment(learners[one.match], one, batch) for _, one in changed if one.match]
        amend_many(school=batch.school, rows=rows_, by=by, on=batch.on)
    record("exchange.import_applied", by=by, about=batch, new=len(new), updated=len(changed))
    BatchFile.objects.filter(batch=batch).delete()
    batch.state, batch.applied_by, batch.applied_at, batch.trouble = State.APPLIED, by, now, ""
    batch.last_event = Chain.objects.get(school_id=batch.school_id).length
    batch.groups_made = sorted(groups - before)
    batch.counts = {**batch.counts, **({MEANWHILE: moved} if moved else {})}
    batch.save(update_fields=["state", "applied_by", "applied_at", "trouble", "last_event", "groups_made", "counts"])
    return batch


def joiner(row: BatchRow, one: Checked) -> Joiner:
    values: dict[str, Any] = {k: v for k, v in one.values.items() if k not in {"needs", "school"}}
    return Joiner(uuid=row.uuid, needs=needs(one), **values)


def amendment(learner: Learner, one: Checked, batch: Batch) -> Amendment:
    """Only what differs: what a blank cell does not say stays."""
    new = {name: value for name, (_, value) in one.changes.items()}
    stage = None
    if "stage" in new:
        stage = StageGiven(stage=new["stage"], starts_on=one.values.get("stage_on") or batch.on)
    changes = {name: value for name, value in new.items() if name not in APART}
    return Amendment(learner=learner, changes=changes, stage=stage, needs=needs(one) if "needs" in new else ())


def needs(one: Checked) -> tuple[NeedGiven, ...]:
    return tuple(NeedGiven(type=kind, description=words) for kind, words in one.values.get("needs", ()))
