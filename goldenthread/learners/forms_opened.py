"""A form of what is kept already, that two people may have open at once."""

import json
from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.http import QueryDict

from goldenthread.learners.merging import held, plain, same
from goldenthread.schools.forms import PARTS, DayField, DayInput, Form, in_words


class OpenedForm(Form):
    """It carries what its boxes were opened with (`had`), for the operation to tell whether somebody else has saved
    since (`shown`). `find` finds what is kept, or None where nothing is yet.
    """

    # Boxes that open empty, whatever is kept.
    asked: tuple[str, ...] = ()
    had = forms.JSONField(widget=forms.HiddenInput, required=False, encoder=DjangoJSONEncoder)

    def __init__(self, data: QueryDict | None, *, find: Callable[[], Model | None]) -> None:
        self.find, self.boxes = find, [name for name in self.base_fields if name != "had"]
        opened = held(find(), self.boxes)
        super().__init__(data, initial={**opened, **dict.fromkeys(self.asked), "had": opened})

    def add_prefix(self, field_name: str) -> str:
        return "had-boxes" if field_name == "had" else super().add_prefix(field_name)  # as doors.CHOSEN has

    def clean_had(self) -> dict[str, Any] | None:
        had = self.cleaned_data["had"]
        return {name: had[name] for name in self.boxes if name in had} if isinstance(had, dict) else None

    def lay_theirs_beside(self) -> None:
        """After a stale save: a box left as it was opened takes what is saved, at each other that differs it stands,
        and the next save is a change of it.
        """
        kept, had, sent = self.find(), self.cleaned_data["had"], cast(QueryDict, self.data).copy()
        if same(kept, had):
            return
        for name, theirs in held(kept, had).items():
            mine = plain(self.cleaned_data[name])
            if plain(theirs) in (mine, plain(had[name])):
                continue
            if plain(had[name]) == mine and name not in self.asked:
                put(sent, name, self.fields[name], theirs)
            else:
                field, box = self.fields[name], self[name]
                said = f"Saved by somebody else meanwhile: {in_words_of(field, theirs)}"
                field.help_text = box.help_text = f"{field.help_text} {said}".strip()
        sent[self.add_prefix("had")] = json.dumps(held(kept, self.boxes), cls=DjangoJSONEncoder)
        self.data = sent


def put(sent: QueryDict, name: str, field: forms.Field, value: Any) -> None:
    """A value into what was sent, as its box sends it."""
    if isinstance(field, DayField):
        for part, piece in zip(PARTS, DayInput().decompress(value), strict=True):
            sent[f"{name}_{part}"] = str(piece)
    elif isinstance(value, bool):
        sent[name] = "on" if value else ""
    else:
        sent[name] = str(value or "")


def in_words_of(field: forms.Field, value: Any) -> str:
    """A value as its box would show it."""
    if value is None or value == "":
        return "nothing"
    if isinstance(field, DayField):
        return in_words(value)
    if isinstance(field, forms.BooleanField):
        return "Yes" if value else "No"
    told = dict(cast(Any, field).choices) if isinstance(field, forms.ChoiceField) else {}
    return str(told.get(value, value))
