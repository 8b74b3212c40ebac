"""Why not: who may set, change and close outcomes, and how they may hang together."""

from datetime import date
from typing import Any

from goldenthread.learners.audiences import AUDIENCES, WIDTH
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader, reader_of
from goldenthread.outcomes.levels import DEPTH, LEVELS
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.states import AGREED, MOVES, PROPOSED
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission


def why_not_set(learner: Learner, by: Membership, on: date, audience: str) -> str:
    """Why this member cannot set an outcome for this learner, for these readers."""
    return why_not_set_as(reader_of(by, learner, on), audience)


def why_not_set_as(reader: Reader, audience: str) -> str:
    """As why_not_set, for a reader already known: asks the database nothing."""
    if not reader.audiences:
        return "This learner's record is not open to you."
    if not reader.member.may(Permission.OUTCOMES_SET):
        return "Only teachers, professionals and the SENCO's team can set outcomes for this learner."
    if audience not in AUDIENCES:
        return "Choose who may read this from the list."
    return "" if reader.may_read(audience) else "You cannot write what you could not read yourself."


def why_not_reword(outcome: Outcome, by: Membership, on: date, audience: str | None = None) -> str:
    """Why this member cannot change the wording of this outcome, or who may read it."""
    reader = reader_of(by, outcome.learner, on)
    if why := why_not_set_as(reader, outcome.audience) or (why_not_set_as(reader, audience) if audience else ""):
        return why
    if not outcome.is_open:
        return "This outcome is closed. Open it again to change it."
    if audience and WIDTH[audience] < WIDTH[outcome.audience] and reader.kind not in {"senco", "system"}:
        return "Only the SENCO's team can let more people read this."
    return ""


def why_not_move(outcome: Outcome, to: str, by: Membership, on: date) -> str:
    """Why this member cannot say that an outcome stands there now."""
    if why := why_not_set(outcome.learner, by, on, outcome.audience):
        return why
    if to in MOVES[outcome.state]:
        return ""
    if outcome.state == PROPOSED:
        return "This outcome is proposed. Agree to it first, or stop it and say why."
    return f"This outcome is already “{outcome.state_name.lower()}”."


def why_not_agree(outcome: Outcome, by: Membership, on: date) -> str:
    """Why this member cannot agree to what was proposed."""
    if outcome.state != PROPOSED:
        return why_not_set(outcome.learner, by, on, outcome.audience) or "Only what is proposed can be agreed."
    return why_not_move(outcome, AGREED, by, on)


def why_not_reopen(outcome: Outcome, by: Membership, on: date) -> str:
    """Why this member cannot open a closed outcome again."""
    why = why_not_move(outcome, AGREED, by, on)
    return why or ("This outcome is not closed." if outcome.is_open else "")


def why_not_note(outcome: Outcome, by: Membership, on: date) -> str:
    """Why this member cannot note progress on this outcome."""
    reader = reader_of(by, outcome.learner, on)
    if not reader.may_read(outcome.audience):
        return "This learner's record is not open to you."
    if not by.may(Permission.PROGRESS_NOTE):
        return "Only staff who work with this learner can note progress."
    return "" if outcome.is_open else "This outcome is closed. Open it again to note progress."


def why_not_shape(words: Any) -> str:
    """What is wrong with an outcome's level, what it leads to, and its dates. Takes an Outcome, saved or not."""
    if words.level not in LEVELS:
        return "Choose a level from the list."
    if words.due_on and words.due_on < words.starts_on:
        return "The day it is due must not be before the day it starts."
    if words.need and words.need.learner_id != words.learner_id:
        return "Choose one of this learner's own needs."
    return why_not_under(words, words.parent)


def why_not_under(words: Any, parent: Outcome | None) -> str:
    """Why an outcome cannot lead to another."""
    if parent is None:
        return ""
    if parent.learner_id != words.learner_id:
        return "An outcome can only lead to an outcome of the same learner."
    if DEPTH[parent.level] >= DEPTH[words.level]:
        return f"“{LEVELS[words.level]}” must lead to something at a higher level than itself."
    return ""
