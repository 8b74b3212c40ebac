"""Setting outcomes, changing their wording, putting a new one in the place of an old."""

import uuid as uuids
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import reader_who_sees
from goldenthread.outcomes import policies
from goldenthread.outcomes.models import WORDING, Outcome, OutcomeWording
from goldenthread.outcomes.states import AGREED, PROPOSED
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.schools.words import clean, line, why_not_keep
from goldenthread.story.operations import Conflict

TEXTS = ("wording", "measure", "baseline", "target", "strategies", "who_helps")
LINES = {"unit": 40, "origin_label": 120}
MAY_CHANGE = {*TEXTS, *LINES, "level", "parent", "area", "starts_on", "due_on", "audience", "need", "origin", "owner"}
LONGEST = 2_000


def set_outcome(*, learner: Learner, level: str, wording: str, by: Membership, on: date,
                uuid: uuids.UUID | None = None, **more: Any) -> Outcome:
    """Set what we hope for; `more` are others of MAY_CHANGE, `follows`, and `state` where it is only proposed.

    The same uuid again gives the outcome that is there.
    """
    named = {"learner": learner, "level": level, "wording": wording, **more}
    return set_many(outcomes=[Outcome(**named, uuid=uuid or uuids.uuid4())], by=by, on=on)[0]


@transaction.atomic
def set_many(*, outcomes: Iterable[Outcome], by: Membership, on: date) -> list[Outcome]:
    """Set many outcomes (unsaved, saying only what set_outcome takes), of many learners, all or none.

    What one of them leads to must have been set before: set a whole thread from the top, a call for each level.
    """
    outcomes = [prepared(outcome, by, on) for outcome in outcomes]
    asked = {outcome.learner_id for outcome in outcomes}
    seen = set(Learner.objects.visible_to(by, on).filter(pk__in=asked).values_list("pk", flat=True))
    for outcome in outcomes:
        refuse_if("" if outcome.learner_id in seen else "This learner's record is not open to you.")
        refuse_if(policies.why_not_set_as(reader_who_sees(by, outcome.learner), outcome.audience))
        refuse_if(policies.why_not_shape(outcome) or why_not_keep_texts(outcome))
    # Two saves of one uuid wait for each other here, so that the second finds the first.
    list(Learner.objects.select_for_update().filter(pk__in=asked).order_by("pk").values_list("pk"))
    there = {outcome.uuid: outcome for outcome in Outcome.objects.filter(
        learner_id__in=asked, uuid__in=[outcome.uuid for outcome in outcomes])}
    fresh = [outcome for outcome in outcomes if outcome.uuid not in there]
    made = {outcome.uuid: outcome for outcome in Outcome.objects.bulk_create(fresh, batch_size=500)}
    record_many("outcomes.outcome_set", by=by,
                about=[(outcome, outcome.learner, {"level": outcome.level}) for outcome in fresh])
    return [made.get(outcome.uuid) or there[outcome.uuid] for outcome in outcomes]


def prepared(outcome: Outcome, by: Membership, on: date) -> Outcome:
    """An unsaved outcome, its words cleaned, with who set it and when."""
    at = now()
    outcome.school_id, outcome.set_by, outcome.revised_by = by.school_id, by, by
    outcome.recorded_at = outcome.revised_at = at
    outcome.starts_on = outcome.starts_on or on
    outcome.area = outcome.area or (outcome.need.area if outcome.need else "")
    # The school answers for what is worked towards: somebody from outside proposes.
    outcome.state = PROPOSED if PROPOSED in {outcome.state, policies.first_state(by)} else AGREED
    for name in (*TEXTS, *LINES):
        setattr(outcome, name, cleaned(name, getattr(outcome, name)))
    return outcome


def cleaned(name: str, value: Any) -> Any:
    if name in TEXTS:
        return clean(value)
    return line(value) if name in LINES else value


def why_not_keep_texts(outcome: Outcome) -> str:
    for name in (*TEXTS, *LINES):
        value = getattr(outcome, name)
        if (value or name == "wording") and (why := why_not_keep(value, longest=LINES.get(name, LONGEST))):
            return why
    return ""


def locked(outcome: Outcome) -> Outcome:
    """The outcome as it stands, nobody else changing it.

    No joins: PostgreSQL, having waited for the row, looks for what it points at now among what it pointed at before.
    """
    return Outcome.objects.select_for_update().get(pk=outcome.pk)


@transaction.atomic
def reword(*, outcome: Outcome, revision: int, by: Membership, on: date, **changes: Any) -> Outcome:
    """Change an outcome that stands at `revision`; the wording before is kept. `changes` are of MAY_CHANGE.

    Raises Conflict where somebody else changed it first.
    """
    if unknown := set(changes) - MAY_CHANGE:
        raise TypeError(f"An outcome has no {', '.join(sorted(unknown))} to change.")
    stands = locked(outcome)
    changes = {name: cleaned(name, value) for name, value in changes.items()}
    changed = {name: value for name, value in changes.items() if getattr(stands, name) != value}
    refuse_if(policies.why_not_reword(stands, by, on, changes.get("audience"), changed))
    if not changed:
        return stands
    if stands.revision != revision:
        raise Conflict(changes.get("wording", ""), stands)
    return changed_to(stands, changed, by)


def changed_to(stands: Outcome, changed: dict[str, Any], by: Membership) -> Outcome:
    """Write what is changed of a locked outcome, and keep the wording before. Who may is not asked here."""
    before = {name: getattr(stands, name) for name in WORDING}
    for name, value in changed.items():
        setattr(stands, name, value)
    refuse_if(policies.why_not_shape(stands) or why_not_keep_texts(stands) or why_not_above(stands))
    OutcomeWording.objects.create(outcome=stands, school_id=stands.school_id, **before)
    save(stands, by, **changed)
    record("outcomes.outcome_reworded", by=by, about=stands, learner=stands.learner, changed=sorted(changed))
    return stands


def why_not_above(outcome: Outcome) -> str:
    """Why an outcome cannot have this level with the steps that lead to it."""
    steps = Outcome.objects.filter(parent=outcome)
    return next(("Outcomes that lead to this one would be at its own level or above it. Change those first."
                 for step in steps if policies.why_not_under(step, outcome)), "")


def save(stands: Outcome, by: Membership, **changed: Any) -> None:
    """Write the changed columns as the next revision."""
    changed |= {"revision": stands.revision + 1, "revised_by": by, "revised_at": now()}
    for name, value in changed.items():
        setattr(stands, name, value)
    stands.save(update_fields=list(changed))
