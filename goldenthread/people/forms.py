"""What is typed on this room's pages. Passwords may be pasted, and be seen while they are typed."""

import json
from datetime import timedelta
from typing import Any

from django import forms

from goldenthread.people.models import User
from goldenthread.people.passwords import LONGEST, SHORTEST, SHORTEST_FOR_LEARNERS
from goldenthread.people.roles import ROLES
from goldenthread.schools.clock import today
from goldenthread.schools.forms import DayField, Form
from goldenthread.schools.models import School, SupportTeam

INVITED = [(key, role.title) for key, role in ROLES.items() if key not in {"system", "learner", "parent"}]
FONTS = [("", "As the school has it"), ("atkinson", "Atkinson Hyperlegible"), ("lexend", "Lexend"),
         ("opendyslexic", "OpenDyslexic")]
PLAIN = {"autocapitalize": "none", "spellcheck": "false", "autocorrect": "off"}


class PasswordField(forms.CharField):
    """A password as it is typed: not trimmed, and refused for its length before anything is worked out from it."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        attrs = {"autocomplete": autocomplete, "data-password": "", **PLAIN}
        super().__init__(strip=False, max_length=LONGEST, widget=forms.PasswordInput(attrs=attrs), **kwargs)


class SignInForm(Form):
    login = forms.CharField(label="E-mail address", max_length=254, widget=forms.EmailInput(
        attrs={"autocomplete": "username", **PLAIN}))
    password = PasswordField(label="Password", autocomplete="current-password")
    wrong = "The e-mail address or the password is not right. Try again, or choose a new password."


class LearnerSignInForm(Form):
    code = forms.CharField(label="School code", max_length=20, widget=forms.TextInput(
        attrs={"autocomplete": "organization", **PLAIN}))
    username = forms.CharField(label="Username", max_length=120, widget=forms.TextInput(
        attrs={"autocomplete": "username", **PLAIN}))
    password = PasswordField(label="Password", autocomplete="current-password")
    wrong = "That was not right. Look at each box and try again, or ask a grown-up at school."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # Nothing in these two boxes can name an e-mail account.
        data["login"] = f"{data.get('code', '')}/{data.get('username', '')}".replace("@", "").replace(" ", "")
        return data


class NewPasswordForm(Form):
    password = PasswordField(label="New password", autocomplete="new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shortest = SHORTEST_FOR_LEARNERS if user.is_learner else SHORTEST
        self.fields["password"].help_text = (
            f"At least {shortest} characters. Three or four words that nobody else would put together do well.")


class ChangePasswordForm(NewPasswordForm):
    now = PasswordField(label="Password you have now", autocomplete="current-password")
    field_order = ["now", "password"]


class SureForm(Form):
    now = PasswordField(label="Your password", autocomplete="current-password")


class ForgottenForm(Form):
    login = forms.EmailField(label="E-mail address", widget=forms.EmailInput(
        attrs={"autocomplete": "username", **PLAIN}))


class CodeForm(Form):
    code = forms.CharField(label="Code from your app", max_length=20, help_text="Six figures, or one recovery code.",
                           widget=forms.TextInput(attrs={
                               "autocomplete": "one-time-code", "class": "govuk-input--width-10", **PLAIN}))


class FirstCodeForm(Form):
    code = forms.CharField(label="Code that the app shows now", max_length=10, widget=forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-5"}))


class PasskeyForm(Form):
    """What the browser's passkey functions answered; put there by sign-in.js."""

    credential = forms.CharField(widget=forms.HiddenInput, max_length=20_000, error_messages={
        "required": "No passkey was used. Try again; it needs JavaScript."})

    def clean_credential(self) -> dict[str, Any]:
        try:
            answer = json.loads(self.cleaned_data["credential"])
        except ValueError as wrong:
            raise forms.ValidationError("No passkey was used. Try again.") from wrong
        if not isinstance(answer, dict):
            raise forms.ValidationError("No passkey was used. Try again.")
        return answer


class NamedPasskeyForm(PasskeyForm):
    name = forms.CharField(label="A name for it", max_length=60, help_text="Such as ‘My phone’ or ‘Key on my ring’.")


class AcceptForm(Form):
    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    code = forms.CharField(label="Code from the school", max_length=20,
                           help_text="Eight letters and figures, such as K7QM-2RTW.", widget=forms.TextInput(
                               attrs={"autocomplete": "off", "class": "govuk-input--width-10"}))
    password = PasswordField(label="Choose a password", autocomplete="new-password", error_messages={
        "required": "Choose a password"}, help_text=(
        f"At least {SHORTEST} characters. Three or four words that nobody else would put together do well."))

    def __init__(self, *args: Any, code: bool, account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unused = ([] if code else ["code"]) + (["name", "password"] if account else [])
        for name in unused:
            del self.fields[name]


class NameForm(Form):
    name = forms.CharField(label="Name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class EmailForm(Form):
    email = forms.EmailField(label="New e-mail address", widget=forms.EmailInput(
        attrs={"autocomplete": "email", **PLAIN}))


class FontForm(Form):
    says_optional = False
    font = forms.ChoiceField(label="Letters on the screen", choices=FONTS, required=False, widget=forms.RadioSelect)


class InviteForm(Form):
    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address")
    role = forms.ChoiceField(label="Role", choices=INVITED, widget=forms.RadioSelect)


class RoleForm(Form):
    role = forms.ChoiceField(label="New role", choices=INVITED, widget=forms.RadioSelect)


class EndForm(Form):
    last_day = DayField(label="Last day", required=False, help_text="Leave empty to end access now.")


class UntilForm(Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"] = DayField(label="Last day as SENCO admin", earliest=today(),
                                        latest=today() + timedelta(days=366))


class FirstAdminForm(Form):
    name = forms.CharField(label="Name of the SENCO", max_length=120)
    email = forms.EmailField(label="E-mail address")


class TeamForm(Form):
    name = forms.CharField(label="Name of the team", max_length=120)


class SupporterForm(Form):
    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address")


class SchoolForm(Form):
    name = forms.CharField(label="Name of the school", max_length=120)
    slug = forms.SlugField(label="Short name", max_length=40, help_text=(
        "For addresses, and what learners type as school code: lower case letters, figures and hyphens. It stays."))
    phase = forms.ChoiceField(label="Phase", choices=School.Phase.choices, widget=forms.RadioSelect)
    la = forms.RegexField(r"^\d{3}$", label="Local authority number", required=False, help_text="Three figures.")
    estab = forms.RegexField(r"^\d{4}$", label="Establishment number", required=False, help_text="Four figures.")
    urn = forms.RegexField(r"^\d{5,6}$", label="URN", required=False)
    support = forms.ModelChoiceField(SupportTeam.objects.order_by("name"), label="Support team", required=False,
                                     empty_label="None")


class CareForm(Form):
    support = forms.ModelChoiceField(SupportTeam.objects.order_by("name"), label="Support team", required=False,
                                     empty_label="None")


class SchoolNameForm(Form):
    says_optional = False
    name = forms.CharField(label="Name of the school", max_length=120)
    font = forms.ChoiceField(label="Letters on the screen", required=False, widget=forms.RadioSelect, choices=[
        ("", "Atkinson Hyperlegible"), *FONTS[2:]], help_text="Everybody may choose their own on their account page.")


class TermForm(Form):
    starts_on = DayField(label="First day")
    ends_on = DayField(label="Last day")
