"""Opening a school and its years."""

from datetime import date
from itertools import pairwise
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.schools.clock import year_starting
from goldenthread.schools.forms import in_words
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


@transaction.atomic
def amend_school(*, school: School, by: Any, name: str, font: str) -> School:
    """The school's name, and the letters its pages come in unless a person chose their own. `by` is a membership."""
    refuse_if("" if by.school_id == school.pk else "This is not your school.")
    school = School.objects.select_for_update().get(pk=school.pk)
    school.name, school.vocabulary = name, {**school.vocabulary, "font": font}
    school.save(update_fields=["name", "vocabulary"])
    record("schools.school_amended", by=by, about=school, name=name)
    return school


@transaction.atomic
def amend_terms(*, year: AcademicYear, terms: dict[int, tuple[date, date]], by: Any) -> None:
    """The first and last days of a year's terms, by the term's number."""
    refuse_if("" if by.school_id == year.school_id else "This is not your school.")
    own = list(Term.objects.select_for_update().filter(year=year).order_by("starts_on"))
    for term in own:
        term.starts_on, term.ends_on = terms.get(term.pk, (term.starts_on, term.ends_on))
    refuse_if(why_not_terms(year, own))
    Term.objects.bulk_update(own, ["starts_on", "ends_on"])
    record("schools.terms_amended", by=by, about=year, year=str(year))


def why_not_terms(year: AcademicYear, terms: list[Term]) -> str:
    """Terms lie inside their year, end after they start, and never overlap."""
    for term in terms:
        if term.ends_on <= term.starts_on:
            return f"{term.name} must end after it starts."
        if term.starts_on < year.starts_on or term.ends_on > year.ends_on:
            return f"{term.name} must lie between {in_words(year.starts_on)} and {in_words(year.ends_on)}."
    ordered = sorted(terms, key=lambda term: term.starts_on)
    for before, after in pairwise(ordered):
        if after.starts_on <= before.ends_on:
            return f"{after.name} must start after {before.name} has ended."
    return ""
