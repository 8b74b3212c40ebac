"""Details change, one learner at a time or with a spreadsheet's many; so do UPNs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners import policies
from goldenthread.learners.models import FormerUPN, Learner
from goldenthread.learners.numbers import clean_upn
from goldenthread.learners.operations.enrolments import IN_A_YEAR, put_enrolments
from goldenthread.learners.operations.fields import AMENDABLE, put, tidied
from goldenthread.learners.operations.needs import NeedGiven, StageGiven, put_needs, put_stages
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.schools.models import School

DERIVED = {"sort_name", "search_name", "revision"}


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """What a file says is different about one learner: fields of the learner (the UPN too), of their place in the
    current year (`nc_year`, `tutor_group` …), and their stage and needs where it names them.
    """

    learner: Learner
    changes: dict[str, Any] = field(default_factory=dict)
    stage: StageGiven | None = None
    needs: tuple[NeedGiven, ...] = ()


@transaction.atomic
def amend(*, learner: Learner, changes: dict[str, Any], by: Membership, on: date,
          shown: Mapping[str, Any] | None = None) -> Learner:
    """Change details of one learner. `shown` is what the person was looking at: what has changed since is refused."""
    refuse_if(policies.why_not_change(learner, by, on))
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    refuse_if(why_not_amendable(changes, AMENDABLE))
    changes = tidied(changes)
    refuse_if(policies.why_stale(learner, shown, changes))
    changed = put(learner, changes)
    refuse_if(policies.why_not_be(learner, on))
    if changed:
        learner.revision += 1
        learner.save(update_fields=[*changed, "revision"])
        record("learners.amended", by=by, about=learner, learner=learner, fields=titles(changed))
    return learner


def why_not_amendable(changes: dict[str, Any], allowed: Sequence[str]) -> str:
    strange = sorted(set(changes) - set(allowed))
    return f"{strange[0]} cannot be changed here." if strange else ""


def titles(names: Sequence[str]) -> list[str]:
    """Fields by what people call them. Never their values: an event outlives a name that must be forgotten."""
    called = {field.name: str(field.verbose_name) for field in Learner._meta.concrete_fields}
    return [called[name] for name in names if name not in DERIVED]


def set_emergency(*, learner: Learner, text: str, by: Membership, on: date) -> Learner:
    """What everyone must know in an emergency: shown on every page about the learner."""
    return amend(learner=learner, changes={"emergency": text}, by=by, on=on)


@transaction.atomic
def amend_many(*, school: School, rows: Sequence[Amendment], by: Membership, on: date) -> None:
    """Apply what a file says is different, for all or for none, in a constant number of statements."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)  # one file at a time
    refuse_if(why_not_amend_many(school, rows, by, on))
    learners = Learner.objects.select_for_update().in_bulk([row.learner.pk for row in rows])
    learners = {pk: learner for pk, learner in learners.items() if learner.school_id == school.pk}
    refuse_if("" if len(learners) == len(rows) else "A learner stands in the list twice, or is not of this school.")
    told: dict[Learner, list[str]] = {}
    former = []
    for row in rows:
        learner = learners[row.learner.pk]
        upn = learner.upn
        own = {name: value for name, value in row.changes.items() if name not in IN_A_YEAR}
        told[learner] = put(learner, tidied(own))
        refuse_if(name_it(learner, policies.why_not_be(learner, on)))
        if upn and learner.upn != upn:
            former.append(FormerUPN(school=school, learner=learner, upn=upn, until=on))
    write_details(school, told, former)
    placed = {learners[row.learner.pk]: {name: row.changes[name] for name in row.changes if name in IN_A_YEAR}
              for row in rows}
    for learner, names in put_enrolments(school, placed, on).items():
        told[learner] += names
    record_many("learners.amended", by=by, about=[
        (learner, learner, {"fields": titles_of_any(names)}) for learner, names in told.items() if names])
    put_stages({learners[row.learner.pk]: row.stage for row in rows if row.stage}, by, on)
    put_needs({learners[row.learner.pk]: row.needs for row in rows if row.needs}, by, on, end_others=False)


def why_not_amend_many(school: School, rows: Sequence[Amendment], by: Membership, on: date) -> str:
    if by.school_id != school.pk or not (by.may(Permission.LEARNERS_IMPORT) or by.may(Permission.LEARNERS_MANAGE)):
        return "Only the SENCO's team of this school can change learners' details."
    wanted = [row.learner.pk for row in rows]
    if Learner.objects.visible_to(by, on).filter(pk__in=wanted).count() != len(set(wanted)):
        return "One of these learners is not yours to see."
    strange = (why_not_amendable(row.changes, (*AMENDABLE, "upn", *IN_A_YEAR)) for row in rows)
    types = (need.type for row in rows for need in row.needs)
    return next(filter(None, strange), "") or policies.why_not_needs(types) or why_upns_clash(school, rows)


def why_upns_clash(school: School, rows: Sequence[Amendment]) -> str:
    """A new UPN that another learner has, or that two rows want."""
    wanted: dict[str, Learner] = {}
    for row in rows:
        upn = clean_upn(row.changes.get("upn", ""))
        if upn and upn in wanted:
            return f"{upn} is given to two learners. Nobody's UPN was changed."
        wanted |= {upn: row.learner} if upn else {}
    for holder in Learner.objects.filter(school=school, upn__in=wanted) if wanted else []:
        if holder.pk != wanted[holder.upn].pk:
            return f"{holder.upn} is already the UPN of {holder.name}."
    return ""


def write_details(school: School, told: dict[Learner, list[str]], former: list[FormerUPN]) -> None:
    changed = [learner for learner, names in told.items() if names]
    names = sorted({name for some in told.values() for name in some})
    for learner in changed:
        learner.revision += 1
    if changed:
        Learner.objects.bulk_update(changed, [*names, "revision"])
    FormerUPN.objects.bulk_create(former, ignore_conflicts=True)


def name_it(learner: Learner, sentence: str) -> str:
    return f"{learner.name}: {sentence}" if sentence else ""


def titles_of_any(names: Sequence[str]) -> list[str]:
    return titles([name for name in names if name not in IN_A_YEAR]) + [
        IN_A_YEAR[name] for name in names if name in IN_A_YEAR]


@transaction.atomic
def change_upn(*, learner: Learner, upn: str, again: str, by: Membership, on: date) -> Learner:
    """Another UPN, typed twice; the one before is kept, to be found by. A wrong check letter is let be."""
    refuse_if(policies.why_not_change(learner, by, on))
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    upn, again, before = clean_upn(upn), clean_upn(again), learner.upn
    if upn == before:
        return learner
    refuse_if(policies.why_not_upn_for(learner, upn, again))
    if before:
        FormerUPN.objects.get_or_create(learner=learner, upn=before,
                                        defaults={"school_id": learner.school_id, "until": on})
    learner.upn = upn
    learner.revision += 1
    learner.save(update_fields=["upn", "revision"])
    record("learners.upn_changed", by=by, about=learner, learner=learner)
    return learner


@transaction.atomic
def forget_former_upn(*, former: FormerUPN, by: Membership, on: date) -> None:
    """A number a learner had before leaves no trail, as it must after an adoption. Nothing brings it back."""
    refuse_if(policies.why_not_change(former.learner, by, on))
    gone, _ = FormerUPN.objects.filter(pk=former.pk).delete()
    if gone:
        record("learners.former_upn_forgotten", by=by, about=former.learner, learner=former.learner)
