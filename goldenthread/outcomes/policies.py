"""Why not: who may set, change and close outcomes, and how they may hang together."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from goldenthread.learners.audiences import AUDIENCES, EVERYONE, WIDTH
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader, reader_of
from goldenthread.outcomes import hooks
from goldenthread.outcomes.levels import DEPTH, EHC_PLAN, JUDGEMENTS, LEVELS, ORIGINS
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.states import AGREED, MOVES, PROPOSED
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.schools.forms import in_words

MOST = Decimal(10) ** 7
# Kinds of role that can own an outcome.
OWNING = ("staff", "senco")
# What an EHC plan says of an outcome. How the school works towards it and counts it is the school's own.
AS_RECEIVED = {"wording", "level", "starts_on", "due_on", "origin", "origin_label"}
THEIRS = ("Only the authority can change this. Record the amended plan when it comes; set a year outcome under it for "
          "what the school adds.")


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


def why_not_begin(learner: Learner, by: Membership, on: date) -> str:
    """Why this member cannot begin to write an outcome for this learner."""
    reader = reader_of(by, learner, on)
    return why_not_set_as(reader, next(iter(reader.audiences), ""))


def is_received(outcome: Outcome) -> bool:
    """Whether it came with an EHC plan, so that its words are the authority's."""
    return outcome.origin == EHC_PLAN and outcome.triples.exists()


def why_not_reword(outcome: Outcome, by: Membership, on: date, audience: str | None = None,
                   changed: Iterable[str] = ()) -> str:
    """Why this member cannot change the wording of this outcome, who may read it, or what else is `changed`."""
    reader = reader_of(by, outcome.learner, on)
    if why := why_not_set_as(reader, outcome.audience) or (why_not_set_as(reader, audience) if audience else ""):
        return why
    if not outcome.is_open:
        return "This outcome is closed. Open it again to change it."
    if not AS_RECEIVED.isdisjoint(changed) and is_received(outcome):
        return THEIRS
    return why_not_widen(outcome, reader, audience) if audience else ""


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
    if by.kind == "professional":
        return "Only school staff can agree to what is proposed."
    return why_not_move(outcome, AGREED, by, on)


def is_only_set(outcome: Outcome) -> bool:
    """Whether nothing came after it was set: no progress, nothing that leads to it, no issued version."""
    after = (outcome.notes, outcome.measures, outcome.triples, Outcome.objects.filter(Q(parent=outcome)
                                                                                      | Q(follows=outcome)))
    return outcome.is_open and not any(rows.exists() for rows in after) and not any(
        told(outcome) for told in hooks.told)


def why_not_throw_away(outcome: Outcome) -> str:
    """Why an outcome cannot be taken out as one that was set by mistake."""
    return "" if is_only_set(outcome) else (
        "More has been done with this than to set it, so it stays. Close it, and say what came of it.")


def why_not_propose(outcome: Outcome, by: Membership, on: date) -> str:
    """Why this member cannot say that it is not agreed yet: only of what they have only just begun."""
    mine = {outcome.set_by_id, outcome.revised_by_id} == {by.pk} and localdate(outcome.recorded_at) == on
    if not mine or not is_only_set(outcome):
        return "More has been done with this than to begin it, so it is agreed."
    return "" if outcome.state in {PROPOSED, AGREED} else "This has been judged already."


def why_not_reopen(outcome: Outcome, by: Membership, on: date) -> str:
    """Why this member cannot open a closed outcome again."""
    why = why_not_move(outcome, AGREED, by, on)
    return why or ("This outcome is not closed." if outcome.is_open else "")


def why_not_replace(outcome: Outcome, by: Membership, on: date, audience: str) -> str:
    """Why this member cannot set another in the place of this one, for these readers."""
    reader = reader_of(by, outcome.learner, on)
    if outcome.is_open and is_received(outcome):
        return THEIRS
    return why_not_set_as(reader, outcome.audience) or why_not_widen(outcome, reader, audience)


def why_not_widen(outcome: Outcome, reader: Reader, audience: str) -> str:
    if WIDTH[audience] < WIDTH[outcome.audience] and reader.kind not in {"senco", "system"}:
        return "Only the SENCO's team can let more people read this."
    return ""


def why_not_receive(learner: Learner, by: Membership, on: date) -> str:
    """Why this member cannot put the outcomes of an EHC plan into this learner's thread."""
    if why := why_not_set(learner, by, on, EVERYONE):
        return why
    return "" if by.kind in {"senco", "system"} else "Only the SENCO's team can record what an EHC plan says."


def first_state(by: Membership) -> str:
    """What an outcome is when this member sets it."""
    return PROPOSED if by.kind == "professional" else AGREED


def why_not_note(outcome: Outcome, by: Membership, on: date) -> str:
    """Why this member cannot note progress on this outcome."""
    return why_not_note_as(reader_of(by, outcome.learner, on), outcome)


def why_not_note_as(reader: Reader, outcome: Outcome) -> str:
    """As why_not_note, for a reader already known: asks the database nothing."""
    if not reader.may_read(outcome.audience):
        return "This learner's record is not open to you."
    if not reader.member.may(Permission.PROGRESS_NOTE):
        return "Only staff who work with this learner can note progress."
    return "" if outcome.is_open else "This outcome is closed. Open it again to note progress."


def why_not_judge(judgement: str) -> str:
    return "" if judgement in JUDGEMENTS else "Choose how it is going."


def why_not_count(value: Decimal | None) -> str:
    """Why a number cannot be kept as it is."""
    if value is None or (value.is_finite() and abs(value) < MOST and value == round(value, 2)):
        return ""
    return "Write a number smaller than ten million, with at most two figures after the point."


def why_not_shape(words: Any) -> str:
    """What is wrong with an outcome's level, what it leads to, and its dates. Takes an Outcome, saved or not."""
    if words.level not in LEVELS:
        return "Choose a level from the list."
    if why := why_not_due(words.starts_on, words.due_on):
        return why
    if words.need and words.need.learner_id != words.learner_id:
        return "Choose one of this learner's own needs."
    if words.origin not in ORIGINS:
        return "Choose from the list where it came from."
    if words.owner and words.owner.kind not in OWNING:
        return "Choose somebody on the staff to answer for it."
    return why_not_under(words, words.parent)


def why_not_due(starts_on: date | None, due_on: date | None) -> str:
    if starts_on and due_on and due_on < starts_on:
        return f"It starts on {in_words(starts_on)}. The day it is due must not be before that."
    return ""


def why_not_under(words: Any, parent: Outcome | None) -> str:
    """Why an outcome cannot lead to another."""
    if words.follows and words.follows.learner_id != words.learner_id:
        return "An outcome can only follow an outcome of the same learner."
    if parent is None:
        return ""
    if parent.learner_id != words.learner_id:
        return "An outcome can only lead to an outcome of the same learner."
    if why := why_not_level(words.level, parent):
        return why
    # Moved to a lower level at the same time, it would be under what it was.
    return "An outcome cannot lead to itself. Choose something else, or nothing yet." if parent.pk == words.pk else ""


def why_not_level(level: str, parent: Outcome) -> str:
    """Why what is at this level cannot lead to an outcome."""
    if DEPTH[parent.level] < DEPTH[level]:
        return ""
    return (f"“{LEVELS[level]}” must lead to something at a higher level than itself. Choose something further ahead, "
            "or nothing yet.")
