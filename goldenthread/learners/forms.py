"""What may be typed about learners. Forms check form; whether a thing may be done is asked of policies."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from goldenthread.learners import codes
from goldenthread.learners.forms_opened import OpenedForm
from goldenthread.learners.managers import live
from goldenthread.learners.models import Group
from goldenthread.people.models import Membership
from goldenthread.people.roles import ROLES
from goldenthread.schools.forms import DayField, Form
from goldenthread.schools.models import AcademicYear


def choices(table: dict[str, Any], empty: str = "Not known") -> list[tuple[str, str]]:
    """A code table as a list to choose from, in the order of its names."""
    named = ((code, told[0] if isinstance(told, tuple) else told) for code, told in table.items())
    return [("", empty), *sorted(named, key=lambda pair: pair[1])]


YEARS = [("", "By their age"), *((code, name) for code, (name, _) in codes.NC_YEARS.items())]
STAGES = [("", "Not known"), *codes.STAGES.items()]
TYPES = [("", "None"), *((code, name) for code, (name, _) in codes.SEN_TYPES.items())]
SHORT = forms.TextInput(attrs={"class": "govuk-input--width-10"})


class DetailsForm(Form):
    """Who a learner is. One name is enough."""

    preferred_first = forms.CharField(label="First name they use", max_length=120, required=False)
    preferred_last = forms.CharField(label="Surname they use", max_length=120, required=False)
    legal_first = forms.CharField(label="Legal first names", max_length=120, required=False)
    legal_last = forms.CharField(label="Legal surname", max_length=120, required=False)
    dob = DayField(label="Date of birth", help_text="For example, 14 3 2018")
    sex = forms.ChoiceField(choices=[(code, name) for code, name in codes.SEXES.items()])
    ethnicity = forms.ChoiceField(choices=choices(codes.ETHNICITIES), required=False)
    first_language = forms.ChoiceField(choices=choices(codes.LANGUAGES), required=False)
    communication = forms.CharField(
        label="How they communicate", max_length=200, required=False,
        help_text="For example: speech and Makaton signs; a symbol book; a voice output aid.")
    emergency = forms.CharField(
        label="What everyone must know in an emergency", max_length=200, required=False,
        help_text="Shown at the head of every page about this learner. For example: Epilepsy: see steps in the office.")
    home_authority = forms.ChoiceField(choices=choices(codes.LAS), required=False)
    looked_after = forms.BooleanField(label="Looked after by a local authority", required=False)
    looked_after_by = forms.ChoiceField(label="Authority that looks after them",
                                        choices=choices({**codes.LAS, **codes.ELSEWHERE}), required=False)
    mis_number = forms.CharField(label="Number in the school's own system", max_length=30, required=False, widget=SHORT)
    uln = forms.CharField(label="ULN", max_length=10, required=False, widget=SHORT)


class EditForm(OpenedForm, DetailsForm):
    """The details of somebody who is here."""


class AddForm(DetailsForm):
    """A learner who joins, with where they go and what is known of their needs."""

    upn = forms.CharField(label="UPN", max_length=20, required=False, widget=SHORT)
    nc_year = forms.ChoiceField(label="Year group", choices=YEARS, required=False)
    tutor_group = forms.CharField(max_length=40, required=False, widget=SHORT)
    entered_on = DayField(label="First day here", required=False)
    stage = forms.ChoiceField(label="SEN stage", choices=STAGES, required=False)
    stage_on = DayField(label="Stage since", required=False)
    need = forms.ChoiceField(label="Main need", choices=TYPES, required=False)
    second_need = forms.ChoiceField(label="Second need", choices=TYPES, required=False)
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    field_order = ["preferred_first", "preferred_last", "legal_first", "legal_last", "dob", "nc_year", "tutor_group",
                   "entered_on", "stage", "stage_on", "need", "second_need", "upn"]


class UPNForm(Form):
    upn = forms.CharField(label="New UPN", max_length=20, widget=SHORT)
    again = forms.CharField(label="New UPN once more", max_length=20, widget=SHORT,
                            help_text="Read it from the source a second time. Do not copy it from the box above.")


class EnrolmentForm(OpenedForm):
    nc_year = forms.ChoiceField(label="Year group", choices=YEARS[1:])
    tutor_group = forms.CharField(max_length=40, required=False, widget=SHORT)
    entered_on = DayField(label="First day here", required=False)
    status = forms.ChoiceField(label="Enrolment", choices=list(codes.ENROLMENT.items()))
    other_school = forms.CharField(label="Other school, for a learner at two", max_length=120, required=False)
    plan_kept_here = forms.BooleanField(label="This school owns the plan", required=False)


class LeaveForm(Form):
    left_on = DayField(label="Last day here")
    reason = forms.ChoiceField(label="Leaving reason, by its census code", required=False, choices=[
        ("", "Not given"), *((code, f"{code}: {said}" if said else code)
                             for code, said in codes.LEAVING_REASONS.items())],
        help_text="DfE’s census guide says what each code means; whoever sends the school’s census knows them. "
                  "It may be left for them.")


class StageForm(OpenedForm):
    stage = forms.ChoiceField(label="SEN stage", choices=list(codes.STAGES.items()), widget=forms.RadioSelect)
    local_stage = forms.CharField(label="What your authority or school calls it", max_length=60, required=False,
                                  help_text="For example: Stage 2.", widget=SHORT)
    starts_on = DayField(label="Since", required=False, help_text=(
        "Left empty: from today. For the stage they are at already, another day corrects its first day; another name, "
        "from a later day, leaves the one before in the history."))
    asked = ("starts_on",)


class ContactForm(Form):
    name = forms.CharField(max_length=120)
    relationship = forms.ChoiceField(choices=choices(codes.RELATIONSHIPS), required=False)
    responsibility = forms.BooleanField(label="Has parental responsibility", required=False)
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(max_length=40, required=False, widget=SHORT)
    address = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    language = forms.CharField(label="Language they read best", max_length=60, required=False, widget=SHORT)


class EditContactForm(OpenedForm, ContactForm):
    """What is known of a contact who is here."""


class MemberField(forms.ModelChoiceField):
    """A member of this school, by name and role. Others are not on the list, and refused when sent all the same."""

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.name}, {obj.as_role.title}"


def members_of(school_id: int, on: date, *kinds: str) -> QuerySet[Membership]:
    roles = [key for key, role in ROLES.items() if role.kind in kinds]
    return Membership.objects.filter(live(on), school_id=school_id, role__in=roles).order_by("name", "pk")


class MemberForm(Form):
    """A form about one member of the school."""

    member = MemberField(queryset=Membership.objects.none(), label="Who", empty_label="Choose a person",
                         error_messages={"required": "Choose the person from the list."})
    kinds: tuple[str, ...] = ("staff",)

    def __init__(self, *args: Any, school_id: int, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(MemberField, self.fields["member"]).queryset = members_of(school_id, on, *self.kinds)


class AccessForm(MemberForm):
    """Access that staff are given for an academic year; which one is asked only where the next is open already."""

    year = forms.ModelChoiceField(queryset=AcademicYear.objects.none(), required=False, empty_label="This year",
                                  label="Academic year, for staff")

    def __init__(self, *args: Any, school_id: int, on: date, **kwargs: Any) -> None:
        super().__init__(*args, school_id=school_id, on=on, **kwargs)
        coming = AcademicYear.objects.filter(school_id=school_id, starts_on__gt=on)
        if coming:
            cast(forms.ModelChoiceField, self.fields["year"]).queryset = coming
        else:
            del self.fields["year"]


class GrantForm(AccessForm):
    """For those who work with a learner. Family come in as contacts, a learner with an account of their own."""

    kinds = ("staff", "professional")
    purpose = forms.CharField(label="What for", max_length=200, required=False,
                              help_text="Needed for somebody from outside: the piece of work, such as an assessment.")
    ends_on = DayField(label="Last day", required=False, help_text=(
        "Left empty: staff until the end of the academic year, somebody from outside for 90 days."))


class GroupGrantForm(AccessForm):
    ends_on = DayField(label="Last day", required=False, help_text="Left empty: until the end of the academic year.")


class TieForm(MemberForm):
    kinds = ("family",)
    member = MemberField(queryset=Membership.objects.none(), label="Account", empty_label="Choose an account")


class BlockForm(MemberForm):
    kinds = ("senco", "staff", "professional", "family", "learner")
    basis = forms.CharField(label="What the block rests on", max_length=200,
                            help_text="For example: prohibited steps order, Luton Family Court, 3 September 2026.")
    ordered = forms.BooleanField(label="A court has ordered it", required=False, help_text=(
        "Then the block holds at once. Without an order, keeping a parent or carer out takes a second person, who is "
        "asked to confirm it from their own account."))
    ends_on = DayField(label="Last day of the block", required=False, help_text="Left empty: until it is lifted.")


class ConsentForm(Form):
    """Who consents is chosen, never typed: from the contacts whose word counts, or it is the learner (16 and over)."""

    by_whom = forms.ChoiceField(label="Who consents", widget=forms.RadioSelect, choices=(), error_messages={
        "required": "Choose who consents to the photo."})
    how = forms.CharField(label="How", max_length=120, error_messages={
        "required": "Enter how they consented, such as by a signed form."},
                          help_text="For example: signed form, by telephone, at the review.")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["by_whom"]).choices = people


class WithdrawForm(Form):
    by_whom = forms.CharField(label="Who said so", max_length=120, error_messages={
        "required": "Enter who took the consent back."})
    how = forms.CharField(label="How", max_length=120, error_messages={
        "required": "Enter how they took it back, such as by telephone."},
                          help_text="For example: signed form, by telephone, at the review.")


class PhotoForm(Form):
    photo = forms.FileField(
        help_text="JPEG, PNG or WebP, up to 10 MB. Place, time and camera are removed.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}))


class GroupForm(Form):
    name = forms.CharField(label="Name of the group", max_length=80, widget=SHORT)
    kind = forms.ChoiceField(choices=Group.KINDS, initial="group")


class RenameForm(Form):
    name = forms.CharField(label="Name of the group", max_length=80, widget=SHORT)


class FindForm(Form):
    q = forms.CharField(label="Find by name or UPN", required=False)
    says_optional = False
