"""Agreeing to outcomes, saying where they stand, closing them with what came of it."""

from datetime import date

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.outcomes import policies
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.operations.setting import LONGEST, locked, save
from goldenthread.outcomes.states import AGREED, AT_RISK, MISTAKE, ON_TRACK, PROPOSED, RESULTS, STOPPED
from goldenthread.people.models import Membership
from goldenthread.schools.words import clean, why_not_keep

JUDGED = (ON_TRACK, AT_RISK)


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


@transaction.atomic
def propose(*, outcome: Outcome, by: Membership, on: date) -> Outcome:
    """Say of what has only just been set that it is not agreed yet. Saying it again changes nothing."""
    stands = locked(outcome)
    if stands.state == PROPOSED:
        return stands
    refuse_if(policies.why_not_set(stands.learner, by, on, stands.audience) or policies.why_not_propose(stands, by, on))
    save(stands, by, state=PROPOSED)
    record("outcomes.outcome_proposed", by=by, about=stands, learner=stands.learner)
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
def throw_away(*, outcome: Outcome, by: Membership, on: date, why: str = "") -> Outcome:
    """Stop what was set by mistake: no version tells of it, and why it was is read by staff alone."""
    stands = locked(outcome)
    refuse_if(policies.why_not_set(stands.learner, by, on, stands.audience) or policies.why_not_throw_away(stands))
    return close(outcome=stands, result=STOPPED, why=f"{MISTAKE}\n\n{clean(why)}", by=by, on=on)


@transaction.atomic
def reopen(*, outcome: Outcome, by: Membership, on: date) -> Outcome:
    """Open a closed outcome again: its result was put on by mistake, or it is to be worked towards once more."""
    stands = locked(outcome)
    refuse_if(policies.why_not_reopen(stands, by, on))
    save(stands, by, state=AGREED, closed_on=None, result_why="")
    record("outcomes.outcome_reopened", by=by, about=stands, learner=stands.learner)
    return stands
