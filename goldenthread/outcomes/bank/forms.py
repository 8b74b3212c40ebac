"""What is asked of somebody who searches the bank or writes in it."""

import uuid
from typing import Any

from django import forms

from goldenthread.learners.codes import AREAS
from goldenthread.learners.models import Learner
from goldenthread.outcomes.bank.models import BankOutcome
from goldenthread.outcomes.bank.naming import FIRST, SHOWN, TEXTS, as_kept, for_nobody, without_name
from goldenthread.outcomes.bank.phases import PHASES
from goldenthread.outcomes.bank.queries import Sought
from goldenthread.outcomes.levels import LEVELS, TERM
from goldenthread.outcomes.models import Outcome
from goldenthread.schools.forms import Form
from goldenthread.story.forms import PRIVATE

ALL = ("", "All")
AGES = [(str(place), name) for place, name in enumerate(PHASES.values())]
SMALL = {**PRIVATE, "rows": 2}
ANY_AREA = ("none", "Any area of need")


class SearchForm(Form):
    """The row of filters above the bank."""

    says_optional = False
    text = forms.CharField(label="Words", required=False, max_length=100,
                           widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}))
    area = forms.ChoiceField(label="Area of need", required=False, choices=[ALL, *AREAS.items(), ANY_AREA])
    level = forms.ChoiceField(label="How far ahead", required=False, choices=[ALL, *LEVELS.items()])
    phase = forms.ChoiceField(label="Age", required=False, choices=[ALL, *PHASES.items()])

    @property
    def sought(self) -> Sought:
        """What was asked; an unknown choice is as if it were not made."""
        self.full_clean()
        text, area, level, phase = (self.cleaned_data.get(name) or "" for name in ("text", "area", "level", "phase"))
        return Sought(text, area, level, phase)


class BankForm(Form):
    """A wording for the bank."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    wording = forms.CharField(label="What will have happened?", widget=forms.Textarea(attrs={**PRIVATE, "rows": 3}),
                              help_text=f"Write {SHOWN} where the learner’s first name should stand, and “they” where "
                                        "it fits.")
    measure = forms.CharField(label="How would we know?", required=False, widget=forms.Textarea(attrs=SMALL))
    target = forms.CharField(label="Where should it get to?", required=False, widget=forms.Textarea(attrs=SMALL))
    level = forms.ChoiceField(label="How far ahead?", choices=list(LEVELS.items()), widget=forms.RadioSelect)
    area = forms.ChoiceField(label="Area of need", required=False, choices=[("", "Any area of need"), *AREAS.items()])
    youngest = forms.TypedChoiceField(label="From which age?", choices=AGES, coerce=int)
    oldest = forms.TypedChoiceField(label="To which age?", choices=AGES, coerce=int)

    @property
    def words(self) -> dict[str, Any]:
        """What the operations take."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"uuid", "revision"}}
        return said | {name: as_kept(said[name]) for name in TEXTS}


def blank() -> dict[str, Any]:
    return {"uuid": uuid.uuid4(), "revision": 0, "level": TERM, "youngest": 0, "oldest": len(PHASES) - 1}


def values_of(banked: BankOutcome) -> dict[str, Any]:
    return {name: getattr(banked, name) for name in BankForm.base_fields} | for_nobody(banked)


def values_from(outcome: Outcome, learner: Learner) -> dict[str, Any]:
    """A child's outcome as a beginning, without the name."""
    words = {name: without_name(getattr(outcome, name), learner).replace(FIRST, SHOWN) for name in TEXTS}
    return {**blank(), **words, "level": outcome.level, "area": outcome.area}
