"""What these tests start from: Ada, who may see her, and a draft that could be issued. All of it through operations."""

from dataclasses import dataclass
from datetime import date

from goldenthread.learners.models import Learner
from goldenthread.outcomes.operations import set_outcome
from goldenthread.people.models import Membership
from goldenthread.plans import operations as plans
from goldenthread.plans.models import Plan, PlanVersion
from goldenthread.story.operations import write

SEPTEMBER, OCTOBER, DECEMBER = date(2026, 9, 7), date(2026, 10, 5), date(2026, 12, 3)
REVIEW = date(2027, 4, 1)
# One entry in each section that an iPlan cannot be issued without.
TOLD = {
    "important-to-me": ("My dog Biscuit.", "learner"),
    "how-to-support": ("Give me time to answer.", "learner"),
    "hopes": ("To work with animals.", "learner"),
    "views-of-family": ("She is happiest outdoors.", "family"),
    "strengths": ("Notices when others are upset.", "staff"),
    "needs-communication": ("Answers in one or two words.", "staff"),
    "strategies": ("Ask one thing at a time.", "staff"),
}


@dataclass
class Desk:
    """A SENCO's desk: Ada's record, told and ready."""

    senco: Membership
    ada: Learner
    plan: Plan

    def issue(self, key: str, on: date = SEPTEMBER, **more) -> PlanVersion:
        said = {"what_changed": "We met and agreed."} | more
        return plans.issue(plan=self.plan, by=self.senco, key=key, on=on, **said)

    def tell(self, field: str, text: str, said_by: str = "staff", on: date = SEPTEMBER, **more):
        return write(learner=self.ada, field=field, text=text, said_by=said_by, by=self.senco, on=on, **more)


def tell_all(learner: Learner, by: Membership, on: date = SEPTEMBER) -> None:
    """Everything that an iPlan needs before it can be issued."""
    for field, (text, said_by) in TOLD.items():
        write(learner=learner, field=field, text=text, said_by=said_by, by=by, on=on)
    year = set_outcome(learner=learner, level="year", wording="Ada joins in a group of four.", by=by, on=on)
    set_outcome(learner=learner, level="term", wording="Ada answers in a group of two.", by=by, on=on, parent=year)
