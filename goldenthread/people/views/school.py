"""The school's settings: its name, the letters of its pages, this year's terms."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.forms import SchoolNameForm, TermForm
from goldenthread.people.permissions import Permission
from goldenthread.schools.models import Term
from goldenthread.schools.operations import amend_school, amend_terms
from goldenthread.schools.queries import current_year


@require_http_methods(["GET", "POST"])
@at_school(Permission.SCHOOL_SETTINGS)
def settings(request: SchoolRequest) -> HttpResponse:
    part = request.POST.get("part")
    form = SchoolNameForm(request.POST if part == "school" else None, initial={
        "name": request.school.name, "font": request.school.vocabulary.get("font", "")})
    year = current_year(request.school)
    terms = [(term, TermForm(request.POST if part == "terms" else None, prefix=f"term{term.pk}", initial={
        "starts_on": term.starts_on, "ends_on": term.ends_on})) for term in year.terms.all()]
    if part == "school" and form.is_valid():
        amend_school(school=request.school, by=request.member, **form.cleaned_data)
        return done(request, "The school's settings are saved.")
    if part == "terms" and not any(term_form.errors for _, term_form in terms):
        try:
            amend_terms(year=year, by=request.member, terms=days(terms))
        except Refused as refusal:
            terms[0][1].add_error(None, str(refusal))
        else:
            return done(request, f"The terms of {year} are saved.")
    wrong = next((term_form for _, term_form in terms if term_form.errors), None)
    return render(request, "people/school.html", {
        "form": wrong or form, "school_form": form, "terms": terms, "year": year})


def days(terms: list[tuple[Term, TermForm]]) -> dict[int, tuple[Any, Any]]:
    return {term.pk: (form.cleaned_data["starts_on"], form.cleaned_data["ends_on"]) for term, form in terms}


def done(request: SchoolRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("members:school", slug=request.school.slug)
