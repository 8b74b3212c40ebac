"""What the pages of plans ask for."""

from datetime import date
from typing import Any

from django import forms

from goldenthread.people.models import Membership
from goldenthread.plans.models import Withdrawal
from goldenthread.plans.policies import why_not_review_by, why_not_withdraw
from goldenthread.schools.forms import DayField, Form, in_words


def tall(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "govuk-textarea", "rows": rows})


class IssueForm(Form):
    """What a SENCO says with a version. Everything else on the page is there to be read."""

    what_changed = forms.CharField(
        label="In plain words, for the learner and the family", required=False, max_length=4_000, widget=tall(8),
        help_text="What is new, and what went well. Everybody who may see the plan reads this first.")
    review_by = DayField(label="Date of the next review", help_text="It is looked at again by then, at the latest.")
    although_unchanged = forms.BooleanField(label="Issue it although nothing has changed", required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_review_by(self) -> date:
        day: date = self.cleaned_data["review_by"]
        if why := why_not_review_by(day, self.on):
            raise forms.ValidationError(why)
        return day


class ReviewDateForm(Form):
    review_by = DayField(label="Date of the next review", help_text="It is looked at again by then, at the latest.")


class KeyPersonForm(Form):
    member = forms.ModelChoiceField(label="Who brings this plan together?", queryset=Membership.objects.none(),
                                    empty_label="Choose a person",
                                    help_text="The person the learner and the family can ask about it.")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]


EVERYONE = "everyone"


class LetInForm(Form):
    """One member, or everybody who works with the learner; neither is chosen beforehand."""

    member = forms.ChoiceField(label="Who may read and work on this draft?")
    until = DayField(label="Until when?", required=False, help_text="Leave empty for as long as they work together.")
    says_optional = False

    def __init__(self, *args: Any, members: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in members}
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            ("", "Choose"), *((pk, str(member)) for pk, member in self.members.items()),
            (EVERYONE, "Everyone who works with the learner")]
        self.fields["member"].error_messages["required"] = "Choose who is let in"
        self.fields["until"].earliest = on  # type: ignore[attr-defined]

    def clean_member(self) -> Membership | None:
        return self.members.get(self.cleaned_data["member"])


class CorrectForm(Form):
    """The words of one line, as they should have been, and why."""

    says_optional = False

    def __init__(self, *args: Any, words: dict[str, tuple[str, str]], on: date, **kwargs: Any) -> None:
        """`words` are the parts that can be corrected: key to (label, text as issued)."""
        super().__init__(*args, **kwargs)
        made: dict[str, forms.Field] = {
            key: forms.CharField(label=f"In the plan: {label[0].lower()}{label[1:]}", initial=text, required=False,
                                 max_length=20_000, widget=tall(6), strip=False)
            for key, (label, text) in words.items()}
        reason = forms.CharField(
            label="For the cover: what was wrong, and why you are correcting it", max_length=500,
            help_text=f"This sentence will stand on the cover: “Corrected {in_words(on)}: ” and what you write here. A "
                      "change of mind is not a correction: write it in the record and make a new version.")
        reason.error_messages["required"] = "Say what was wrong, and why you are correcting it"
        self.fields = made | {"reason": reason}


class WithdrawForm(Form):
    """Which line, and why it is taken back."""

    node = forms.ChoiceField(label="Which line?", widget=forms.RadioSelect)
    reason = forms.ChoiceField(label="Why is it taken back?", choices=Withdrawal.Reason.choices,
                               widget=forms.RadioSelect)
    note = forms.CharField(label="What should others know about this?", required=False, max_length=300,
                           help_text="Seen by SENCO admins of this school. Do not repeat the line itself.")

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].choices = lines  # type: ignore[attr-defined]

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        reason = self.cleaned_data.get("reason")
        if reason and (why := why_not_withdraw(reason, note)):
            raise forms.ValidationError(why)
        return note
