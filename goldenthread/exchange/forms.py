"""What people say of a file and of its rows. Nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms

from goldenthread.exchange.dates import DAY_FIRST, MONTH_FIRST, UNKNOWN
from goldenthread.exchange.grid import Row
from goldenthread.exchange.headings import FIELDS, is_learners
from goldenthread.exchange.names import FORENAME_FIRST, SURNAME_FIRST, split
from goldenthread.exchange.reading import MAX_BYTES, TOO_BIG
from goldenthread.exchange.text import ENCODINGS
from goldenthread.schools.forms import Form

ORDERS = [(DAY_FIRST, "The day: 04/03 is 4 March"), (MONTH_FIRST, "The month: 04/03 is 3 April"),
          (UNKNOWN, "I do not know: hold the rows where it could be either")]  # fmt: skip
NAME_ORDERS = [(FORENAME_FIRST, "The first name"), (SURNAME_FIRST, "The surname")]


class UploadForm(Form):
    file = forms.FileField(label="Spreadsheet", help_text="Excel (.xlsx), .csv or .txt, up to 10 MB")

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > MAX_BYTES:
            raise forms.ValidationError(TOO_BIG)
        return sent


class QuestionsForm(Form):
    """What the file itself does not show; only what was asked is required."""

    says_optional = False
    order = forms.ChoiceField(label="Which comes first in the dates of this file?", choices=ORDERS,
                              widget=forms.RadioSelect, required=False)  # fmt: skip
    name_order = forms.ChoiceField(label="Which comes first in the whole names of this file?",
                                   initial=FORENAME_FIRST, widget=forms.RadioSelect)
    encoding = forms.ChoiceField(label="If names look wrong, read the file as", required=False,
                                 choices=[("", "It is right as it is"), *ENCODINGS.items()])  # fmt: skip
    hidden = forms.BooleanField(label="Read hidden sheets, rows and columns too", required=False)

    def __init__(self, *args: Any, reading: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "order" in reading.get("asks", []):
            self.fields["order"].required = True
            self.fields["order"].error_messages["required"] = "Choose which comes first in the dates of this file"
        elif not reading.get("order_asked"):
            del self.fields["order"]
        if uncut := reading.get("uncut"):
            self.fields["name_order"].choices = [  # type: ignore[attr-defined]
                (order, f"{title}: {examples(uncut, order)}") for order, title in NAME_ORDERS]
        else:
            del self.fields["name_order"]
        if reading.get("kind") == "xlsx":
            del self.fields["encoding"]
        if not reading.get("hidden"):
            del self.fields["hidden"]


def examples(uncut: Sequence[str], order: str) -> str:
    """Some names of the file as this order cuts them: “Ada Okafor” has the surname Okafor."""
    return ", ".join(f"“{whole}” has the surname {split(whole, order)[1]}" for whole in uncut)


class ColumnsForm(Form):
    """One choice for each column of the file."""

    says_optional = False

    row = forms.IntegerField(label="Row the headings stand in", min_value=0, max_value=30,
                             help_text="0 where the file has no headings",
                             widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}))  # fmt: skip

    def __init__(self, *args: Any, columns: list[str], rows: Sequence[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        choices = [("", "Not used"), *((key, field.title) for key, field in FIELDS.items())]
        for number, title in enumerate(columns):
            self.fields[f"c{number}"] = forms.ChoiceField(label=title, choices=choices, required=False)

    def clean_row(self) -> int:
        number: int = self.cleaned_data["row"]
        if any(row.number == number and is_learners(row) for row in self.rows):
            raise forms.ValidationError(f"Row {number} holds a date, so it is a learner’s. Type the row the headings "
                                        "stand in, or 0 where the file has none.")
        return number

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = {value for name, value in given.items() if name != "row" and value}
        if "name" not in chosen and not {"legal_first", "legal_last"} <= chosen:
            raise forms.ValidationError("Choose the columns for first names and surname, or one for the whole name.")
        if "dob" not in chosen:
            raise forms.ValidationError("Choose the column for the date of birth.")
        return given

    @property
    def chosen(self) -> dict[str, str]:
        return {name[1:]: value for name, value in self.cleaned_data.items() if name != "row"}


class RowForm(Form):
    """One row: who it is about, words that mend it, or that it is right as it is."""

    says_optional = False

    what = forms.ChoiceField(label="What should happen with this row?", widget=forms.RadioSelect, choices=(),
                             required=False)
    note = forms.CharField(label="How do you know that it is right?", required=False, max_length=1_000,
                           widget=forms.Textarea(attrs={"rows": 2}),
                           help_text="Needed where you say that it is right as it is")  # fmt: skip

    def __init__(
        self, *args: Any, choices: list[tuple[str, str]], mend: dict[str, str], may_accept: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        for key, text in mend.items():
            self.fields[f"v_{key}"] = forms.CharField(label=FIELDS[key].title, required=False, initial=text,
                                                      max_length=1_000)  # fmt: skip
        if not may_accept:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        """A new word in a box says by itself that the row is mended, where nothing else was chosen."""
        given = super().clean() or {}
        if "what" in self.errors or given.get("what"):
            return given
        if any(name.startswith("v_") for name in self.changed_data):
            given["what"] = "mend"
        else:
            self.add_error("what", "Choose what should happen with this row.")
        return given

    @property
    def values(self) -> dict[str, str]:
        """The words typed into the boxes; they count where the person chose to mend the row."""
        return {name[2:]: text for name, text in self.cleaned_data.items() if name.startswith("v_")}


class ManyForm(Form):
    """The same for several ticked rows."""

    WHAT = ("guess", "new", "leave_out", "accept", "again")

    what = forms.ChoiceField(choices=[(key, key) for key in WHAT], error_messages={
        "required": "Choose what should happen with the ticked rows."})
    note = forms.CharField(required=False, max_length=1_000)
    rows = forms.TypedMultipleChoiceField(coerce=int, choices=(), error_messages={
        "required": "Tick at least one row.",
        "invalid_choice": "One of the rows is no longer there to decide. Look at them again."})

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = [(n, n) for n in numbers]  # type: ignore[attr-defined]
