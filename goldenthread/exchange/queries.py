"""What the pages and the checking read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from goldenthread.exchange.models import Batch, BatchRow, Column
from goldenthread.exchange.roll import Known, Roll
from goldenthread.learners.ages import years_apart
from goldenthread.learners.models import Enrolment, FormerUPN, Group, GroupPlace, Learner, Need, StageSpell
from goldenthread.people.models import Membership
from goldenthread.schools.models import AcademicYear, School

OWN = ("legal_first", "legal_last", "preferred_first", "preferred_last", "dob", "sex", "ethnicity", "upn", "uln",
       "mis_number")  # fmt: skip


def roll(school: School, year: AcademicYear, by: Membership, on: date) -> Roll:
    """Every learner the school has had, as rows can speak of them, in a handful of statements."""
    places = Prefetch("enrolments", Enrolment.objects.filter(year=year), to_attr="here")
    stages = Prefetch("stages", StageSpell.objects.filter(ends_on=None), to_attr="stage_now")
    needs = Prefetch("needs", Need.objects.filter(ends_on=None).order_by("rank"), to_attr="needs_now")
    former = Prefetch("former_upns", FormerUPN.objects.all(), to_attr="upns_before")
    visible = set(Learner.objects.visible_to(by, on).values_list("pk", flat=True))
    learners = Learner.objects.filter(school=school).prefetch_related(places, stages, needs, former)
    return Roll(known(learner, year, learner.pk in visible) for learner in learners)


def known(learner: Any, year: AcademicYear, is_visible: bool) -> Known:
    """A learner fetched as in `roll`."""
    place, stage = (next(iter(found), None) for found in (learner.here, learner.stage_now))
    values = {name: getattr(learner, name) for name in OWN} | {
        "nc_year": place.nc_year if place else None,
        "tutor_group": place.tutor_group if place else None,
        "entered_on": place.entered_on if place else None,
        "stage": stage.stage if stage else None,
        "stage_on": stage.starts_on if stage else None,
        "needs": tuple((need.type, need.description) for need in learner.needs_now),
    }
    apart = years_apart(place.nc_year, learner.dob, year.starts) if place else None
    former = frozenset(one.upn for one in learner.upns_before)
    left_on = place.left_on if place else None
    return Known(learner.pk, values, former, apart, not is_visible, left_on)


def remembered(school: School) -> dict[str, str]:
    """What this school said of headings before."""
    return dict(Column.objects.filter(school=school).values_list("heading", "field"))


def means_this_school(school: School) -> list[str]:
    """What a School column may say of a row that is ours."""
    return [school.name, school.slug, school.urn, school.estab, f"{school.la}{school.estab}"]


def batches(school: School) -> QuerySet[Batch]:
    """The school's imports, the newest first."""
    return Batch.objects.filter(school=school).select_related("by", "applied_by")


def rows_for(batch: Batch, member: Membership, on: date) -> QuerySet[BatchRow]:
    """The batch's rows, without those about learners whom this member is kept from."""
    rows = batch.rows.order_by("number")
    hidden = out_of_sight(batch.school, member, on)
    if not hidden:
        return rows
    uuids = Learner.objects.filter(pk__in=hidden).values("uuid")
    maybe = [row.pk for row in rows if hidden & set(row.result.get("candidates", []))]
    return rows.exclude(learner__in=hidden).exclude(uuid__in=uuids).exclude(pk__in=maybe)


def counts(rows: QuerySet[BatchRow]) -> Counter[str]:
    """How many rows have each fate."""
    return Counter(dict(rows.order_by().values_list("fate").annotate(n=Count("pk"))))


def out_of_sight(school: School, member: Membership, on: date) -> set[int]:
    """The learners of the school that this member is kept from."""
    theirs = Learner.objects.visible_to(member, on).values("pk")
    return set(Learner.objects.filter(school=school).exclude(pk__in=theirs).values_list("pk", flat=True))


def missing_from(batch: Batch) -> int:
    """How many learners of this year are not in the file. Nothing happens to them."""
    here = Enrolment.objects.filter(school=batch.school, year__current=True, left_on=None)
    named = batch.rows.exclude(learner=None).values("learner")
    return here.exclude(learner__in=named).count()


def groups_after_undoing(batch: Batch, moving: Iterable[int]) -> tuple[list[str], list[str]]:
    """The tutor groups that came with an import: (those that go with these learners, those that somebody else uses)."""
    made = Group.objects.filter(school=batch.school, name__in=batch.groups_made, kind="tutor").order_by("name")
    others = GroupPlace.objects.filter(group=OuterRef("pk")).exclude(learner__in=list(moving))
    used = list(made.filter(Q(Exists(others)) | Q(grants__isnull=False)).distinct().values_list("name", flat=True))
    return [name for name in made.values_list("name", flat=True) if name not in used], used
