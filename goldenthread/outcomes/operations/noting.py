"""Noting how an outcome goes: a judgement with a sentence, a number, one or a whole group's at once."""

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import reader_who_sees
from goldenthread.outcomes import policies
from goldenthread.outcomes.models import Measure, Outcome, ProgressNote
from goldenthread.outcomes.operations.setting import LONGEST, locked
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.schools.words import clean, why_not_keep

MOST = 200


@dataclass(frozen=True)
class Noted:
    """How one outcome went: a judgement, a sentence if there is one, a number if one was taken."""

    outcome: uuids.UUID
    judgement: str = ""
    text: str = ""
    value: Decimal | None = None


class Unfit(Refused):
    """Rows of many that cannot be kept as they are. Nothing was saved; `problems` says why, by outcome."""

    def __init__(self, problems: dict[uuids.UUID, str]) -> None:
        count = "1 row" if len(problems) == 1 else f"{len(problems)} rows"
        super().__init__(f"Nothing is saved yet, and nothing you typed is lost. Mend {count}, then save again.")
        self.problems = problems


@transaction.atomic
def note_progress(*, outcome: Outcome, judgement: str, by: Membership, on: date, text: str = "",
                  value: Decimal | None = None, uuid: uuids.UUID | None = None) -> ProgressNote:
    """Note how an outcome is going, with the number taken if there is one. The same uuid again gives the note that is
    there.
    """
    stands, text = locked(outcome), clean(text)
    if uuid and (there := ProgressNote.objects.filter(uuid=uuid, outcome=stands).first()):
        return there
    refuse_if(policies.why_not_note(stands, by, on) or why_not_judge(judgement, text)
              or policies.why_not_count(value))
    common = {"school_id": stands.school_id, "outcome": stands, "on": on, "by": by, "recorded_at": now()}
    note = ProgressNote.objects.create(judgement=judgement, text=text, uuid=uuid or uuids.uuid4(), **common)
    if value is not None:
        Measure.objects.create(value=value, **common)
    record("outcomes.progress_noted", by=by, about=stands, learner=stands.learner, judgement=judgement)
    return note


@transaction.atomic
def measure(*, outcome: Outcome, value: Decimal, by: Membership, on: date, uuid: uuids.UUID | None = None) -> Measure:
    """Keep a number taken on a day, in the outcome's unit. The same uuid again gives the number that is there."""
    stands = locked(outcome)
    if uuid and (there := Measure.objects.filter(uuid=uuid, outcome=stands).first()):
        return there
    refuse_if(policies.why_not_note(stands, by, on) or policies.why_not_count(value))
    made = Measure.objects.create(school_id=stands.school_id, outcome=stands, on=on, value=value, by=by,
                                  recorded_at=now(), uuid=uuid or uuids.uuid4())
    record("outcomes.progress_noted", by=by, about=stands, learner=stands.learner, judgement="")
    return made


@transaction.atomic
def note_many(*, rows: Sequence[Noted], by: Membership, on: date, key: uuids.UUID) -> list[Outcome]:
    """Note how many outcomes went, of many learners, all or none, in the same few statements; those with news.

    The same rows again under the same `key` change nothing; a row that says something else is a new note. Raises
    Unfit where rows have to be mended.
    """
    refuse_if(f"At most {MOST} can be saved at once. Choose a smaller group." if len(rows) > MOST else "")
    rows = as_kept(rows)
    found = open_to(rows, by, on)
    if problems := {row.outcome: why for row in rows if (why := why_not_row(row, found.get(row.outcome), by))}:
        raise Unfit(problems)
    fresh = not_there(rows, key)
    common = {"school_id": by.school_id, "on": on, "by": by, "recorded_at": now()}
    ProgressNote.objects.bulk_create(
        ProgressNote(uuid=number(key, row, "note"), outcome=found[row.outcome], judgement=row.judgement, text=row.text,
                     **common) for row in fresh if row.judgement)
    Measure.objects.bulk_create(
        Measure(uuid=number(key, row, "measure"), outcome=found[row.outcome], value=row.value, **common)
        for row in fresh if row.value is not None)
    noted = [(found[row.outcome], row.judgement) for row in fresh]
    record_many("outcomes.progress_noted", by=by, about=[
        (outcome, outcome.learner, {"judgement": judgement}) for outcome, judgement in noted])
    return [outcome for outcome, _ in noted]


def as_kept(rows: Sequence[Noted]) -> list[Noted]:
    return [Noted(row.outcome, row.judgement, clean(row.text), row.value) for row in rows]


def not_noted(*, rows: Sequence[Noted], key: uuids.UUID) -> list[Noted]:
    """Of rows as they were typed, those that nothing was saved of under this key."""
    return not_there(as_kept(rows), key)


def not_there(rows: Sequence[Noted], key: uuids.UUID) -> list[Noted]:
    """Rows that this key has not kept yet. A number that came with a judgement was kept with it."""
    judged = {number(key, row, "note"): row for row in rows if row.judgement}
    bare = {number(key, row, "measure"): row for row in rows if not row.judgement}
    there = set(ProgressNote.objects.filter(uuid__in=judged).values_list("uuid", flat=True)) if judged else set()
    there |= set(Measure.objects.filter(uuid__in=bare).values_list("uuid", flat=True)) if bare else set()
    return [row for uuid, row in (judged | bare).items() if uuid not in there]


def open_to(rows: Sequence[Noted], by: Membership, on: date) -> dict[uuids.UUID, Outcome]:
    """The outcomes of rows whose learners this member may see, nobody else noting them: a second press waits here."""
    mine = Learner.objects.visible_to(by, on)
    wanted = Outcome.objects.filter(uuid__in=[row.outcome for row in rows], learner__in=mine)
    locked_rows = wanted.select_related("learner").select_for_update(of=("self",)).order_by("pk")
    return {outcome.uuid: outcome for outcome in locked_rows}


def why_not_row(row: Noted, outcome: Outcome | None, by: Membership) -> str:
    """Why one row of many cannot be kept."""
    if outcome is None:
        return "This learner's record is not open to you."
    if why := policies.why_not_note_as(reader_who_sees(by, outcome.learner), outcome):
        return why
    only_a_number = row.value is not None and not (row.judgement or row.text)
    return ("" if only_a_number else why_not_judge(row.judgement, row.text)) or policies.why_not_count(row.value)


def why_not_judge(judgement: str, text: str) -> str:
    return policies.why_not_judge(judgement) or (why_not_keep(text, longest=LONGEST) if text else "")


def number(key: uuids.UUID, row: Noted, kind: str) -> uuids.UUID:
    """The number of what a row makes under a key: the same for the same words, another for others."""
    return uuids.uuid5(key, f"{kind} {row.outcome} {row.judgement} {row.value} {row.text}")
