from functools import lru_cache
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from goldenthread.learners.codes import NC_YEARS, SEN_TYPES, STAGE_NAMES
from goldenthread.schools.forms import DayField, Form

ALL = ("", "All")


class FilterForm(Form):
    """The row of filters above the register. Everything in it may be left alone."""

    says_optional = False
    text = forms.CharField(
        label="Name or UPN", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}))
    year = forms.ChoiceField(required=False)
    stage = forms.ChoiceField(required=False, choices=[ALL, *STAGE_NAMES.items()])
    need = forms.ChoiceField(label="Main need", required=False,
                             choices=[ALL, *((code, name) for code, (name, _) in SEN_TYPES.items())])
    plan = forms.ChoiceField(required=False, choices=[
        ALL, ("none", "No plan yet"), ("unstarted", "Not started"), ("onboarding", "On-boarding"), ("draft", "Draft"),
        ("version", "Issued"), ("overdue", "Review overdue"), ("due", "Review within four weeks")])
    voices = forms.ChoiceField(required=False, choices=[ALL, ("missing", "One is missing")])
    meetings = forms.ChoiceField(label="Meetings with family", required=False, choices=[
        ALL, ("behind", "Behind with meetings")])

    def __init__(self, *args: Any, years: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = tuple(years)
        self.fields["year"].choices = [ALL, *((code, NC_YEARS[code][0]) for code in years)]  # type: ignore[attr-defined]

    def drawn(self) -> SafeString:
        """Its fields as HTML, which says nothing but what was asked for."""
        return drawn(tuple(self.data.get(name) for name in self.fields), self.years)


@lru_cache(maxsize=500)  # forty choices of needs are the costliest part of the register, and always the same
def drawn(asked: tuple[str | None, ...], years: tuple[str, ...]) -> SafeString:
    form = FilterForm(dict(zip(FilterForm.base_fields, asked, strict=True)), years=list(years))
    return format_html_join("", "{}", ((field.as_field_group(),) for field in form))


class HappenedForm(Form):
    """The row of filters above what happened."""

    says_optional = False
    who = forms.CharField(label="Who did it", required=False, max_length=120)
    room = forms.ChoiceField(label="About", required=False, choices=[
        ALL, ("people", "People and access"), ("learners", "Learners"), ("story", "The record"),
        ("outcomes", "Targets"), ("plans", "Plans"), ("exchange", "Imports"), ("home", "Exports"),
        ("schools", "The school")])
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)
