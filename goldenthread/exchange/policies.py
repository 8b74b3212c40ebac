"""Why not? One sentence for the button, the server and the test; an empty one means go ahead."""

from datetime import datetime, timedelta

from goldenthread.exchange.models import Batch
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission

UNDO_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(days=7)
State = Batch.State

MOVES: dict[str, set[str]] = {
    State.READING: {State.ASKING, State.READY, State.FAILED, State.CANCELLED},
    State.ASKING: {State.READING, State.CANCELLED},
    State.READY: {State.READING, State.APPLYING, State.APPLIED, State.CANCELLED},
    State.APPLYING: {State.APPLIED, State.READY},
    State.APPLIED: {State.UNDONE},
    State.UNDONE: set(),
    State.FAILED: set(),
    State.CANCELLED: set(),
}


def why_not_import(by: Membership, school_id: int) -> str:
    if by.school_id != school_id or not by.may(Permission.LEARNERS_IMPORT):
        return "Only the SENCO's team of this school can bring learners in from a spreadsheet."
    return ""


def why_not_move(batch: Batch, to: str) -> str:
    """Each state says what it is, so that a second press or a stale page is answered with what has happened."""
    if to in MOVES[batch.state]:
        return ""
    return {
        State.READING: "The file is still being read.",
        State.ASKING: "Answer the questions about the file first.",
        State.READY: "The file has been read and checked.",
        State.APPLYING: "The rows are being put in at this moment.",
        State.APPLIED: "The rows of this file are in already.",
        State.UNDONE: "This import was undone. Send the file again to start afresh.",
        State.FAILED: "This file could not be read.",
        State.CANCELLED: "This import was cancelled. Send the file again to start afresh.",
    }[State(batch.state)]


def why_not_apply(batch: Batch, by: Membership) -> str:
    if sentence := why_not_import(by, batch.school_id):
        return sentence
    return "" if batch.state == State.APPLYING else why_not_move(batch, State.APPLIED)


def why_not_decide(batch: Batch, by: Membership) -> str:
    if sentence := why_not_import(by, batch.school_id):
        return sentence
    return "" if batch.state == State.READY else why_not_move(batch, State.READY) or "The file is still being read."


def why_not_undo(batch: Batch, by: Membership, now: datetime) -> str:
    if sentence := why_not_import(by, batch.school_id) or why_not_move(batch, State.UNDONE):
        return sentence
    if batch.applied_at and now - batch.applied_at > UNDO_FOR:
        return "An import can be undone for 24 hours. Change what is wrong learner by learner."
    return ""
