"""Opening a school and its years."""

from datetime import date

from django.db import transaction

from goldenthread.schools.clock import year_starting
from goldenthread.schools.models import AcademicYear, School, SupportTeam, Term

TERMS = (("Autumn term", (9, 1), (12, 31)), ("Spring term", (1, 1), (3, 31)), ("Summer term", (4, 1), (8, 31)))


@transaction.atomic
def open_school(*, slug: str, name: str, phase: str, on: date, la: str = "", estab: str = "", urn: str = "",
                support: SupportTeam | None = None) -> School:
    """A new school with its current academic year. Opening the same slug again gives the school that is there."""
    school, made = School.objects.get_or_create(slug=slug, defaults={
        "name": name, "phase": phase, "la": la, "estab": estab, "urn": urn, "support": support, "sign_in_code": slug})
    if made:
        year = open_year(school=school, starts=year_starting(on))
        AcademicYear.objects.filter(pk=year.pk).update(current=True)
    return school


@transaction.atomic
def open_year(*, school: School, starts: int) -> AcademicYear:
    """The academic year that starts in September of `starts`, with three terms; the one there when it exists."""
    year, made = AcademicYear.objects.get_or_create(school=school, starts=starts, defaults={
        "starts_on": date(starts, 9, 1), "ends_on": date(starts + 1, 8, 31)})
    if made:
        Term.objects.bulk_create(
            Term(school=school, year=year, name=name,
                 starts_on=date(starts + (first[0] < 9), *first), ends_on=date(starts + (last[0] < 9), *last))
            for name, first, last in TERMS)
    return year
