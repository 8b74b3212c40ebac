"""The page on which a received plan is typed: what came and when, and as many rows of its B, E and F as it has."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from goldenthread.learners import codes
from goldenthread.plans.forms import tall
from goldenthread.plans.operations import Told
from goldenthread.plans.templates import Template
from goldenthread.schools.forms import DayField, Form

LONGEST = 20_000
MOST_ROWS = 60
OF_A_ROW = ("need", "outcome", "provision", "area", "outcome_uuid")


class ReceiveForm(Form):
    """`rows` is how many rows of sections B, E and F are on the page; those left empty are passed over."""

    dated_on = DayField(label="Date on the plan")
    received_on = DayField(label="Day you received it")
    from_authority = forms.ChoiceField(label="Authority that wrote it", choices=[
        ("", "Choose an authority"), *sorted(codes.LAS.items(), key=lambda each: each[1])])
    note = forms.CharField(label="Anything to know about it?", required=False, max_length=1_000,
                           help_text="Leave it empty, or write such as “amended final after the review in March”.")
    due_on = DayField(label="When are its outcomes to be reached?", required=False,
                      help_text="The end of the key stage, for most. Leave it empty if the plan does not say.")
    says_optional = False  # in rows of their own it is plain which may stay empty

    def __init__(self, *args: Any, template: Template, rows: int, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template, self.count = template, rows
        for name in ("dated_on", "received_on"):
            self.fields[name].latest = on  # type: ignore[attr-defined]
        for number in range(rows):
            self.fields |= self.row_fields(number)
        for part in template.sections:
            if part.builder == "words":
                self.fields[f"words_{part.key}"] = forms.CharField(
                    label=part.title, help_text=part.intro, required=False, max_length=LONGEST, widget=tall(5))

    def row_fields(self, number: int) -> dict[str, forms.Field]:
        def text(label: str, rows: int) -> forms.CharField:
            return forms.CharField(label=label, required=False, max_length=2_000, widget=tall(rows))

        return {
            f"need_{number}": text("Need (section B)", 4),
            f"outcome_{number}": text("Outcome (section E)", 4),
            f"provision_{number}": text("Provision (section F)", 4),
            f"area_{number}": forms.ChoiceField(label="Area of need", required=False, choices=[
                ("", "Not said"), *codes.AREAS.items()]),
            f"outcome_uuid_{number}": forms.UUIDField(required=False, widget=forms.HiddenInput),
        }

    @property
    def head(self) -> list[BoundField]:
        return [self[name] for name in ("dated_on", "received_on", "from_authority", "due_on", "note")]

    @property
    def rows(self) -> Iterator[list[BoundField]]:
        for number in range(self.count):
            yield [self[f"{name}_{number}"] for name in OF_A_ROW]

    @property
    def others(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("words_")]

    @property
    def others_told(self) -> bool:
        """Whether something stands in the other sections, or is wrong there: then they are shown unfolded."""
        return any(field.value() or field.errors for field in self.others)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        started, received = found.get("dated_on"), found.get("received_on")
        if started and received and received < started:
            self.add_error("received_on", "It cannot have been received before the day it is dated.")
        told = 0
        for number in range(self.count):
            need, outcome, provision = (found.get(f"{name}_{number}") for name in OF_A_ROW[:3])
            told += bool(need and outcome)
            if (outcome or provision) and not need:
                self.add_error(f"need_{number}", f"Row {number + 1}: write the need, as section B has it.")
            if (need or provision) and not outcome:
                self.add_error(f"outcome_{number}", f"Row {number + 1}: write the outcome, as section E has it.")
        if not told and not self.errors:
            self.add_error("need_0", "Write at least one need with its outcome, as sections B and E have them.")
        return found

    def given(self) -> dict[str, Any]:
        """What operations.receive is given."""
        found = self.cleaned_data
        rows = [{name: str(found[f"{name}_{number}"] or "") for name in OF_A_ROW} for number in range(self.count)]
        return {
            **{name: found[name] for name in ("dated_on", "received_on", "from_authority", "note")},
            "triples": [Told(**row, due_on=found["due_on"]) for row in rows if row["need"]],
            "words": {part.key: found[f"words_{part.key}"] for part in self.template.sections
                      if part.builder == "words"},
        }
