"""Every write of the reviews room. A page, a command, a test and the demo call these and nothing else."""

from goldenthread.reviews.operations.answering import answer, answer_for, save_unsent
from goldenthread.reviews.operations.concluding import conclude, conclude_and_issue
from goldenthread.reviews.operations.finding import find, judge, note_who_came, reword, strike, unjudge
from goldenthread.reviews.operations.inviting import (
    ask_again,
    ask_teachers,
    chase,
    contact_left,
    invite,
    invite_many,
    leave_out,
    no_reply,
    take_back,
)
from goldenthread.reviews.operations.planning import cancel, move, open_review, plan_review
from goldenthread.reviews.operations.scheduling import exempt, follow_plan, schedule
from goldenthread.reviews.operations.sweeping import Swept, sweep
from goldenthread.reviews.operations.taking_in import set_aside, take_in, take_in_many
from goldenthread.reviews.operations.writing_up import Minute, Seat, Sheet, Verdict, propose_next, write_up

__all__ = [
    "Minute", "Seat", "Sheet", "Swept", "Verdict", "answer", "answer_for", "ask_again", "ask_teachers", "cancel",
    "chase", "conclude", "conclude_and_issue", "contact_left", "exempt", "find", "follow_plan", "invite", "invite_many",
    "judge", "leave_out", "move", "no_reply", "note_who_came", "open_review", "plan_review", "propose_next", "reword",
    "save_unsent", "schedule", "set_aside", "strike", "sweep", "take_back", "take_in", "take_in_many", "unjudge",
    "write_up",
]
