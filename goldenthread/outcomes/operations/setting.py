"""Setting outcomes, changing their wording, noting progress, closing them."""

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
from goldenthread.outcomes.levels import JUDGEMENTS
from goldenthread.outcomes.models import WORDING, Outcome, OutcomeWording, ProgressNote
from goldenthread.outcomes.states import AGREED, AT_RISK, ON_TRACK, RESULTS, STOPPED
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.story.operations import Conflict
from goldenthread.story.words import clean, why_not_keep

TEXTS = ("wording", "measure", "baseline", "target")
MAY_CHANGE = {*TEXTS, "level", "parent", "area", "starts_on", "due_on", "audience", "need"}
LONGEST = 2_000
JUDGED = (ON_TRACK, AT_RISK)


def set_outcome(*, learner: Learner, level: str, wording: str, by: Membership, on: date,
                uuid: uuids.UUID | None = None, **more: Any) -> Outcome:
    """Set what we hope for; `more` are others of MAY_CHANGE. The same uuid again gives the outcome that is there."""
    named = {"learner": learner, "level": level, "wording": wording, **more}
    return set_many(outcomes=[Outcome(**named, uuid=uuid or uuids.uuid4())], by=by, on=on)[0]


@transaction.atomic
def set_many(*, outcomes: Iterable[Outcome], by: Membership, on: date) -> list[Outcome]:
    """Set many outcomes (unsaved, saying only what MAY_CHANGE names), of many learners, all or none.

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
    for name in TEXTS:
        setattr(outcome, name, clean(getattr(outcome, name)))
    return outcome


def why_not_keep_texts(outcome: Outcome) -> str:
    for name in TEXTS:
        value = getattr(outcome, name)
        if (value or name == "wording") and (why := why_not_keep(value, longest=LONGEST)):
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
    refuse_if(policies.why_not_reword(stands, by, on, changes.get("audience")))
    changes = {name: clean(value) if name in TEXTS else value for name, value in changes.items()}
    changed = {name: value for name, value in changes.items() if getattr(stands, name) != value}
    if not changed:
        return stands
    if stands.revision != revision:
        raise Conflict(changes.get("wording", ""), stands)
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


@transaction.atomic
def agree(*, outcome: Outcome, by: Membership, on: date) -> Outcome:
    """Agree to work towards what somebody proposed. Agreeing again changes nothing."""
    stands = locked(outcome)
    if stands.state == AGREED:
        return stands
    refuse_if(policies.why_not_agree(stands, by, on))
    save(stands, by, state=AGREED)
    record("outcomes.outcome_agreed", by=by, about=stands, learner=stands.learner)
    return stands


def judge(*, outcome: Outcome, state: str, by: Membership, on: date, why: str = "") -> Outcome:
    """Say where an outcome stands, as at a review: on track or at risk, or closed with what came of it."""
    return judged(outcome, state, by, on) if state in JUDGED else close(
        outcome=outcome, result=state, by=by, on=on, why=why)


@transaction.atomic
def judged(outcome: Outcome, state: str, by: Membership, on: date) -> Outcome:
    stands = locked(outcome)
    if stands.state == state:
        return stands
    refuse_if(policies.why_not_move(stands, state, by, on))
    save(stands, by, state=state)
    record("outcomes.outcome_judged", by=by, about=stands, learner=stands.learner, state=state)
    return stands


@transaction.atomic
def close(*, outcome: Outcome, result: str, by: Membership, on: date, why: str = "") -> Outcome:
    """Close an outcome with what came of it. Closing it again the same way changes nothing."""
    stands, why = locked(outcome), clean(why)
    if result in RESULTS and (stands.state, stands.result_why) == (result, why):
        return stands
    refuse_if("" if result in RESULTS else "Choose what came of it.")
    refuse_if(policies.why_not_move(stands, result, by, on))
    refuse_if("Say why it was stopped." if result == STOPPED and not why else "")
    refuse_if(why_not_keep(why, longest=LONGEST) if why else "")
    save(stands, by, state=result, closed_on=on, result_why=why)
    record("outcomes.outcome_closed", by=by, about=stands, learner=stands.learner, result=result)
    return stands


@transaction.atomic
def reopen(*, outcome: Outcome, by: Membership, on: date) -> Outcome:
    """Open a closed outcome again: its result was put on by mistake, or it is to be worked towards once more."""
    stands = locked(outcome)
    refuse_if(policies.why_not_reopen(stands, by, on))
    save(stands, by, state=AGREED, closed_on=None, result_why="")
    record("outcomes.outcome_reopened", by=by, about=stands, learner=stands.learner)
    return stands


@transaction.atomic
def note_progress(*, outcome: Outcome, judgement: str, by: Membership, on: date, text: str = "",
                  uuid: uuids.UUID | None = None) -> ProgressNote:
    """Note how an outcome is going. The same uuid again gives the note that is there."""
    stands, text = locked(outcome), clean(text)
    if uuid and (there := ProgressNote.objects.filter(uuid=uuid, outcome=stands).first()):
        return there
    refuse_if(policies.why_not_note(stands, by, on))
    refuse_if("" if judgement in JUDGEMENTS else "Choose how it is going.")
    refuse_if(why_not_keep(text, longest=LONGEST) if text else "")
    note = ProgressNote.objects.create(school_id=stands.school_id, outcome=stands, on=on, judgement=judgement,
                                       text=text, by=by, recorded_at=now(), uuid=uuid or uuids.uuid4())
    record("outcomes.progress_noted", by=by, about=stands, learner=stands.learner, judgement=judgement)
    return note
