"""The SEN stage, dated; and needs, ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners import policies
from goldenthread.learners.codes import area_of
from goldenthread.learners.models import Learner, Need, StageSpell
from goldenthread.learners.operations.spells import close
from goldenthread.people.models import Membership

# Two open needs never share a rank, so ranks go out of the way before they are dealt again.
ASIDE = 1_000


@dataclass(frozen=True, kw_only=True)
class NeedGiven:
    """A need as told: the DfE type, and what it means for this learner. `uuid` says which of theirs is meant; without
    one, the open need of the same type is.
    """

    type: str
    description: str = ""
    area: str = ""
    uuid: UUID | None = None
    starts_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class StageGiven:
    stage: str
    starts_on: date
    local_stage: str | None = None


@transaction.atomic
def set_stage(*, learner: Learner, stage: str, by: Membership, on: date, starts_on: date | None = None,
              local_stage: str | None = None, shown: Mapping[str, Any] | None = None) -> None:
    """Begin a stage, on a day that may lie back; the one before ends the day before. History stays.

    The stage that holds already, with another day, has its first day corrected; another name for it from a later day,
    or none (`local_stage` empty; None says nothing of it), begins anew. `shown` is what the person was looking at:
    what has changed since is refused.
    """
    refuse_if(policies.why_not_change(learner, by, on))
    Learner.objects.select_for_update().get(pk=learner.pk)
    told = StageGiven(stage=stage, starts_on=starts_on or on, local_stage=local_stage and local_stage.strip())
    opened = learner.stages.filter(ends_on=None).first()
    refuse_if(policies.why_stale(opened, shown, asdict(told)))
    if opened and (starts_on or opened.starts_on == on) and is_correction(opened, told):
        correct(opened, told, by, on)
    else:
        put_stages({learner: told}, by, on)


def is_correction(spell: StageSpell, told: StageGiven) -> bool:
    """The same stage, and no other name for it from a later day: that is history of its own."""
    renamed = spell.local_stage and not holds(spell, told)
    return spell.stage == told.stage and not (renamed and told.starts_on > spell.starts_on)


def correct(spell: StageSpell, told: StageGiven, by: Membership, on: date) -> None:
    """Another first day for the stage that holds, after the last day of the one before, and what it is called."""
    before = StageSpell.objects.filter(learner=spell.learner, ends_on__isnull=False).order_by("-ends_on").first()
    refuse_if(policies.why_not_start(told.starts_on, before, on))
    if spell.starts_on != told.starts_on or not holds(spell, told):
        spell.starts_on = told.starts_on
        spell.local_stage = spell.local_stage if told.local_stage is None else told.local_stage
        spell.save(update_fields=["starts_on", "local_stage"])
        record("learners.stage_corrected", by=by, about=spell.learner, learner=spell.learner, stage=spell.stage,
               starts_on=told.starts_on.isoformat())


def put_stages(given: Mapping[Learner, StageGiven], by: Membership, on: date) -> None:
    """Stages of many learners in a constant number of statements; a stage that holds already is left alone."""
    opened = {spell.learner_id: spell for spell in StageSpell.objects.filter(learner__in=given, ends_on=None)}
    new = {learner: told for learner, told in given.items() if not holds(opened.get(learner.pk), told)}
    for learner, told in new.items():
        refuse_if(policies.why_not_stage(told.stage, told.starts_on, opened.get(learner.pk), on))
    for starts_on in {told.starts_on for told in new.values()}:
        begun = [learner for learner, told in new.items() if told.starts_on == starts_on]
        close(StageSpell.objects.filter(learner__in=begun, ends_on=None), starts_on)
    StageSpell.objects.bulk_create(
        StageSpell(school_id=learner.school_id, learner=learner, stage=told.stage, local_stage=told.local_stage or "",
                   starts_on=told.starts_on) for learner, told in new.items())
    record_many("learners.stage_set", by=by, about=[
        (learner, learner, {"stage": told.stage, "starts_on": told.starts_on.isoformat()})
        for learner, told in new.items()])


def holds(spell: StageSpell | None, told: StageGiven) -> bool:
    return spell is not None and spell.stage == told.stage and told.local_stage in {None, spell.local_stage}


@transaction.atomic
def set_needs(*, learner: Learner, needs: Sequence[NeedGiven], by: Membership, on: date,
              shown: str | None = None, as_before: bool = False) -> list[Need]:
    """The needs that hold from a day on, the first one foremost. Those left out end; those kept keep their identity.

    `shown` is the mark (policies.ranked) of those the person was looking at: a stale one is refused.
    With `as_before` they held before and are put back, whatever would be refused of new ones.
    """
    refuse_if(policies.why_not_change(learner, by, on))
    Learner.objects.select_for_update().get(pk=learner.pk)
    types = [] if as_before else [need.type for need in needs]
    refuse_if(policies.why_needs_stale(learner.needs.filter(ends_on=None), shown)
              or policies.why_twice(types) or policies.why_not_needs(types))
    put_needs({learner: needs}, by, on, end_others=True)
    return list(learner.needs.filter(ends_on=None))


def put_needs(given: Mapping[Learner, Sequence[NeedGiven]], by: Membership, on: date, end_others: bool) -> None:
    """Needs of many learners in a constant number of statements.

    Without `end_others`, as from a spreadsheet that knows only the census types, needs it does not name stay, after
    those it does, and a description is never emptied.
    """
    opened: dict[int, list[Need]] = {}
    for need in Need.objects.filter(learner__in=given, ends_on=None):
        opened.setdefault(need.learner_id, []).append(need)
    kept: list[Need] = []
    new: list[Need] = []
    over: list[int] = []
    changed: list[Learner] = []
    for learner, told in given.items():
        before = opened.get(learner.pk, [])
        pairs = arranged(learner, before, told, on, end_others)
        after = [need for need, _ in pairs]
        if after == before and not any(touched for _, touched in pairs):
            continue
        changed.append(learner)
        over += [need.pk for need in before if need not in after]
        kept += [need for need in after if need.pk]
        new += [need for need in after if not need.pk]
    write_needs(kept, new, over, on)
    record_many("learners.needs_set", by=by, about=[(learner, learner, {}) for learner in changed])


def arranged(learner: Learner, before: list[Need], told: Sequence[NeedGiven], on: date,
             end_others: bool) -> list[tuple[Need, bool]]:
    """A learner's open needs in their new order, unsaved, each with whether more of it differs than its rank."""
    left, after = list(before), []
    for given in told:
        need = next((n for n in left if (n.uuid == given.uuid if given.uuid else n.type == given.type)), None)
        if need:
            left.remove(need)
        else:
            need = Need(school_id=learner.school_id, learner=learner, starts_on=given.starts_on or on)
        after.append((need, touch(need, given, end_others)))
    after += [] if end_others else [(need, False) for need in left]
    for rank, (need, _) in enumerate(after, start=1):
        need.rank = rank
    return after


def touch(need: Need, given: NeedGiven, whole: bool) -> bool:
    """Put what was told into the need; does it say anything it did not say before?"""
    values = {"type": given.type, "area": given.area or area_of(given.type)}
    if whole or given.description:
        values["description"] = given.description.strip()
    touched = any(getattr(need, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(need, name, value)
    if need.pk and touched:
        need.revision += 1
    return touched


def write_needs(kept: list[Need], new: list[Need], over: list[int], on: date) -> None:
    if over:
        close(Need.objects.filter(pk__in=over), on)
    if kept:
        for need in kept:
            need.rank += ASIDE
        Need.objects.bulk_update(kept, ["rank"])
        for need in kept:
            need.rank -= ASIDE
        Need.objects.bulk_update(kept, ["rank", "type", "area", "description", "revision"])
    Need.objects.bulk_create(new)
