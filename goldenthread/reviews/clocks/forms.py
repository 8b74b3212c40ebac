"""What is asked of somebody who keeps statutory dates."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from goldenthread.reviews.clocks.policies import (
    DECIDED_BY,
    DECISIONS,
    ENDS,
    IN_FORCE,
    IN_FORCE_SOURCE,
    NO_SUCH_EXCEPTION,
    OF_A_YEAR,
    STARTS,
)
from goldenthread.reviews.clocks.rules import (
    ANNUAL_REVIEW,
    NEEDS_ASSESSMENT,
    PHASE_TRANSFER,
    PROCESSES,
    REASSESSMENT,
    book,
    named,
)
from goldenthread.reviews.clocks.since import MADE_AFTER
from goldenthread.reviews.clocks.transfers import ROUTES
from goldenthread.reviews.models import Clock, EvidenceItem, Process
from goldenthread.schools.forms import DayField, Form, in_words

FIRST_DAYS = {
    "plan_made": (ANNUAL_REVIEW, "The EHC plan was first made", "Count the annual review from the date on the plan."),
    "last_review": (ANNUAL_REVIEW, "The last annual review was completed",
                    "Count from the day the authority decided after it."),
    "request": (NEEDS_ASSESSMENT, "The authority received a request for an EHC needs assessment", ""),
    "reassess_notified": (REASSESSMENT, "The authority said it will reassess", ""),
    "transfer": (PHASE_TRANSFER, "The learner moves to another setting", "The day of the move, usually 1 September."),
}
NOT_ASSESSED = "There is an EHC plan, so no request to assess is written down here: what can follow is a reassessment."


class StartForm(Form):
    """What starts, and from which day it is counted."""

    first = forms.ChoiceField(label="What happened?", widget=forms.RadioSelect)
    day = DayField(label="On which day?", earliest=date(2014, 9, 1))
    route = forms.ChoiceField(label="Where do they move to?", required=False,
                              choices=[("", "No move"), *ROUTES.items()],
                              help_text="Only for a move to another setting.")

    def __init__(self, data: Any = None, *, running: set[str], has_plan: bool = False) -> None:
        super().__init__(data)
        if has_plan:
            running = running | {NEEDS_ASSESSMENT}
            self.fields["first"].help_text = NOT_ASSESSED
        self.fields["first"].choices = [  # type: ignore[attr-defined]
            (key, title) for key, (kind, title, _) in FIRST_DAYS.items() if kind not in running]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("first") == "transfer" and not found.get("route"):
            self.add_error("route", "Choose where they move to.")
        return found

    @property
    def words(self) -> dict[str, Any]:
        """What the operation takes."""
        first = self.cleaned_data["first"]
        return {"kind": FIRST_DAYS[first][0], "first": first, "day": self.cleaned_data["day"],
                "route": self.cleaned_data["route"] if first == "transfer" else ""}


PLAN_CAME = "plan_received"
# What saving a decision does, said before it is saved.
WHAT_THEN = {
    ANNUAL_REVIEW: "“Keep” ends this round and begins the next. “Cease” ends it. “Amend” leaves it open for the "
                   f"proposed changes and the amended plan. After “Cease” {IN_FORCE} {IN_FORCE_SOURCE}.",
    NEEDS_ASSESSMENT: "“Not assess” ends this. “Assess” leaves it open until the plan comes.",
}
# What closes a process, and what that ends, said before it is saved too.
CLOSES = {
    ANNUAL_REVIEW: "“{plan_received}” closes this round, where its meeting was held, and begins the next.",
    NEEDS_ASSESSMENT: "“{no_plan}” and “{plan_received}” each close this.",
    REASSESSMENT: "“{plan_received}” closes this.",
    PHASE_TRANSFER: "“{transfer_done}” closes this.",
}
# What is not written down any more of a round that has ended.
NOT_AFTER = {PLAN_CAME, *DECIDED_BY, *ENDS, *STARTS}


class NoteForm(Form):
    """What happened in a process, and when. What the authority decided is asked where that is what happened."""

    what = forms.ChoiceField(label="What happened?", widget=forms.RadioSelect)
    decision = forms.ChoiceField(label="What did the authority decide?", required=False)
    day = DayField(label="On which day?", earliest=date(2014, 9, 1))
    dated = DayField(label="The date on the plan", required=False, help_text="Only where the final plan came: the date "
                     "printed on it. The first annual review is counted from it. Left empty, it is the day it came.")

    def __init__(self, data: Any = None, *, process: Process, known: set[str], what: str = "",
                 ends: Iterable[str] = ()) -> None:
        super().__init__(data, initial={"what": what})
        self.process = process
        if not process.is_open or process.kind not in MADE_AFTER:
            del self.fields["dated"]  # counted from the review, not from the plan that came of it
        choices = [(each.key, each.title + (" (put the day right)" if each.key in known else ""))
                   for each in book().milestones_of(process.kind)
                   if (process.is_open or each.key not in NOT_AFTER)
                   and (each.key not in STARTS or each.key in known or (process.assumed and each.key in OF_A_YEAR))]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        if process.is_open:
            self.fields["what"].help_text = closes(process.kind, ends)
        if process.is_open and process.kind in DECISIONS:
            self.fields["decision"].choices = [  # type: ignore[attr-defined]
                ("", "Nothing was decided yet"), *DECISIONS[process.kind].items()]
            self.fields["decision"].help_text = WHAT_THEN[process.kind]
        else:
            del self.fields["decision"]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("what") in DECIDED_BY and not found.get("decision"):
            self.add_error("decision", "Choose what the authority decided.")
        if found.get("what") == PLAN_CAME and (why := self.why_not_dated(found.get("dated"), found.get("day"))):
            self.add_error("dated", why)
        return found

    def why_not_dated(self, dated: date | None, came: date | None) -> str:
        """Why a plan that came on a day does not bear this date."""
        if dated and came and dated > came:
            return f"The plan came on {in_words(came)}. It cannot be dated after that."
        if dated and dated < self.process.started_on:
            return f"This began on {in_words(self.process.started_on)}. The plan that comes of it is dated after that."
        return ""


def closes(kind: str, ends: Iterable[str]) -> str:
    """What closes a process of a kind, and which duties (by title) end with it."""
    said = CLOSES[kind].format(**{key: each.title for key, each in book().milestones.items()})
    titles = "; ".join(ends)
    return f"{said} What is still open here is then looked for no more: {titles}." if titles else said


class ArrangeForm(Form):
    day = DayField(label="On which day is the meeting?")


class WhyForm(Form):
    why = forms.CharField(label="Why does it stop here?", max_length=300,
                          help_text="For example: the request was withdrawn, or it was started by mistake.")


class ExceptionForm(Form):
    exception = forms.ChoiceField(label="Which exception?", widget=forms.RadioSelect,
                                  error_messages={"invalid_choice": NO_SUCH_EXCEPTION})
    why = forms.CharField(label="What happened?", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
                          help_text="In a sentence, so that anybody can see why the time limit did not hold.")

    def __init__(self, data: Any = None, *, clock: Clock, likely: str = "") -> None:
        super().__init__(data, initial={"exception": likely})
        self.fields["exception"].choices = [  # type: ignore[attr-defined]
            (key, book().exceptions[key].title) for key in named(clock.rule).exceptions]


class DueForm(Form):
    """The filters above the list of everything due."""

    says_optional = False

    owed_by = forms.ChoiceField(label="Whose duty", required=False, choices=[
        ("", "Everybody’s"), ("school", "The school’s"), ("la", "The authority’s"), ("family", "The family’s")])
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *PROCESSES.items()])
    when = forms.ChoiceField(label="When", required=False, choices=[
        ("", "At any time"), ("overdue", "Overdue"), ("month", "Within four weeks, or overdue")])


STATES = [("", "As the record shows"), *EvidenceItem.State.choices]
NOTE = 300
