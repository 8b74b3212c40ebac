"""What is asked of those who plan a review, and of those who answer for one."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from goldenthread.learners.models import Contact
from goldenthread.people.models import Membership
from goldenthread.plans.models import Plan
from goldenthread.reviews.clocks.policies import NEXT, SAME, why_not_which
from goldenthread.reviews.meetings import Seat
from goldenthread.reviews.models import Invitation, Milestone
from goldenthread.reviews.questions import Asked, Question
from goldenthread.reviews.states import Kind
from goldenthread.schools.forms import DayField, Form, in_words
from goldenthread.story.forms import PRIVATE

SMALL = {**PRIVATE, "rows": 3}


class Faces(forms.RadioSelect):
    """Answers to tap, each with its picture."""

    template_name = "reviews/_faces.html"

    def __init__(self, pictures: tuple[str, ...]) -> None:
        super().__init__()
        self.pictures = pictures

    def create_option(self, name: str, value: Any, label: int | str, selected: bool, index: int, *args: Any,
                      **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, label, selected, index, *args, **kwargs) | {
            "picture": picture(self.pictures[index])}


def picture(name: str) -> str:
    return f"reviews/pictures/{name}.html"


class AnswerForm(Form):
    """The questions of one kind of respondent. Every one may be left empty; where there is something to tap, it and the
    words below it are one answer.
    """

    says_optional = False
    pictured = True
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, data: Any = None, *, asked: Asked, name: str, unsent: dict[str, str] | None = None) -> None:
        self.asked, unsent = asked, unsent or {}
        super().__init__(data, initial={"key": uuid.uuid4()})
        for question in asked.questions:
            self.ask(question, name, unsent.get(question.key, ""))

    def ask(self, question: Question, name: str, unsent: str) -> None:
        """What there is to tap, and a box for words."""
        choice, text = split(unsent, question.choices)
        asked: dict[str, Any] = {"label": question.named(name), "help_text": question.help_named(name)}
        if question.choices:
            taps = Faces(question.pictures) if self.pictured and question.pictures else forms.RadioSelect()
            self.fields[f"c-{question.key}"] = forms.ChoiceField(
                required=False, choices=[(each, each) for each in question.choices], widget=taps, initial=choice,
                **asked)
            asked = {"label": "Say more, if you like", "help_text": ""}
        words: Any = forms.CharField(required=False, initial=text, widget=forms.Textarea(
            attrs={**PRIVATE, "rows": 3 if self.asked.minutes <= 2 else 4}), **asked)
        if self.pictured and question.picture:
            words.template_name, words.picture = "reviews/_pictured.html", picture(question.picture)
        self.fields[f"q-{question.key}"] = words

    @property
    def answers(self) -> dict[str, str]:
        """What was said, by question, also where something else on the page was wrong."""
        said = self.cleaned_data
        return {question.key: "\n".join(filter(None, [said.get(f"c-{question.key}", ""), said.get(f"q-{question.key}",
                                                                                                "")]))
                for question in self.asked.questions}


def split(text: str, choices: tuple[str, ...]) -> tuple[str, str]:
    """An unsent answer as what was tapped and what was written."""
    first, _, rest = text.partition("\n")
    return (first, rest) if first in choices else ("", text)


class TypedForm(AnswerForm):
    """What somebody said on paper or by phone, typed by staff."""

    pictured = False
    route = forms.ChoiceField(label="How did it come?", widget=forms.RadioSelect, choices=[
        (Invitation.Route.PAPER.value, "On paper"), (Invitation.Route.PHONE.value, "By phone or in person")])
    happened_on = DayField(label="On which day?", required=False, help_text="Leave it empty for today.")
    how = forms.CharField(label="How was it said?", required=False, max_length=120, help_text=(
        "For example: with pictures, through an interpreter, with her teaching assistant."))


class ScheduleForm(Form):
    """By when a plan is reviewed."""

    due_on = DayField(label="By when is it reviewed?")


class ExemptForm(Form):
    """That a plan is not reviewed for now."""

    why = forms.CharField(label="Why is it not reviewed for now?", max_length=300)


class NextForm(Form):
    """By when the meeting wants to look again."""

    says_optional = False
    next_on = DayField(label="By when do we look again?", required=False)


class ConcludeForm(Form):
    """What is said as a review is concluded."""

    next_on = DayField(label="By when is it reviewed next?", required=False)
    what_changed = forms.CharField(
        label="In plain words, for the learner and the family", required=False, max_length=4_000,
        widget=forms.Textarea(attrs={**PRIVATE, "rows": 5}),
        help_text="What went well and what is new. It stands first in the new version, for everybody who may see it.")


class ClockField(forms.TimeField):
    """A time as people write it: 15:30, 15.30, 3.30pm, 3 pm."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "text", "class": "govuk-input--width-5",
                                                    "autocomplete": "off"})
    default_error_messages = {"invalid": "Enter the time as hours and minutes, for example 15:30 or 3.30pm."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%I:%M%p", "%H", "%I%p"], **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.lower().replace(" ", "").replace(".", ":").replace("p:m:", "pm").replace("a:m:", "am")
        return super().to_python(value)


class ReviewForm(Form):
    """When a review is held, who leads it and of which plan."""

    kind = forms.ChoiceField(label="What is the meeting for?", choices=Kind.choices, widget=forms.RadioSelect)
    plan = forms.ModelChoiceField(label="Which plan does it look at?", queryset=Plan.objects.none(), required=False,
                                  empty_label="None yet")
    held_on = DayField(label="Day of the meeting")
    held_at = ClockField(label="Time", required=False, help_text="For example 15:30 or 3.30pm")
    place = forms.CharField(label="Where", required=False, max_length=200)
    chair = forms.ModelChoiceField(label="Who leads it?", queryset=Membership.objects.none(), help_text=(
        "A teacher who knows the learner well can lead a termly review. Whoever leads it writes down what it finds."))

    of = forms.ChoiceField(label="Which annual review is it?", required=False, widget=forms.RadioSelect)

    field_order = ("kind", "of")

    def __init__(self, data: Any = None, *, plans: Any, chairs: Any, moving: bool = False,
                 other: Milestone | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.other = other
        plan: Any = self.fields["plan"]
        plan.queryset, plan.label_from_instance = plans, lambda each: each.as_template.title
        chair: Any = self.fields["chair"]
        chair.queryset, chair.label_from_instance = chairs, lambda each: f"{each.name}, {each.as_role.title}"
        if moving:
            del self.fields["kind"], self.fields["plan"]
        if other:
            self.ask_which(other)
        else:
            del self.fields["of"]

    def ask_which(self, other: Milestone) -> None:
        """The annual review under way has a meeting already."""
        held, day = other.standing == Milestone.Standing.HAPPENED, in_words(other.on)
        field: Any = self.fields["of"]
        field.help_text = ("Only for an annual review. One is under way, and its meeting "
                           f"{'was held' if held else 'is planned'} on {day}.")
        field.choices = [(SAME, f"The one under way: its dates are then counted from this meeting, not from {day}")]
        if held:
            field.choices += [(NEXT, "The next one: the one under way ends as it stands")]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") == Kind.ANNUAL and "held_on" in said and "of" in said and (
                why := why_not_which(self.other, said["held_on"], said["of"])):
            self.add_error("of", why)
        return said


class CancelForm(Form):
    """That a review is called off."""

    why = forms.CharField(label="Why is it called off?", max_length=300)


OTHER, SEAT = "other", "seat-"


class AskForm(Form):
    """Somebody asked to a review: one of those the school knows, one of those whom the law names, or anybody else."""

    says_optional = False
    who = forms.ChoiceField(label="Who is asked?", widget=forms.RadioSelect, error_messages={
        "required": "Choose who is asked. If they are not in the list, choose “Somebody else”."})
    name = forms.CharField(label="Their name", max_length=120, required=False)
    role = forms.CharField(label="What they are to the learner", max_length=120, required=False,
                           help_text="For example: speech and language therapist, grandfather.")
    asked_as = forms.ChoiceField(label="Asked as", required=False, help_text="Only for “Somebody else”.", choices=[
        ("", "Choose one"), *((value, label) for value, label in Invitation.As.choices if value != "learner")])
    route = forms.ChoiceField(label="How do they answer?", choices=Invitation.Route.choices, widget=forms.RadioSelect)
    email = forms.EmailField(label="Their e-mail address, for a link", required=False, help_text=(
        "Leave it empty for a contact whose address is in the details, and for a professional known here."))
    to_meeting = forms.BooleanField(label="Ask them to the meeting too", required=False, initial=True)

    def __init__(self, data: Any = None, *, people: dict[str, "Known"], seats: Iterable[Seat] = (),
                 seat: Seat | None = None, able: Sequence[str] = ()) -> None:
        who = able[0] if able else f"{SEAT}{seat.key}" if seat else ""
        super().__init__(data, initial={"route": Invitation.Route.LINK, "to_meeting": True, "who": who})
        if seat and len(able) > 1:
            names = " and ".join(people[key].name for key in able)
            self.fields["who"].help_text = f"{names} count here as: {seat.title}. Ask each of them."
        here, seats = {each.asked_as for each in people.values()}, list(seats)
        as_seat = seated(people, seats)
        self.people = people | as_seat
        # Where those who count are known here, they are chosen by name.
        self.seats = {f"{SEAT}{seat.key}": seat for seat in seats if here.isdisjoint(seat.counts)}
        field: Any = self.fields["who"]
        known, named = ([(key, each.label) for key, each in people.items()],
                        [choice for key, seat in self.seats.items() for choice in [(key, seat.title), *(
                            (key, each.label) for key, each in as_seat.items() if each.seat == seat.key)]])
        field.choices = [*([("Known here", known)] if named else known), *(
            [("Whom the law asks to invite", named)] if named else []), *(
            [("Anybody else", [(OTHER, "Somebody else")])] if named else [(OTHER, "Somebody else")])]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        who, name = said.get("who", ""), said.get("name", "")
        if who in self.people and name:
            self.add_error("who", f"You chose {self.people[who].name} and typed another name below. Choose “Somebody "
                                  f"else” to ask {name}, or take that name out.")
        if who and who not in self.people and not name:
            self.add_error("name", "Enter the name of whoever is asked.")
        if who == OTHER and not said.get("asked_as"):
            self.add_error("asked_as", "Choose as what they are asked: family, school staff, a professional.")
        return said

    @property
    def invitation(self) -> Invitation:
        """Who is asked, unsaved."""
        said = self.cleaned_data
        more = {name: said[name] for name in ("route", "email", "to_meeting")}
        if known := self.people.get(said["who"]):
            return Invitation(member=known.member, contact=known.contact, asked_as=known.asked_as, role=said["role"],
                              name=known.name, seat=known.seat, **more)
        if seat := self.seats.get(said["who"]):
            return Invitation(name=said["name"], role=said["role"] or seat.title, asked_as=seat.asked_as,
                              seat=seat.key, **more)
        return Invitation(name=said["name"], role=said["role"], asked_as=said["asked_as"], **more)


class LeaveOutForm(Form):
    """Why somebody whom the law names is not invited."""

    why = forms.CharField(label="Why are they not invited?", max_length=300, help_text=(
        "For example: they sent a report instead, or nobody of theirs knows the learner."))


class Known:
    """Somebody whom the school knows and who can be asked."""

    def __init__(self, name: str, label: str, asked_as: str, member: Membership | None = None,
                 contact: Contact | None = None, seat: str = "") -> None:
        self.name, self.label, self.asked_as, self.member, self.contact = name, label, asked_as, member, contact
        self.seat = seat


def seated(people: dict[str, Known], seats: Iterable[Seat]) -> dict[str, Known]:
    """The professionals known here, as each of those whom the law names that a professional can be."""
    there = [(key, each) for key, each in people.items() if each.asked_as == Invitation.As.PROFESSIONAL]
    return {f"{SEAT}{seat.key}-{key}": Known(each.name, f"{seat.title}: {each.name}", each.asked_as, each.member,
                                             each.contact, seat.key)
            for seat in seats if seat.asked_as == Invitation.As.PROFESSIONAL for key, each in there}
