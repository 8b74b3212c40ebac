"""What may be typed about a learner's needs."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from goldenthread.learners import codes
from goldenthread.learners.forms import TYPES
from goldenthread.learners.merging import boxed, plain
from goldenthread.schools.forms import Form

AREAS = [("", "As the type has it"), *codes.AREAS.items()]


class NeedForm(Form):
    """One need of several; an empty type takes it out."""

    type = forms.ChoiceField(label="Type of need", choices=TYPES, required=False)
    area = forms.ChoiceField(label="Broad area", choices=AREAS, required=False)
    description = forms.CharField(label="What it means for this learner", required=False,
                                  help_text="The family and the child read this, word for word, in their copies.",
                                  widget=forms.Textarea(attrs={"rows": 2}))
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    had = forms.JSONField(widget=forms.HiddenInput, required=False)
    says_optional = False

    def clean(self) -> dict[str, Any]:
        """Words without a type are no need; of a need that is taken out they are the ones it had."""
        told = {**(super().clean() or {})}
        before, words = boxed(told.get("had")), told.get("description")
        if words and not told.get("type") and not (before["type"] and plain(words) == plain(before["description"])):
            self.add_error("type", "Choose the type of need, or empty the words")
        return told

    def add_prefix(self, field_name: str) -> str:
        return f"had-{self.prefix}" if field_name == "had" else super().add_prefix(field_name)  # as doors.CHOSEN has


NeedsForm = forms.formset_factory(NeedForm, extra=2, max_num=10, absolute_max=20)


def needs_held(boxes: Sequence[dict[str, str]], opened: Iterable[dict[str, str]]) -> forms.BaseFormSet:
    """The boxes as if somebody had typed these needs into a page opened with the others."""
    was = {box["uuid"]: box for box in opened}
    sent = {f"form-{n}-{name}": value for n, box in enumerate(boxes) for name, value in box.items()}
    had = {f"had-form-{n}": json.dumps(was.get(box["uuid"])) for n, box in enumerate(boxes)}
    return NeedsForm({"form-TOTAL_FORMS": len(boxes) + 2, "form-INITIAL_FORMS": len(boxes), **sent, **had})
