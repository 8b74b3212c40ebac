"""Putting wordings into the bank, changing them, retiring them, bringing the starting set."""

import uuid as uuids
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.codes import AREAS
from goldenthread.learners.models import Learner
from goldenthread.learners.names import fold
from goldenthread.outcomes.bank import policies
from goldenthread.outcomes.bank.models import BankOutcome
from goldenthread.outcomes.bank.naming import TEXTS, for_nobody
from goldenthread.outcomes.bank.starting import starting_set
from goldenthread.outcomes.levels import LEVELS
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.schools.models import School
from goldenthread.schools.words import clean

STALE = "{name} changed this meanwhile. It reads now: “{wording}” Put together what should stand and save again."


@transaction.atomic
def add(*, by: Membership, on: date, uuid: uuids.UUID, learner: Learner | None = None, **words: Any) -> BankOutcome:
    """Put a wording into the school's bank; `learner` is whose outcome it comes from, whose name it must not hold.

    The same uuid again gives what is there.
    """
    refuse_if(policies.why_not_add(by))
    if there := BankOutcome.objects.filter(school_id=by.school_id, uuid=uuid).first():
        return there
    words = cleaned(words)
    refuse_if(policies.why_not_words(words, by, learner))
    made = BankOutcome.objects.create(**fresh(by, words), uuid=uuid)
    record("outcomes.bank_added", by=by, about=made, level=made.level)
    return made


@transaction.atomic
def change(*, banked: BankOutcome, revision: int, by: Membership, on: date, **words: Any) -> BankOutcome:
    """Change a wording that stands at `revision`. What began from it stays as it is."""
    stands = BankOutcome.objects.select_for_update().get(pk=banked.pk)
    refuse_if(policies.why_not_curate(by, stands))
    words = cleaned(words)
    if all(getattr(stands, name) == value for name, value in words.items()):
        return stands
    if stands.revision != revision:
        refuse_if(STALE.format(name=stands.revised_by.name, wording=for_nobody(stands)["wording"]))
    refuse_if(policies.why_not_words(words, by))
    write(stands, by, **words, sought=sought(words))
    record("outcomes.bank_changed", by=by, about=stands, level=stands.level)
    return stands


@transaction.atomic
def retire(*, banked: BankOutcome, by: Membership, on: date) -> BankOutcome:
    """Nobody begins from it any more. It can be brought back."""
    return rest(banked, by, on, "outcomes.bank_retired")


@transaction.atomic
def bring_back(*, banked: BankOutcome, by: Membership, on: date) -> BankOutcome:
    return rest(banked, by, None, "outcomes.bank_brought_back")


def rest(banked: BankOutcome, by: Membership, on: date | None, kind: str) -> BankOutcome:
    stands = BankOutcome.objects.select_for_update().get(pk=banked.pk)
    refuse_if(policies.why_not_curate(by, stands))
    if bool(stands.retired_on) != bool(on):
        write(stands, by, retired_on=on)
        record(kind, by=by, about=stands, level=stands.level)
    return stands


@transaction.atomic
def bring_starting_set(*, by: Membership, on: date) -> int:
    """Put what is not there yet of the starting set into the school's bank; gives how many. What the school changed or
    retired stays as the school has it.
    """
    refuse_if(policies.why_not_curate(by))
    School.objects.select_for_update().get(pk=by.school_id)  # two presses wait for each other
    there = set(BankOutcome.objects.filter(school_id=by.school_id).exclude(pack_key="").values_list("pack_key",
                                                                                                    flat=True))
    rows = [{**row, "pack_key": row["key"]} for row in starting_set() if row["key"] not in there]
    made = BankOutcome.objects.bulk_create([BankOutcome(**fresh(by, cleaned(row)), pack_key=row["pack_key"])
                                            for row in rows])
    if made:
        record_many("outcomes.bank_begun", by=by, about=[(None, None, {"count": len(made)})])
    return len(made)


WORDS = ("wording", "measure", "target", "area", "level", "youngest", "oldest")


def cleaned(words: dict[str, Any]) -> dict[str, Any]:
    return {name: clean(words[name]) if name in TEXTS else words[name] for name in WORDS}


def fresh(by: Membership, words: dict[str, Any]) -> dict[str, Any]:
    at = now()
    return {**words, "school_id": by.school_id, "sought": sought(words), "made_by": by, "made_at": at,
            "revised_by": by, "revised_at": at}


def sought(words: dict[str, Any]) -> str:
    """Everything a wording is found by, folded as searches are."""
    named = [words["wording"], words["measure"], words["target"], AREAS.get(words["area"], ""), LEVELS[words["level"]]]
    return fold(" ".join(named))


def write(stands: BankOutcome, by: Membership, **changed: Any) -> None:
    changed |= {"revision": stands.revision + 1, "revised_by": by, "revised_at": now()}
    for name, value in changed.items():
        setattr(stands, name, value)
    stands.save(update_fields=list(changed))
