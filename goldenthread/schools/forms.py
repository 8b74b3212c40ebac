"""What every room's forms are made of: errors that say what to do, and a date in three boxes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
PARTS = ("day", "month", "year")
DASHES = forms.ModelChoiceField(None).empty_label  # what Django shows first where nothing is chosen yet
UNKIND = forms.Field.default_error_messages["required"]


class Form(forms.Form):
    """A form in plain words: fields that may be left empty say so, and a missing answer is asked for by name."""

    use_required_attribute = False  # the browser's own bubbles say less than our error summary
    says_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = field.label or pretty_name(name)
            if field.error_messages.get("required") == UNKIND:
                field.error_messages["required"] = ask_for(field)
            if getattr(field, "empty_label", None) == DASHES:
                field.empty_label = "Choose one"  # type: ignore[attr-defined]
            if isinstance(field, forms.FileField):
                field.error_messages["empty"] = "This file is empty. Choose one that has something in it"


# A label that begins so is its own object: "Enter your name", "Enter what it leads to".
NO_ARTICLE = {"a", "an", "the", "your", "their", "his", "her", "its", "our", "who", "whose", "what", "when", "where",
              "which", "why", "how", "one", "another", "anything", "something", "as", "by"}


def ask_for(field: forms.Field) -> str:
    """The sentence shown when this field was left empty."""
    label = str(field.label)
    if isinstance(field, forms.BooleanField):
        return f"Tick the box to go on: {label}"
    if label.endswith("?"):
        return f"Answer the question: {label}"
    if label.startswith("Choose "):
        return label
    if isinstance(field, forms.FileField):
        return f"Choose a file first: {label[0].lower() + label[1:]}"
    verb = "Choose" if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else "Enter"
    label = label if label[:2].isalpha() and label[:2].isupper() else label[0].lower() + label[1:]
    the = "" if label.split()[0] in NO_ARTICLE else "the "
    return f"{verb} {the}{label}{', such as 7 9 2026' if isinstance(field, DayField) else ''}"


class DayInput(forms.MultiWidget):
    """Three boxes: nobody has to guess an order or a separator, and no calendar has to be paged back to 2012."""

    template_name = "forms/day.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__({part: forms.TextInput(attrs=box) for part in PARTS}, attrs)

    def decompress(self, value: date | None) -> list[int | str]:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, box in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            box["label"] = part.capitalize()
        return context


class DayField(forms.Field):
    """A date typed as day, month and year; the month may be a name. `earliest` and `latest` are included."""

    widget = DayInput

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def clean(self, value: Sequence[str] | date | None) -> date | None:
        if isinstance(value, date):
            return self.within(value)
        typed = [str(part or "").strip() for part in value or ("", "", "")]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if missing := [part for part, text in zip(PARTS, typed, strict=True) if not text]:
            raise ValidationError(f"{self.called} must include a {' and a '.join(missing)}", code="incomplete")
        return self.within(self.read(*typed))

    @property
    def called(self) -> str:
        return str(self.label or "The date").rstrip("?")

    @property
    def unreal(self) -> str:
        """A label that asks, such as "When was this?", cannot begin a sentence."""
        asks = self.called != str(self.label or self.called) or self.called.startswith("When ")
        return "Enter a real date, such as 7 9 2026" if asks else f"{self.called} must be a real date, such as 7 9 2026"

    def read(self, day: str, month: str, year: str) -> date:
        if len(year) != 4:
            raise ValidationError(f"{self.called}: write the year with four figures, such as 2026", code="year")
        if month.lower()[:3] in MONTHS:
            month = str(MONTHS.index(month.lower()[:3]) + 1)
        try:
            return date(int(year), int(month), int(day))
        except ValueError as wrong:
            raise ValidationError(self.unreal, code="invalid") from wrong

    def within(self, day: date) -> date:
        if self.earliest and day < self.earliest:
            raise ValidationError(f"{self.called} must be on or after {in_words(self.earliest)}", code="early")
        if self.latest and day > self.latest:
            raise ValidationError(f"{self.called} must be on or before {in_words(self.latest)}", code="late")
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = [str(part) for part in DayInput().decompress(initial)]
        return before != [str(part or "") for part in data or ("", "", "")]


def in_words(day: date) -> str:
    """7 September 2026."""
    return f"{day.day} {day:%B %Y}"
