"""The page on which a received plan is typed: what came and when, and as many rows of its B, E and F as it has."""

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.forms import BoundField

from goldenthread.learners import codes
from goldenthread.outcomes.models import Triple
from goldenthread.plans.forms import tall
from goldenthread.plans.operations import Told
from goldenthread.plans.templates import Template
from goldenthread.schools.forms import DayField, Form
from goldenthread.schools.words import clean

LONGEST = 20_000
MOST_ROWS = 60
OF_A_ROW = ("need", "outcome", "provision", "area", "outcome_uuid")
NEW, ALIKE = "new", 0.6


class ReceiveForm(Form):
    """`rows` is how many rows of sections B, E and F are on the page; those left empty are passed over. `present` are
    those of the plan in force: of an outcome that it has in no such words it is asked whether it is one of its own,
    amended.
    """

    dated_on = DayField(label="Date on the plan")
    received_on = DayField(label="Day you received it")
    from_authority = forms.ChoiceField(label="Authority that wrote it", choices=[
        ("", "Choose an authority"), *sorted(codes.LAS.items(), key=lambda each: each[1])])
    note = forms.CharField(label="Anything to know about it?", required=False, max_length=1_000,
                           help_text="Leave it empty, or write such as “amended final after the review in March”.")
    due_on = DayField(label="When are its outcomes to be reached?", required=False,
                      help_text="The end of the key stage, for most. Leave it empty if the plan does not say.")
    says_optional = False  # in rows of their own it is plain which may stay empty

    def __init__(self, *args: Any, template: Template, rows: int, on: date, present: Sequence[Triple] = (),
                 **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template, self.count = template, rows
        self.present = {str(row.outcome.uuid): row.wording for row in present}
        self.same = {wording: uuid for uuid, wording in self.present.items()}
        self.unasked: list[int] = []
        for name in ("dated_on", "received_on"):
            self.fields[name].latest = on  # type: ignore[attr-defined]
        for number in range(rows):
            self.fields |= self.row_fields(number)
        for part in template.sections:
            if part.builder == "words":
                self.fields[f"words_{part.key}"] = forms.CharField(
                    label=part.title, help_text=part.intro, required=False, max_length=LONGEST, widget=tall(5))
        if self.is_bound and self.present:
            self.ask_what_is_amended()

    def ask_what_is_amended(self) -> None:
        """Of each outcome in words of its own. One that was not asked about yet begins with what is likely."""
        self.data = typed = {name: self.data[name] for name in self.data}
        words = {number: self.typed("outcome", number) for number in range(self.count)}
        left = {uuid: wording for uuid, wording in self.present.items() if wording not in words.values()}
        for number, text in words.items():
            if not text or text in self.same:
                continue
            name = f"amends_{number}"
            self.fields[name] = forms.ChoiceField(
                label="Is this the same outcome, amended?", choices=self.choices, help_text=(
                    "The plan before does not have it in these words. What leads to an outcome that is amended goes on "
                    "under it."))
            if name not in typed:
                self.unasked.append(number)
                typed[name] = likely(text, self.typed("outcome_uuid", number), left)
            left.pop(typed[name], None)

    def typed(self, name: str, number: int) -> str:
        return clean(self.data.get(f"{name}_{number}", ""))

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [*((uuid, f"Yes, of {number}: {short(wording)}")
                  for number, (uuid, wording) in enumerate(self.present.items(), 1)), (NEW, "A new outcome")]

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
            yield [self[f"{name}_{number}"] for name in (*OF_A_ROW, "amends") if f"{name}_{number}" in self.fields]

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
        for number in self.unasked:
            self.add_error(f"amends_{number}", f"Row {number + 1}: say whether this is the same outcome, amended.")
        if not told and not self.errors:
            self.add_error("need_0", "Write at least one need with its outcome, as sections B and E have them.")
        return found

    def given(self) -> dict[str, Any]:
        """What operations.receive is given."""
        found = self.cleaned_data
        rows = [{name: str(found[f"{name}_{number}"] or "") for name in OF_A_ROW[:-1]}
                | {"outcome_uuid": self.goes_on(number)} for number in range(self.count)]
        return {
            **{name: found[name] for name in ("dated_on", "received_on", "from_authority", "note")},
            "triples": [Told(**row, due_on=found["due_on"]) for row in rows if row["need"]],
            "words": {part.key: found[f"words_{part.key}"] for part in self.template.sections
                      if part.builder == "words"},
        }

    def goes_on(self, number: int) -> str:
        """The outcome of the plan before that a row has word for word, or amends; nothing where it is new."""
        chosen = self.cleaned_data.get(f"amends_{number}", "")
        return self.same.get(clean(self.cleaned_data[f"outcome_{number}"])) or (chosen if chosen != NEW else "")


def likely(text: str, in_place: str, left: dict[str, str]) -> str:
    """Which of the outcomes left over is amended to this: the one in the same place, or the one most alike."""
    if in_place in left:
        return in_place
    alike = {uuid: SequenceMatcher(None, wording, text).ratio() for uuid, wording in left.items()}
    nearest = max(alike, key=alike.__getitem__, default=NEW)
    return nearest if alike.get(nearest, 0) >= ALIKE else NEW


def short(wording: str) -> str:
    return wording if len(wording) <= 100 else f"{wording[:99]}…"
