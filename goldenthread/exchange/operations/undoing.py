"""An import taken back within a day: whoever has been touched since stays as they are, and is listed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.exchange import policies
from goldenthread.exchange.checking import Fate
from goldenthread.exchange.models import Batch, BatchRow
from goldenthread.learners.models import FormerUPN, Learner
from goldenthread.learners.operations import (
    Amendment,
    NeedGiven,
    amend_many,
    forget_former_upn,
    set_needs,
    take_back,
    take_back_groups,
    take_back_stage,
)
from goldenthread.learners.operations.undoing import touched_since
from goldenthread.learners.policies import written_about
from goldenthread.people.models import Membership
from goldenthread.schools.models import School

DAYS = {"dob", "entered_on"}


@transaction.atomic
def undo(*, batch: Batch, by: Membership, now: datetime, on: date) -> Batch:
    """New learners go, changed ones get back what they had, and tutor groups that came with them go where nobody uses
    them. Rows touched since are marked `kept`, with the reason.
    """
    School.objects.select_for_update().get(pk=batch.school_id)
    batch = Batch.objects.select_for_update(of=("self",)).select_related("school").get(pk=batch.pk)
    refuse_if(policies.why_not_undo(batch, by, now))
    made, changed, kept = sorted_out(batch, by, on)
    gone = [one for row, one in made.items() if row not in kept]
    if gone:
        take_back(school=batch.school, learners=gone, by=by)
    put_back(batch, {row: one for row, one in changed.items() if row not in kept}, by)
    take_back_groups(school=batch.school, names=batch.groups_made, by=by)
    for row in kept:
        row.result["kept"] = "Changed since, so left as it is."
    BatchRow.objects.bulk_update(kept, ["result"])
    record("exchange.import_undone", by=by, about=batch, kept=len(kept))
    batch.state, batch.undone_at = Batch.State.UNDONE, now
    batch.counts = {**batch.counts, "kept": len(kept)}
    batch.save(update_fields=["state", "undone_at", "counts"])
    return batch


Rows = dict[BatchRow, Learner]


def sorted_out(batch: Batch, by: Membership, on: date) -> tuple[Rows, Rows, list[BatchRow]]:
    """(those the import made, those it changed, the rows of either that undoing leaves as they are)."""
    made, changed = learners_of(batch)
    touched = written_about(one.pk for one in made.values()) | touched_since(
        batch.school, [one.pk for one in changed.values()], batch.last_event)
    hidden = set(
        Learner.objects.filter(pk__in=[one.pk for one in changed.values()])
        .exclude(pk__in=Learner.objects.visible_to(by, on).values("pk"))
        .values_list("pk", flat=True)
    )
    kept = [row for row, one in (made | changed).items() if one.pk in touched | hidden]
    return made, changed, kept


def learners_of(batch: Batch) -> tuple[dict[BatchRow, Learner], dict[BatchRow, Learner]]:
    """(those the import made, those it changed), by row."""
    rows = list(batch.rows.filter(fate__in=[Fate.NEW, Fate.UPDATED]))
    made = {one.uuid: one for one in Learner.objects.filter(school=batch.school, uuid__in=[r.uuid for r in rows])}
    held = Learner.objects.in_bulk([row.learner_id for row in rows if row.learner_id])
    return (
        {row: made[row.uuid] for row in rows if row.fate == Fate.NEW and row.uuid in made},
        {row: held[row.learner_id] for row in rows if row.fate == Fate.UPDATED and row.learner_id in held},
    )


def put_back(batch: Batch, changed: dict[BatchRow, Learner], by: Membership) -> None:
    """Old values again, as of the day of the import, so that its stages and places never held.

    A place in the year that the import opened stays: there was none to go back to.
    """
    on = batch.on
    amendments = [Amendment(learner=one, changes=old_values(row)) for row, one in changed.items()]
    amend_many(school=batch.school, rows=[one for one in amendments if one.changes], by=by, on=on)
    for row, learner in changed.items():
        before = {name: old for name, (old, _) in row.result["changes"].items()}
        if "upn" in before:
            noted = [row.result["values"]["upn"], before["upn"]]
            for former in FormerUPN.objects.filter(learner=learner, upn__in=noted):
                forget_former_upn(former=former, by=by, on=on)
        if "stage" in before:
            began = date.fromisoformat(row.result["values"].get("stage_on") or on.isoformat())
            take_back_stage(learner=learner, stage=row.result["values"]["stage"], starts_on=began,
                            before=before["stage"] or "", by=by, on=on)
        if "needs" in before:
            needs = [NeedGiven(type=kind, description=words) for kind, words in before["needs"]]
            set_needs(learner=learner, needs=needs, by=by, on=on, as_before=True)


def old_values(row: BatchRow) -> dict[str, Any]:
    """What the import changed, as it was."""
    found = {}
    for name, (old, _) in row.result["changes"].items():
        if name in {"stage", "stage_on", "needs"} or (old is None and name == "nc_year"):
            continue
        found[name] = (date.fromisoformat(old) if old else None) if name in DAYS else old or ""
    return found
