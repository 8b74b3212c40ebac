"""A person says what becomes of rows; the whole file is then checked again, for one row's fate hangs on others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.exchange import judging, policies, showing
from goldenthread.exchange.checking import Checked, Fate
from goldenthread.exchange.grid import HOLD, Problem
from goldenthread.exchange.headings import FIELDS
from goldenthread.exchange.models import Batch, BatchRow
from goldenthread.exchange.operations.staging import against
from goldenthread.people.models import Membership

LONGEST = 1_000
MEANWHILE = "meanwhile"
"""What holds a row whose learner somebody has changed since the row was shown."""
NOTHING_GUESSED = "We have no guess for these rows. Open each one to mend it or to say who it is, or leave it out."


@transaction.atomic
def decide(
    *,
    batch: Batch,
    numbers: Iterable[int],
    by: Membership,
    use: int | None = None,
    new: bool = False,
    leave_out: bool = False,
    accept: bool = False,
    values: Mapping[str, str] | None = None,
    note: str = "",
) -> Batch:
    """Rows are this learner, are new, are left out; or what held them is right (with a note); or a value is another.

    Nothing of these, and an earlier decision is taken back.
    """
    refuse_if("Say in a few words how you know that it is right." if accept and not note.strip() else "")
    batch, rows = open_rows(batch, numbers, by)
    refuse_if(why_not_use(rows, use))
    for row in rows:
        row.decision = decision(row, use, new, leave_out, accept, values or {}, note)
    return put(batch, rows, by)


@transaction.atomic
def use_guesses(*, batch: Batch, numbers: Iterable[int], by: Membership) -> Batch:
    """For each of these rows: the one learner shown beside it, and what we guess its spoilt cells to have been."""
    batch, rows = open_rows(batch, numbers, by)
    put_forward = False
    for row in rows:
        guesses = showing.guesses(row)
        shown = row.result.get("candidates", [])
        use = shown[0] if len(shown) == 1 and row.fate == Fate.POSSIBLE else None
        if guesses or use:
            put_forward = True
            row.decision = decision(row, use, False, False, False, guesses, "")
    refuse_if("" if put_forward else NOTHING_GUESSED)
    return put(batch, rows, by)


def open_rows(batch: Batch, numbers: Iterable[int], by: Membership) -> tuple[Batch, list[BatchRow]]:
    """The batch, locked, and these rows of it."""
    refuse_if(policies.why_not_import(by, batch.school_id))
    batch = Batch.objects.select_for_update(of=("self",)).select_related("school").get(pk=batch.pk)
    refuse_if(policies.why_not_decide(batch, by))
    rows = list(batch.rows.filter(number__in=list(numbers)))
    refuse_if("" if rows else "Choose at least one row.")
    return batch, rows


def put(batch: Batch, rows: list[BatchRow], by: Membership) -> Batch:
    BatchRow.objects.bulk_update(rows, ["decision"], batch_size=200)
    record("exchange.rows_decided", by=by, about=batch, rows=len(rows))
    recheck(batch, by)
    return batch


def why_not_use(rows: list[BatchRow], use: int | None) -> str:
    """Only a learner who was put forward can be chosen, and only for one row."""
    if use is None:
        return ""
    if len(rows) != 1 or use not in rows[0].result.get("candidates", []):
        return "Choose one of the learners shown beside the row."
    return ""


def decision(
    row: BatchRow, use: int | None, new: bool, leave_out: bool, accept: bool, values: Mapping[str, str], note: str
) -> dict[str, Any]:
    typed = {key: text.strip()[:LONGEST] for key, text in values.items() if key in FIELDS}
    made: dict[str, Any] = {}
    if use is not None:
        made["use"] = use
    if new:
        made["new"] = True
    if leave_out:
        made["leave_out"] = True
    if accept:
        made |= {"accept": True, "note": note.strip()[:LONGEST]}
    kept = {**row.decision.get("values", {}), **typed}
    return made | ({"values": kept} if kept and (made or typed) else {})


def recheck(batch: Batch, by: Membership, as_shown: bool = False) -> list[tuple[BatchRow, Checked]]:
    """Check all rows against the school as it is now; save those whose fate or words are others.

    With `as_shown` a change goes on only where the rows as they were checked before said what it replaces.
    """
    rows = list(batch.rows.all())
    decisions = {row.number: row.decision for row in rows if row.decision}
    grid = [judging.row_of(row.number, *row.cells) for row in rows]
    checked = judging.judge(batch.reading, grid, decisions, **against(batch, by))
    if as_shown:
        checked = [held_if_moved(row, one) for row, one in zip(rows, checked, strict=True)]
    changed = []
    for row, one in zip(rows, checked, strict=True):
        result = judging.as_json(one)
        if (row.fate, row.learner_id) != (one.fate, one.match) or row.result != judging.flat(result):
            row.fate, row.learner_id, row.result = one.fate, one.match, result
            changed.append(row)
    BatchRow.objects.bulk_update(changed, ["fate", "learner", "result"], batch_size=200)
    batch.counts = Counter(one.fate for one in checked)
    if changed:
        batch.save(update_fields=["counts"])
    return list(zip(rows, checked, strict=True))


def held_if_moved(row: BatchRow, one: Checked) -> Checked:
    """Whoever pressed the button has not seen what somebody else has written since: it is not written over unasked."""
    shown = row.result.get("changes", {})
    olds = {name: judging.flat(judging.plain(old)) for name, (old, _) in one.changes.items()}
    moved = [name for name, old in olds.items() if name not in shown or shown[name][0] != old]
    if one.fate != Fate.UPDATED or not moved:
        return one
    told = [Problem(MEANWHILE, moved_since(name, olds[name], shown.get(name)), HOLD) for name in moved]
    return replace(one, fate=Fate.WRONG, problems=(*one.problems, *told))


def moved_since(name: str, now: Any, shown: list[Any] | None) -> str:
    was = f", not {showing.said(name, shown[0]) or 'nothing'}" if shown else ""
    return (f"Somebody has changed this learner since the rows were shown: {FIELDS[name].title} is "
            f"{showing.said(name, now) or 'nothing'} now{was}. It stays so.")
