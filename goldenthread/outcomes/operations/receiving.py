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
from goldenthread.outcomes.operations.judging import close
from goldenthread.outcomes.operations.replacing import CARRIED, move_steps
from goldenthread.outcomes.operations.setting import TEXTS, changed_to, locked, set_many
from goldenthread.outcomes.states import STOPPED
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.schools.words import clean, why_not_keep

# What the school has said of an outcome goes on with it when the authority amends its words.
KEPT = (*CARRIED, *(name for name in TEXTS if name != "wording"))
SECTIONS = {"need_label": "B", "wording_label": "E", "provision_label": "F"}


class Told(Protocol):
    """One row of sections B, E and F, word for word; `outcome_uuid` names the outcome of an earlier plan it goes on
    with or, in other words, amends.
    """

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
                    origin_label: str = "", starts_on: date | None = None, level: str = KEY_STAGE,
                    amends: bool = True) -> list[Triple]:
    """Keep the triples of one received plan as they are, and make an outcome of each that is new.

    Rows with the same outcome share it; one that names an open outcome of an earlier plan goes on with that. Where its
    words are others, a new outcome follows the named one and takes its place in the thread, unless this plan is older
    and so `amends` nothing. The same plan again gives the triples that are there.
    """
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    if there := list(Triple.objects.filter(learner=learner, received=received).order_by("order")):
        return there
    refuse_if(policies.why_not_receive(learner, by, on))
    refuse_if(next((why for told in triples for text in (told.need, told.outcome) if (why := why_not_keep(text))), ""))
    before = named(learner, triples)
    stand = {told.outcome_uuid: before[told.outcome_uuid] for told in triples if stays(told, before)}
    fresh: dict[str, Outcome] = {}
    for told in triples:
        if not stays(told, before):
            old = before.get(told.outcome_uuid) if amends else None
            fresh.setdefault(clean(told.outcome), begun(told, old, learner=learner, level=level, origin=EHC_PLAN,
                                                        origin_label=origin_label, starts_on=starts_on or on))
    made = dict(zip(fresh, set_many(outcomes=fresh.values(), by=by, on=on), strict=True))
    for told in triples:
        if stays(told, before):
            set_due(stand[told.outcome_uuid], told, by)
        elif amends and told.outcome_uuid in before.keys() - stand.keys():
            hand_over(before[told.outcome_uuid], made[clean(told.outcome)], by, on)
    rows = Triple.objects.bulk_create(
        Triple(school_id=learner.school_id, learner=learner, received=received, order=order, need=clean(told.need),
               wording=clean(told.outcome), provision=clean(told.provision), by=by, recorded_at=now(), **SECTIONS,
               outcome=stand[told.outcome_uuid] if stays(told, before) else made[clean(told.outcome)])
        for order, told in enumerate(triples, start=1))
    record("outcomes.triples_received", by=by, about=None, learner=learner, count=len(rows))
    return rows


def named(learner: Learner, triples: Sequence[Told]) -> dict[str, Outcome]:
    """The learner's outcomes of earlier plans that rows name, by uuid as text."""
    uuids = [UUID(told.outcome_uuid) for told in triples if told.outcome_uuid]
    found = Outcome.objects.filter(learner=learner, uuid__in=uuids, triples__isnull=False).distinct()
    return {str(outcome.uuid): outcome for outcome in found}


def stays(told: Told, before: dict[str, Outcome]) -> bool:
    """Whether a row goes on with the outcome it names: still open, and word for word the same."""
    old = before.get(told.outcome_uuid)
    return bool(old and old.is_open and old.wording == clean(told.outcome))


def begun(told: Told, old: Outcome | None, *, starts_on: date, **more: Any) -> Outcome:
    """A new outcome, not saved yet; one that amends another stands where that stood, and is due when that was."""
    kept = {name: getattr(old, name) for name in KEPT} | {"follows": old} if old else {}
    due_on = due(told.due_on, starts_on) or due(old.due_on if old else None, starts_on)
    return Outcome(**{**more, **kept, "area": told.area or kept.get("area", "")}, uuid=uuid4(), wording=told.outcome,
                   starts_on=starts_on, due_on=due_on)


def hand_over(old: Outcome, made: Outcome, by: Membership, on: date) -> None:
    """What the authority amended is closed, and what leads to it and is open leads to the amended one."""
    if (stands := locked(old)).is_open:
        close(outcome=stands, result=STOPPED, why=f"Amended: {made.origin_label or made.origin_name}", by=by, on=on)
        record("outcomes.outcome_replaced", by=by, about=made, learner=made.learner, level=made.level)
    move_steps(stands, made, by)


def set_due(outcome: Outcome, told: Told, by: Membership) -> None:
    """An outcome that goes on is due when the newer plan says; only so does the authority's day change."""
    stands = locked(outcome)
    due_on = due(told.due_on, stands.starts_on) or stands.due_on
    if due_on != stands.due_on:
        changed_to(stands, {"due_on": due_on}, by)


def due(day: date | None, starts_on: date) -> date | None:
    """A plan may name a day that has passed before it comes; then nothing is due by it."""
    return day if day and day >= starts_on else None
