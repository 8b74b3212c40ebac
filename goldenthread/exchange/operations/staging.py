"""A file comes in, is read in the child process, checked, and waits for a person."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.exchange import judging, policies, queries, reading
from goldenthread.exchange.grid import Row, Unreadable
from goldenthread.exchange.headings import FIELDS, folded
from goldenthread.exchange.models import Batch, BatchFile, BatchRow, Column
from goldenthread.learners.names import BadName, clean
from goldenthread.people.models import Membership
from goldenthread.schools.models import School
from goldenthread.schools.queries import current_year

State = Batch.State
AT_ONCE = 500


@transaction.atomic
def stage(
    *,
    school: School,
    name: str,
    content: bytes,
    on: date,
    by: Membership,
    now: datetime,
    answers: Mapping[str, Any] | None = None,
    afresh: bool = False,
) -> Batch:
    """Keep a file until it is read and applied. The same file that waits already is found again, not kept twice.

    `afresh` gives up one that waits for people, so that these answers count and not those it waits with.
    """
    refuse_if(policies.why_not_import(by, school.pk))
    if len(content) > reading.MAX_BYTES:
        raise Refused(reading.TOO_BIG)
    School.objects.select_for_update().get(pk=school.pk)
    purge(school=school, now=now)
    digest = hashlib.sha256(content).hexdigest()
    waiting = Batch.objects.filter(
        school=school, sha256=digest, state__in=[State.READING, State.ASKING, State.READY, State.APPLYING]
    ).first()
    if waiting and afresh and waiting.is_open:
        cancel(batch=waiting, by=by)
    elif waiting:
        return waiting
    batch = Batch.objects.create(
        school=school, name=shown_name(name), sha256=digest, on=on, by=by, sent_at=now, answers=dict(answers or {})
    )
    BatchFile.objects.create(school=school, batch=batch, packed=zlib.compress(content))
    record("exchange.file_sent", by=by, about=batch, size=len(content))
    return batch


def shown_name(name: str) -> str:
    """A file's name as far as it can be shown: no folders, nothing that turns the writing round."""
    try:
        return clean(name.replace("\\", "/").rpartition("/")[2], limit=1_000)[-120:] or "A file"
    except BadName:
        return "A file"


def read(*, batch: Batch) -> Batch:
    """Read and check a batch that waits to be. Slow, so no transaction is open until there is something to write."""
    if batch.state != State.READING:
        return batch
    content = BatchFile.objects.get(batch=batch).content
    try:
        grid = reading.read(
            content,
            encoding=batch.answers.get("encoding", ""),
            cancelled=lambda: was_stopped(batch),
            include_hidden=bool(batch.answers.get("hidden")),
        )
    except reading.Stopped:
        return batch
    except Unreadable as refusal:
        return fail(batch, str(refusal))
    found, rows = judging.settle(grid, batch.answers, queries.remembered(batch.school))
    if not rows and judging.COLUMNS not in found["asks"]:
        return fail(batch, reading.ONLY_HEADINGS)
    # Said outside any transaction, for the page that shows how far it is.
    Batch.objects.filter(pk=batch.pk, state=State.READING).update(total=len(rows))
    checked = [] if found["asks"] else judging.judge(found, rows, {}, **against(batch, batch.by))
    return keep(batch, found, rows, checked)


def was_stopped(batch: Batch) -> bool:
    return not Batch.objects.filter(pk=batch.pk, state=State.READING).exists()


def against(batch: Batch, by: Membership) -> dict[str, Any]:
    """What the rows are held against: the school's learners as they are now, its year, its names."""
    year = current_year(batch.school)
    return {
        "roll": queries.roll(batch.school, year, by, batch.on),
        "on": batch.on,
        "starts": year.starts,
        "schools": queries.means_this_school(batch.school),
    }


@transaction.atomic
def fail(batch: Batch, sentence: str) -> Batch:
    """The file is let go at once; why stays."""
    moved = Batch.objects.filter(pk=batch.pk, state=State.READING).update(state=State.FAILED, trouble=sentence[:300])
    if moved:
        BatchFile.objects.filter(batch=batch).delete()
        record("exchange.file_refused", by=batch.by, about=batch)
    batch.refresh_from_db()
    return batch


@transaction.atomic
def keep(batch: Batch, found: dict[str, Any], rows: list[Row], checked: list[judging.Checked]) -> Batch:
    """Write down what the file holds, unless somebody has cancelled it meanwhile."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != State.READING:
        return batch
    if batch.counts:
        batch.rows.all().delete()
    BatchRow.objects.bulk_create(
        BatchRow(
            school_id=batch.school_id,
            batch=batch,
            number=row.number,
            fate=one.fate,
            cells=row.as_json()[1:],
            result=judging.as_json(one),
            learner_id=one.match,
        )
        for row, one in zip(rows, checked, strict=bool(checked))
    )
    batch.reading, batch.total = found, len(rows)
    batch.state = State.ASKING if found["asks"] else State.READY
    batch.counts = Counter(one.fate for one in checked)
    batch.save(update_fields=["reading", "total", "state", "counts"])
    return batch


@transaction.atomic
def answer(*, batch: Batch, answers: Mapping[str, Any], by: Membership) -> Batch:
    """What somebody says of the whole file; it is then read again. Headings are remembered for the school."""
    refuse_if(policies.why_not_import(by, batch.school_id))
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    refuse_if(policies.why_not_move(batch, State.READING))
    if not BatchFile.objects.filter(batch=batch).exists():
        raise Refused("The file has been let go since. Send it again.")
    batch.answers = {**batch.answers, **answers}
    batch.state, batch.total = State.READING, 0
    batch.save(update_fields=["answers", "state", "total"])
    return batch


@transaction.atomic
def remember(*, school: School, texts: Mapping[int, str], fields: Mapping[str, str], by: Membership) -> None:
    """Which heading means what here, for the next file; a column that nobody wants is not asked about again."""
    refuse_if(policies.why_not_import(by, school.pk))
    said = {folded(texts[int(c)])[:200]: key for c, key in fields.items() if folded(texts.get(int(c), ""))}
    kept = {heading: key for heading, key in said.items() if key in FIELDS or key == ""}
    Column.objects.bulk_create(
        [Column(school=school, heading=h, field=k) for h, k in kept.items()],
        update_conflicts=True,
        unique_fields=["school", "heading"],
        update_fields=["field"],
    )


@transaction.atomic
def cancel(*, batch: Batch, by: Membership) -> Batch:
    """Let a file and its rows go. What is being read stops by itself within a second."""
    refuse_if(policies.why_not_import(by, batch.school_id))
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    refuse_if(policies.why_not_move(batch, State.CANCELLED))
    batch.state = State.CANCELLED
    batch.save(update_fields=["state"])
    BatchFile.objects.filter(batch=batch).delete()
    batch.rows.all().delete()
    record("exchange.import_cancelled", by=by, about=batch)
    return batch


def purge(*, school: School, now: datetime) -> None:
    """Files and rows that have waited seven days go; of an import stay its date, its counts and who did it."""
    waited = Batch.objects.filter(school=school, sent_at__lt=now - policies.KEPT_FOR)
    pks = list(waited.exclude(reading={}, answers={}, file=None).values_list("pk", flat=True))
    if not pks:
        return
    BatchFile.objects.filter(batch__in=pks).delete()
    BatchRow.objects.filter(batch__in=pks).delete()
    old = Batch.objects.filter(pk__in=pks)
    old.filter(state__in=[State.READING, State.ASKING, State.READY]).update(state=State.CANCELLED)
    old.update(reading={}, answers={})
