"""Searching the bank. It costs the same however much is in it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from goldenthread.learners.names import fold
from goldenthread.outcomes.bank.models import BankOutcome
from goldenthread.outcomes.bank.phases import PLACE
from goldenthread.outcomes.bank.starting import starting_set
from goldenthread.schools.models import School

MOST_WORDS = 12


@dataclass(frozen=True)
class Sought:
    """What is asked of the bank; empty for no matter."""

    text: str = ""
    area: str = ""
    level: str = ""
    phase: str = ""
    retired: bool = False

    @property
    def any(self) -> bool:
        return bool(self.text or self.area or self.level or self.phase)


def find(school: School, sought: Sought) -> QuerySet[BankOutcome]:
    """Wordings with every word that was asked for, whatever its case and accents."""
    found = BankOutcome.objects.filter(school=school, retired_on__isnull=not sought.retired)
    if sought.area:
        found = found.filter(area="" if sought.area == "none" else sought.area)
    if sought.level:
        found = found.filter(level=sought.level)
    if sought.phase:
        found = found.filter(youngest__lte=PLACE[sought.phase], oldest__gte=PLACE[sought.phase])
    for word in fold(sought.text).split()[:MOST_WORDS]:
        found = found.filter(sought__contains=word)
    return found


def how_many(school: School) -> dict[str, Any]:
    """How many wordings are in use, how many retired, and how many of the starting set were never brought."""
    mine = BankOutcome.objects.filter(school=school).aggregate(
        used=Count("pk", filter=Q(retired_on=None)), retired=Count("pk", filter=Q(retired_on__isnull=False)),
        packed=Count("pk", filter=~Q(pack_key="")))
    return {**mine, "waiting": max(0, len(starting_set()) - mine["packed"])}


def one(school: School, uuid: str) -> BankOutcome | None:
    """The wording in use with this number, as an address has it; None where there is none."""
    try:
        return BankOutcome.objects.filter(school=school, uuid=UUID(uuid), retired_on=None).first()
    except ValueError:
        return None
