"""What is asked of somebody who agrees, drops, hands on or puts off."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet

from goldenthread.actions.causes import FINDERS, ORIGINS
from goldenthread.actions.models import Digest
from goldenthread.actions.states import STATES
from goldenthread.learners.audiences import AUDIENCES, PROFESSIONALS, STAFF
from goldenthread.learners.policies import audiences_for
from goldenthread.people.models import Membership
from goldenthread.schools.forms import DayField, Form

# What people write about a learner is nobody else's to learn from: no spelling service, no translation, no history.
PRIVATE = {"rows": 3, "spellcheck": "false", "translate": "no", "autocomplete": "off",
           "autocapitalize": "sentences"}
ALL = ("", "All")


class OwnerField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.as_role.in_a_sentence}"


class AgreeForm(Form):
    """One action: what, why, who and by when."""

    says_optional = False  # "who" has an answer from the start
    uuid = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.CharField(label="What will be done?", widget=forms.Textarea(attrs=PRIVATE))
    why = forms.CharField(label="What is it for? (optional)", required=False,
                          widget=forms.Textarea(attrs={**PRIVATE, "rows": 2}))
    owner = OwnerField(label="Who will see to it?", queryset=Membership.objects.none(), required=False,
                       empty_label="Whoever is SENCO admin", help_text=(
                           "Something the family or the learner will do: name who at the school asks how it went."))
    due_on = DayField(label="By when?")
    audience = forms.ChoiceField(label="Who may read it?", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, by: Membership, owners: QuerySet[Membership], about_school: bool) -> None:
        mine = audiences_for(by.kind)
        first = STAFF if STAFF in mine else PROFESSIONALS
        super().__init__(data, initial={"uuid": uuid.uuid4(), "audience": first})
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["audience"].choices = [(key, text) for key, text in AUDIENCES.items() if key in mine]  # type: ignore[attr-defined]
        if about_school:
            del self.fields["audience"]
            self.fields["owner"].help_text = ""


class DropForm(Form):
    why = forms.CharField(label="Why will it not be done?", widget=forms.Textarea(attrs=PRIVATE))


class HandForm(Form):
    owner = OwnerField(label="Who will see to it?", queryset=Membership.objects.none(), empty_label="Choose somebody")

    def __init__(self, data: Any = None, *, owners: QuerySet[Membership]) -> None:
        super().__init__(data)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class DayForm(Form):
    due_on = DayField(label="By when, now?")


class FilterForm(Form):
    """The row of filters above the school's actions. Everything in it may be left alone."""

    says_optional = False
    state = forms.ChoiceField(label="Show", required=False, choices=list(STATES.items()))
    when = forms.ChoiceField(label="Due", required=False, choices=[
        ("", "Any day"), ("overdue", "Overdue"), ("week", "Within seven days")])
    owner = forms.ChoiceField(label="Who", required=False)
    kind = forms.ChoiceField(label="Why", required=False)

    def __init__(self, *args: Any, owners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # "The SENCO admin" holds what nobody has by name.
        self.fields["owner"].choices = [("", "Everybody"), ("0", "Nobody by name"), *owners]  # type: ignore[attr-defined]
        kinds = sorted((origin.name, key) for key, origin in ORIGINS.items() if key in FINDERS)
        self.fields["kind"].choices = [ALL, ("agreed", "People agreed it"), *((key, name) for name, key in kinds)]  # type: ignore[attr-defined]


class DigestForm(Form):
    often = forms.ChoiceField(label="Tell me by e-mail what is mine to do", choices=Digest.Often.choices,
                              widget=forms.RadioSelect, help_text=(
                                  "The letter says how many things and where to look. It names nobody."))
