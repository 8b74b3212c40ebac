"""Learners come in: one by a form, hundreds from a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.audit.operations import record_many
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners import policies
from goldenthread.learners.ages import expected_year
from goldenthread.learners.codes import area_of, modern_stage
from goldenthread.learners.models import Enrolment, FormerUPN, Learner, Need, StageSpell
from goldenthread.learners.operations.fields import KEPT, derive, tidied
from goldenthread.learners.operations.groups import seat_in_tutor_groups
from goldenthread.learners.operations.needs import NeedGiven
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.schools.models import AcademicYear, School
from goldenthread.schools.queries import current_year

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Joiner:
    """A learner to take in, as a form or a row of a file has them. Only the date of birth and one name must be there.

    `uuid` makes a second try of the same joiner find the first; `stage_on` and the needs' start default to the day.
    Without `nc_year` they go into the year of their age.
    """

    dob: date
    legal_first: str = ""
    legal_last: str = ""
    preferred_first: str = ""
    preferred_last: str = ""
    sex: str = "U"
    ethnicity: str = ""
    upn: str = ""
    uln: str = ""
    mis_number: str = ""
    first_language: str = ""
    communication: str = ""
    home_authority: str = ""
    looked_after: bool = False
    looked_after_by: str = ""
    emergency: str = ""
    former_upns: tuple[str, ...] = ()
    nc_year: str = ""
    tutor_group: str = ""
    entered_on: date | None = None
    status: str = "C"
    other_school: str = ""
    plan_kept_here: bool = True
    stage: str = ""
    local_stage: str = ""
    stage_on: date | None = None
    needs: tuple[NeedGiven, ...] = ()
    uuid: UUID | None = None


@transaction.atomic
def enrol(*, school: School, rows: Sequence[Joiner], by: Membership, on: date) -> list[Learner]:
    """Take learners in to the school's current year, with their tutor groups, stages and needs; all of them or none.

    Costs the same number of statements for one row and for hundreds. The learners come back in the order of the rows.
    """
    refuse_if(policies.why_not_manage(by, school.pk) and not_importing(by, school))
    School.objects.select_for_update(no_key=True).get(pk=school.pk)  # one file at a time, so that none is there twice
    year = current_year(school)
    known = {learner.uuid: learner for learner in Learner.objects.filter(
        school=school, uuid__in=[row.uuid for row in rows if row.uuid])}
    rows = [in_year(tidy_row(row), year) for row in rows]
    fresh = [row for row in rows if row.uuid not in known]
    pairs = [(as_learner(school, row), row) for row in fresh]
    refuse_if(why_not_enrol(school, pairs, on))
    learners = Learner.objects.bulk_create([learner for learner, _ in pairs], batch_size=BATCH)
    put_in_year(year, pairs)
    put_history(school, pairs, on)
    record_many("learners.enrolled", by=by, about=[
        (learner, learner, {"nc_year": row.nc_year, "tutor_group": row.tutor_group}) for learner, row in pairs])
    made = iter(learners)
    return [known[row.uuid] if row.uuid in known else next(made) for row in rows]


def not_importing(by: Membership, school: School) -> str:
    """The refusal for those who may not bring learners in from a spreadsheet either."""
    if by.school_id == school.pk and by.may(Permission.LEARNERS_IMPORT):
        return ""
    return "Only the SENCO's team of this school can add learners."


def tidy_row(row: Joiner) -> Joiner:
    given = {field.name: getattr(row, field.name) for field in fields(row)}
    clean = tidied({name: given[name] for name in KEPT})
    former = tuple(filter(None, tidied({str(n): upn for n, upn in enumerate(row.former_upns)}).values()))
    return replace(row, **clean, former_upns=former, stage=modern_stage(row.stage) or row.stage,
                   tutor_group=row.tutor_group.strip(), nc_year=row.nc_year.strip().upper())


def in_year(row: Joiner, year: AcademicYear) -> Joiner:
    return row if row.nc_year else replace(row, nc_year=expected_year(row.dob, year.starts) or "X")


def why_not_enrol(school: School, pairs: list[tuple[Learner, Joiner]], on: date) -> str:
    """The first thing wrong, with the name it is wrong for. Reads the database once."""
    upns = [row.upn for _, row in pairs if row.upn]
    taken = {learner.upn: learner for learner in Learner.objects.filter(school=school, upn__in=upns)} if upns else {}
    met: set[str] = set()
    for learner, row in pairs:
        wrong = why_not_row(learner, row, on)
        if row.upn in taken:
            wrong = wrong or f"{row.upn} is already the UPN of {taken[row.upn].name}."
        if row.upn and row.upn in met:
            wrong = wrong or f"{row.upn} stands in the list twice."
        if wrong:
            return f"{learner.name}: {wrong}" if learner.name else wrong
        met.add(row.upn)
    return ""


def why_not_row(learner: Learner, row: Joiner, on: date) -> str:
    return (policies.why_not_be(learner, on) or policies.why_not_year(row.nc_year, row.status)
            or (row.stage and policies.why_not_stage(row.stage, row.stage_on or on, None, on))
            or policies.why_not_needs(need.type for need in row.needs))


def as_learner(school: School, row: Joiner) -> Learner:
    values = {name: getattr(row, name) for name in KEPT}
    learner = Learner(school=school, **values, **({"uuid": row.uuid} if row.uuid else {}))
    derive(learner)
    return learner


def put_in_year(year: AcademicYear, pairs: list[tuple[Learner, Joiner]]) -> None:
    Enrolment.objects.bulk_create([
        Enrolment(school_id=year.school_id, learner=learner, year=year, nc_year=row.nc_year,
                  tutor_group=row.tutor_group, entered_on=row.entered_on, status=row.status,
                  other_school=row.other_school, plan_kept_here=row.plan_kept_here)
        for learner, row in pairs], batch_size=BATCH)
    seats = [(learner, row.tutor_group, max(row.entered_on or year.starts_on, year.starts_on))
             for learner, row in pairs]
    seat_in_tutor_groups(year.school_id, seats)


def put_history(school: School, pairs: list[tuple[Learner, Joiner]], on: date) -> None:
    """Stage and needs as they are on the day, and the UPNs they had before."""
    StageSpell.objects.bulk_create([
        StageSpell(school=school, learner=learner, stage=row.stage, local_stage=row.local_stage,
                   starts_on=row.stage_on or on)
        for learner, row in pairs if row.stage], batch_size=BATCH)
    Need.objects.bulk_create([
        Need(school=school, learner=learner, type=need.type, area=need.area or area_of(need.type), rank=rank,
             description=need.description, starts_on=need.starts_on or row.stage_on or on)
        for learner, row in pairs for rank, need in enumerate(row.needs, start=1)], batch_size=BATCH)
    FormerUPN.objects.bulk_create([
        FormerUPN(school=school, learner=learner, upn=upn, until=on)
        for learner, row in pairs for upn in dict.fromkeys(row.former_upns)], batch_size=BATCH)
