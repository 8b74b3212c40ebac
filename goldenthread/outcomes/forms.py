"""What is asked of somebody who sets, changes or closes an outcome."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms import BoundField
from django.utils.text import Truncator

from goldenthread.actions.queries import may_own
from goldenthread.learners import codes
from goldenthread.learners.audiences import AUDIENCES, WIDTH
from goldenthread.learners.codes import AREAS
from goldenthread.learners.models import Learner, Need
from goldenthread.learners.policies import Reader
from goldenthread.outcomes.levels import DEPTH, EHC_PLAN, LEVELS, ORIGINS, SCHOOL
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.policies import (
    OWNING,
    THEIRS,
    is_received,
    why_not_due,
    why_not_level,
    why_not_propose,
    why_not_throw_away,
)
from goldenthread.outcomes.queries import due_above
from goldenthread.outcomes.smart import Hint, hints
from goldenthread.outcomes.states import AGREED, PROPOSED, RESULTS, STOPPED
from goldenthread.people.models import Membership
from goldenthread.people.roles import ROLES
from goldenthread.schools.clock import today
from goldenthread.schools.forms import PARTS, DayField, Form, in_words
from goldenthread.story.forms import PRIVATE

SMALL = {**PRIVATE, "rows": 2}
# What is asked of every outcome, in this order; whatever else can be said of it is folded away.
ASKED_FIRST = ("result", "why", "wording", "level", "parent", "measure", "due_on", "owner")
HOPED = ("Write what the learner will do or have, so that everybody can tell when it has happened. {0} will read it "
         "too, in the plan, unless fewer people may: choose words that {0} knows.")
ANSWERING = [key for key, role in ROLES.items() if role.kind in OWNING]


class OutcomeForm(Form):
    """One outcome: what we hope for, how we will know, what it leads to."""

    template_name = "outcomes/_form.html"
    field_order = ASKED_FIRST
    uuid = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    level = forms.ChoiceField(label="How far ahead?", choices=list(LEVELS.items()), widget=forms.RadioSelect)
    wording = forms.CharField(label="What do we hope will have happened?", widget=forms.Textarea(attrs={
        **PRIVATE, "rows": 3, "data-longest": 2_000}))
    baseline = forms.CharField(label="Where do we start from?", required=False, widget=forms.Textarea(attrs=SMALL))
    target = forms.CharField(label="Where do we want to be?", required=False, widget=forms.Textarea(attrs=SMALL))
    measure = forms.CharField(label="How will we know?", required=False, widget=forms.Textarea(attrs=SMALL))
    unit = forms.CharField(label="Counted in what?", required=False, max_length=40,
                           widget=forms.TextInput(attrs=PRIVATE),
                           help_text="If there is a number to take: words, minutes, out of 10.")
    starts_on = DayField(label="When does it start?", required=False)
    due_on = DayField(label="By when?", required=False)
    strategies = forms.CharField(label="What will we do?", required=False, widget=forms.Textarea(attrs=SMALL))
    who_helps = forms.CharField(label="Who helps?", required=False, widget=forms.Textarea(attrs=SMALL))
    parent = forms.ModelChoiceField(label="What does it lead to?", queryset=Outcome.objects.none(), required=False,
                                    empty_label="Nothing named yet",
                                    help_text="The thread: choose something further ahead than this.")
    area = forms.ChoiceField(label="Area of need", required=False, choices=[("", "None in particular"), *AREAS.items()])
    need = forms.ModelChoiceField(label="Which need does it answer?", queryset=Need.objects.none(), required=False,
                                  empty_label="None named")
    owner = forms.ModelChoiceField(label="Who answers for it?", queryset=Membership.objects.none(), required=False,
                                   empty_label="Nobody named yet")
    origin = forms.ChoiceField(label="Where did it come from?", choices=list(ORIGINS.items()), required=False)
    audience = forms.ChoiceField(label="Who may read it?", widget=forms.RadioSelect)
    proposed = forms.BooleanField(label="Not agreed yet", required=False, help_text=(
        "It is kept as proposed until somebody at the school agrees to it."))

    def __init__(self, data: Any = None, *, reader: Reader, others: list[Outcome], outcome: Outcome | None = None,
                 level: str = "", start: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=first_values(outcome, level) | (start or {}))
        widest = outcome.audience if outcome and reader.kind != "senco" else "everyone"
        self.fields["audience"].choices = [  # type: ignore[attr-defined]
            (key, words) for key, words in AUDIENCES.items() if reader.may_read(key) and WIDTH[key] >= WIDTH[widest]]
        self.fields["wording"].help_text = HOPED.format(reader.learner.first)
        self.offer_people_and_needs(reader, outcome)
        if not self.asks_if_agreed(reader, outcome):
            del self.fields["proposed"]
        if outcome and is_received(outcome):
            self.keep_as_received(outcome)
        self.offer_what_it_leads_to(others, outcome)

    def asks_if_agreed(self, reader: Reader, outcome: Outcome | None) -> bool:
        """Of what is new, or only just begun; somebody from outside always proposes."""
        if reader.kind == "professional":
            return False
        return outcome is None or not why_not_propose(outcome, reader.member, today())

    def keep_as_received(self, outcome: Outcome) -> None:
        """What an EHC plan says stands there to be read and copied, not to be changed."""
        self.fields["wording"].widget.attrs["readonly"] = True
        self.fields["wording"].help_text = THEIRS
        self.fields["level"].choices = [(outcome.level, outcome.level_name)]  # type: ignore[attr-defined]
        del self.fields["starts_on"], self.fields["due_on"], self.fields["origin"]

    def offer_what_it_leads_to(self, others: list[Outcome], outcome: Outcome | None) -> None:
        """By its level, whatever is above the lowest level there is to choose. What is closed is offered only where
        this one leads to it already.
        """
        choice: Any = self.fields["parent"]
        levels: Any = self.fields["level"]
        lowest = max(DEPTH[level] for level, _ in levels.choices)
        keeps = outcome.parent_id if outcome else None
        above = [other for other in others if DEPTH[other.level] < lowest and (other.is_open or other.pk == keeps)
                 and other != outcome]
        if keeps and keeps not in {other.pk for other in above}:
            del self.fields["parent"]  # it leads to something this member may not read, and goes on doing so
            return
        choice.queryset = Outcome.objects.filter(pk__in=[other.pk for other in above])
        choice.choices = [("", choice.empty_label), *(
            (name, [(other.pk, described(other)) for other in mine]) for level, name in LEVELS.items()
            if (mine := [other for other in above if other.level == level]))]

    def offer_people_and_needs(self, reader: Reader, outcome: Outcome | None) -> None:
        """This learner's needs and, for those inside, the staff; whatever it has already stays on offer."""
        need, owner = self.fields["need"], self.fields["owner"]
        need.queryset = Need.objects.filter(  # type: ignore[attr-defined]
            Q(ends_on=None) | Q(pk=outcome.need_id if outcome else None), learner=reader.learner).order_by("rank", "pk")
        need.label_from_instance = lambda each: codes.type_name(each.type)  # type: ignore[attr-defined]
        if reader.kind == "professional":
            del self.fields["owner"]
            return
        owner.queryset = answering(reader.learner, outcome)  # type: ignore[attr-defined]

    def clean_starts_on(self) -> date | None:
        return self.cleaned_data["starts_on"] or self.initial["starts_on"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if why := why_not_due(found.get("starts_on"), found.get("due_on")):
            self.add_error("due_on", why)
        parent, level = found.get("parent"), found.get("level")
        if parent and level and (why := why_not_level(level, parent)):
            self.add_error("parent", why)
        return found

    def clean_origin(self) -> str:
        return self.cleaned_data["origin"] or self.initial.get("origin") or SCHOOL

    @property
    def asked_first(self) -> list[BoundField]:
        return [self[name] for name in ASKED_FIRST if name in self.fields]

    @property
    def more(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name not in ASKED_FIRST]

    @property
    def says_more(self) -> bool:
        """Whether anything folded away is wrong, or other than a new outcome begins with."""
        return any(field.errors or self.is_said(field) for field in self.more)

    def is_said(self, field: BoundField) -> bool:
        if field.name == "starts_on":  # every outcome has one
            return self.is_bound and field.name in self.changed_data
        return field.value() not in {None, "", False, USUAL.get(field.name)}

    @property
    def words(self) -> dict[str, Any]:
        """What the operations take."""
        about = {"uuid", "revision", "proposed"}
        return {name: value for name, value in self.cleaned_data.items() if name not in about}

    @property
    def state(self) -> str:
        return PROPOSED if self.cleaned_data.get("proposed") else AGREED


def answering(learner: Learner, outcome: Outcome | None) -> QuerySet[Membership]:
    """The staff who can answer for an outcome, as they see its learner; and whoever does already."""
    seeing = may_own(learner, today()).filter(role__in=ANSWERING).values("pk")
    found = Membership.objects.filter(Q(pk__in=seeing) | Q(pk=outcome.owner_id if outcome else None))
    return found.filter(school=learner.school_id).order_by("name", "pk")


def described(outcome: Outcome) -> str:
    """Its words, and what tells it from another with the same words."""
    due = f"due {in_words(outcome.due_on)}" if outcome.due_on else "no date set"
    return " · ".join(filter(None, [Truncator(outcome.wording).chars(80), outcome.area_name, due]))


USUAL: dict[str, Any] = {"audience": "everyone", "origin": SCHOOL}


def first_values(outcome: Outcome | None, level: str) -> dict[str, Any]:
    if outcome:
        return {name: getattr(outcome, name) for name in OutcomeForm.base_fields if name != "proposed"} | {
            "proposed": outcome.state == PROPOSED}
    return USUAL | {"uuid": uuid.uuid4(), "revision": 0, "level": level if level in LEVELS else "term",
                    "starts_on": today()}


def boxes() -> dict[str, list[str]]:
    """The boxes each question of the form has: three for a day."""
    return {name: [f"{name}_{part}" for part in PARTS] if isinstance(field, DayField) else [name]
            for name, field in OutcomeForm.base_fields.items() if name != "revision"}


def typed(data: Mapping[str, str]) -> dict[str, str]:
    """What stands in the boxes as it was typed, right or wrong."""
    return {box: data[box] for mine in boxes().values() for box in mine if box in data}


def typed_again(words: Mapping[str, str]) -> dict[str, Any]:
    """What was begun, as the form begins with it."""
    return {name: [words.get(box, "") for box in mine] if len(mine) > 1 else words.get(name, "")
            for name, mine in boxes().items() if not words.keys().isdisjoint(mine)}


class HintsForm(Form):
    """What hints are given about, as far as it is written; nothing in it is ever wrong."""

    level = forms.CharField(required=False)
    wording = forms.CharField(required=False)
    measure = forms.CharField(required=False)
    target = forms.CharField(required=False)
    starts_on = DayField(required=False)
    due_on = DayField(required=False)
    parent = forms.CharField(required=False)

    def about(self, member: Membership) -> list[Hint]:
        """As far as this member may know what it leads to."""
        self.full_clean()
        said = {name: self.cleaned_data.get(name) or "" for name in ("wording", "measure", "target", "level")}
        starts_on, due_on = (self.cleaned_data.get(name) for name in ("starts_on", "due_on"))
        above = due_above(member, self.cleaned_data.get("parent"), today())
        return hints(**said, starts_on=starts_on, due_on=due_on, due_above=above)


class ReplaceForm(OutcomeForm):
    """A new outcome in the place of an old, and what came of the old."""

    result = forms.ChoiceField(label="What came of the one before?", choices=list(RESULTS.items()),
                               widget=forms.RadioSelect)
    why = forms.CharField(label="Why is it changed?", required=False, widget=forms.Textarea(attrs=SMALL),
                          help_text="Say why, if the one before was stopped.")
    def __init__(self, *args: Any, outcome: Outcome, **more: Any) -> None:
        super().__init__(*args, outcome=outcome, **more)
        self.initial = {**self.initial, "uuid": uuid.uuid4(), "result": outcome.result or STOPPED,
                        "starts_on": today()}
        if outcome.due_on and outcome.due_on < today():
            self.initial["due_on"] = None  # the day of the one before has passed
        if self.initial["origin"] == EHC_PLAN:
            self.initial["origin"] = SCHOOL  # the new words are the school's
        if not outcome.is_open:
            del self.fields["result"], self.fields["why"]  # it has its result

    def asks_if_agreed(self, reader: Reader, outcome: Outcome | None) -> bool:
        return False  # what takes the place of another is agreed as that was

    def keep_as_received(self, outcome: Outcome) -> None:
        """A new outcome says what it likes."""


SLIP = "slip"


class CloseForm(Form):
    """What came of it."""

    result = forms.ChoiceField(label="What came of it?", choices=list(RESULTS.items()), widget=forms.RadioSelect)
    why = forms.CharField(label="What happened?", required=False, widget=forms.Textarea(attrs=SMALL),
                          help_text="In a sentence or two. Say why, if it was stopped.")

    def __init__(self, data: Any = None, *, outcome: Outcome) -> None:
        super().__init__(data)
        self.may_be_slip = not why_not_throw_away(outcome)
        if self.may_be_slip:
            result: Any = self.fields["result"]
            result.choices = [*result.choices, (SLIP, "It was set by mistake: no plan tells of it, and only staff read "
                                                      "why")]
