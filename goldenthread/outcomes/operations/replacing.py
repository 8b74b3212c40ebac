"""A real change: a new outcome that follows the old."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.outcomes import policies
from goldenthread.outcomes.models import WORDING, Outcome, OutcomeWording
from goldenthread.outcomes.operations.judging import close
from goldenthread.outcomes.operations.setting import locked, save, set_outcome
from goldenthread.outcomes.states import STOPPED
from goldenthread.people.models import Membership

CARRIED = ("level", "parent", "area", "need", "owner", "audience", "unit")


@transaction.atomic
def replace(*, outcome: Outcome, wording: str, by: Membership, on: date, result: str = STOPPED, why: str = "",
            uuid: UUID | None = None, **more: Any) -> Outcome:
    """Set a new outcome in the place of an old one, which is closed with `result` if it still was open.

    What `more` does not say (of set_outcome) is as it was in the old. What leads to the old and is open leads to the
    new from now on. The same uuid again gives the outcome that is there.
    """
    before = locked(outcome)
    if uuid and (there := Outcome.objects.filter(uuid=uuid, follows=before).first()):
        return there
    asked = {**{name: getattr(before, name) for name in CARRIED}, **more}
    refuse_if(policies.why_not_replace(before, by, on, asked["audience"]))
    if before.is_open:
        close(outcome=before, result=result, why=why, by=by, on=on)
    made = set_outcome(learner=before.learner, wording=wording, follows=before, by=by, on=on, uuid=uuid, **asked)
    move_steps(before, made, by)
    record("outcomes.outcome_replaced", by=by, about=made, learner=made.learner, level=made.level)
    return made


def move_steps(before: Outcome, made: Outcome, by: Membership) -> None:
    """Open steps of the old lead to the new, where that is above them; how each hung before is kept."""
    steps = Outcome.objects.select_for_update().filter(parent=before, closed_on=None).exclude(pk=made.pk)
    for step in steps.order_by("pk"):
        if not policies.why_not_under(step, made):
            OutcomeWording.objects.create(outcome=step, school_id=step.school_id,
                                          **{name: getattr(step, name) for name in WORDING})
            save(step, by, parent=made)
