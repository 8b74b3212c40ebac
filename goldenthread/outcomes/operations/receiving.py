"""The needs, outcomes and provision of an EHC plan, as they stand together in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.models import Learner
from goldenthread.outcomes import policies
from goldenthread.outcomes.levels import EHC_PLAN, KEY_STAGE
from goldenthread.outcomes.models import Outcome, Triple
from goldenthread.outcomes.operations.setting import changed_to, locked, set_many
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.schools.words import clean, why_not_keep

SECTIONS = {"need_label": "B", "wording_label": "E", "provision_label": "F"}


class Told(Protocol):
    """One row of sections B, E and F, word for word; `outcome_uuid` names the outcome of an earlier plan it goes on."""

    @property
    def need(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def provision(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def outcome_uuid(self) -> str: ...


@transaction.atomic
def receive_triples(*, learner: Learner, received: str, triples: Sequence[Told], by: Membership, on: date,
                    origin_label: str = "", starts_on: date | None = None, level: str = KEY_STAGE) -> list[Triple]:
    """Keep the triples of one received plan as they are, and make an outcome of each that is new.

    Rows with the same outcome share it; one that names an open outcome of an earlier plan goes on with that, in the
    words of this one. The same plan again gives the triples that are there.
    """
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    if there := list(Triple.objects.filter(learner=learner, received=received).order_by("order")):
        return there
    refuse_if(policies.why_not_receive(learner, by, on))
    refuse_if(next((why for told in triples for text in (told.need, told.outcome) if (why := why_not_keep(text))), ""))
    stand = going_on(learner, triples)
    fresh: dict[str, Outcome] = {}
    for told in triples:
        if told.outcome_uuid not in stand:
            fresh.setdefault(clean(told.outcome), Outcome(
                learner=learner, level=level, wording=told.outcome, area=told.area, origin=EHC_PLAN, uuid=uuid4(),
                origin_label=origin_label, starts_on=starts_on or on, due_on=due(told, starts_on or on)))
    made = dict(zip(fresh, set_many(outcomes=fresh.values(), by=by, on=on), strict=True))
    for told in triples:
        if told.outcome_uuid in stand:
            amend(stand[told.outcome_uuid], told, by)
    rows = Triple.objects.bulk_create(
        Triple(school_id=learner.school_id, learner=learner, received=received, order=order, need=clean(told.need),
               wording=clean(told.outcome), provision=clean(told.provision), by=by, recorded_at=now(), **SECTIONS,
               outcome=stand.get(told.outcome_uuid) or made[clean(told.outcome)])
        for order, told in enumerate(triples, start=1))
    record("outcomes.triples_received", by=by, about=None, learner=learner, count=len(rows))
    return rows


def going_on(learner: Learner, triples: Sequence[Told]) -> dict[str, Outcome]:
    """The learner's open outcomes that rows name, by uuid as text."""
    named = [UUID(told.outcome_uuid) for told in triples if told.outcome_uuid]
    mine: Any = Outcome.objects.filter(learner=learner, uuid__in=named, closed_on=None)
    return {str(outcome.uuid): outcome for outcome in mine}


def amend(outcome: Outcome, told: Told, by: Membership) -> None:
    """An outcome that goes on says what the newer plan says; only so do the authority's words change."""
    stands = locked(outcome)
    said = {"wording": clean(told.outcome), "due_on": due(told, stands.starts_on) or stands.due_on}
    if changed := {name: value for name, value in said.items() if getattr(stands, name) != value}:
        changed_to(stands, changed, by)


def due(told: Told, starts_on: date) -> date | None:
    """A plan may name a day that has passed before it comes; then nothing is due by it."""
    return told.due_on if told.due_on and told.due_on >= starts_on else None
