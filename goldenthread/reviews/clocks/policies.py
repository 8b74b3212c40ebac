"""Why not, for statutory processes: each rule a sentence, empty for go ahead."""

from datetime import date

from goldenthread.learners.ages import birthday
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import why_out_of_sight
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.reviews.clocks.rules import NEEDS_ASSESSMENT, PROCESSES, REASSESSMENT, book, named
from goldenthread.reviews.clocks.transfers import OTHER, ROUTES
from goldenthread.reviews.models import Clock, Milestone, Process, Review
from goldenthread.schools.forms import in_words

EARLIEST = date(2014, 9, 1)
# What is noted of an annual review once everyone invited knows its day.
TOLD = "notice_given"
NOT_NEEDED = "not-needed"
# With a year to spare for those who were put up a year.
THROUGH_YEAR_11 = 15


def why_not_keep_dates(by: Membership, school_id: int) -> str:
    """Start processes and write down what happened in them."""
    if by.school_id != school_id or not by.may(Permission.PLAN_ARRANGE):
        return "Only the SENCO's team of this school keeps statutory dates."
    return ""


def why_not_change(learner: Learner, by: Membership, on: date) -> str:
    return why_not_keep_dates(by, learner.school_id) or why_out_of_sight(learner, by, on)


def why_not_open(kind: str, day: date, route: str, on: date) -> str:
    """Start a process on a day."""
    if kind not in PROCESSES:
        return "Choose what is starting."
    if kind == "phase_transfer":
        return "" if route in ROUTES else "Choose where the learner moves to."
    return why_not_day(day, on)


def why_not_begin(kind: str, learner: Learner, has_plan: bool) -> str:
    """Begin a process that is not under way: nobody is assessed for a plan that they have."""
    if kind != NEEDS_ASSESSMENT or not has_plan:
        return ""
    return (f"{learner.first} has an EHC plan already. What can follow is a reassessment: choose "
            "“The authority said it will reassess”.")


def why_no_plan(kind: str, learner: Learner, has_plan: bool, assessed: bool) -> str:
    """Begin by hand what only follows an EHC plan, where none is recorded; or a reassessment beside an assessment."""
    if kind == NEEDS_ASSESSMENT:
        return ""
    if kind == REASSESSMENT and assessed:
        return f"{learner.first} is being assessed now. A reassessment can only follow the plan that comes of it."
    return "" if has_plan else (
        f"No EHC plan is recorded for {learner.first}. Record the EHC plan that was received, or set the stage to EHC "
        "plan, and then start this.")


def why_too_young(learner: Learner, route: str, day: date) -> str:
    """Begin by hand a move to, or between, post-16 settings for a learner who cannot be through year 11 by then."""
    if route in {"", OTHER} or birthday(learner.dob, THROUGH_YEAR_11) <= day:
        return ""
    return (f"{learner.first} will not be {THROUGH_YEAR_11} by {in_words(day)}, and a move to a post-16 setting comes "
            "after year 11. Check where the learner moves to, and the day.")


def why_not_day(day: date, on: date) -> str:
    if day > on:
        return f"{in_words(day)} has not come yet. Write it down on the day, or after it."
    if day < EARLIEST:
        return f"This law began on {in_words(EARLIEST)}. Check the year."
    return ""


def why_not_note(process: Process, what: str, day: date, on: date) -> str:
    """Write down that something happened in a process on a day. What came late is written down after the end too."""
    if process.ended == "called-off":
        return "This was called off. Start a new one to write down more."
    if what not in {milestone.key for milestone in book().milestones_of(process.kind)}:
        return "Choose what happened."
    if what in DECIDED_BY or what == "plan_received":
        return "This is written down with what was decided, or with the plan that came."
    if not process.is_open and what in ENDS:
        return "This is closed already."
    if what == "transfer":
        return "" if process.is_open else "This is closed, and stays as it ended."
    return why_planned(process, what, day) or why_not_day(day, on) or (
        "" if what in STARTS else why_before(process, day)) or why_out_of_order(process, what, day)


def why_before(process: Process, day: date) -> str:
    if process.kind != "phase_transfer" and day < process.started_on:
        return f"This began on {in_words(process.started_on)}. Nothing in it can have happened before."
    return ""


def why_out_of_order(process: Process, what: str, day: date) -> str:
    """A day before what this follows, or after what follows it."""
    known = [each for each in process.milestones.exclude(standing=Milestone.Standing.LATEST).order_by("on", "pk")
             if each.kind in book().milestones]
    first = next((each for each in known if each.kind == FOLLOWS.get(what) and each.on > day), None)
    then = next((each for each in known if FOLLOWS.get(each.kind) == what and each.on < day), None)
    if first:
        is_over = first.standing == Milestone.Standing.HAPPENED
        return (f"“{book().milestones[first.kind].title}” {'was' if is_over else 'is arranged for'} "
                f"{'on ' if is_over else ''}{in_words(first.on)}, and this comes after it. Check the day.")
    return (f"“{book().milestones[then.kind].title}” was on {in_words(then.on)}, and this comes before it. "
            "Check the day, or take that back first.") if then else ""


# What comes after what within a round.
FOLLOWS = {"report_sent": "meeting", "decision": "meeting", "amendment_notice": "meeting",
           "representations": "amendment_notice", "advice_given": "advice_asked", "draft_served": "assess_decision",
           "no_plan": "assess_decision", "draft_answered": "draft_served"}
# The first date of a process, which may be put right; milestones that come with a decision; those that end it.
# The year of an annual review has one of several; saying another takes the place of the one before.
OF_A_YEAR = ("plan_made", "plan_amended", "plan_moved", "counted_from", "last_review")
STARTS = ("request", *OF_A_YEAR, "reassess_notified", "transfer")
DECIDED_BY = {"decision": "annual_review", "assess_decision": "needs_assessment"}
ENDS = {"no_plan": "no-plan", "transfer_done": "done"}
DECISIONS = {
    "annual_review": {"keep": "Keep the plan as it is", "amend": "Amend the plan", "cease": "Cease the plan"},
    "needs_assessment": {"assess": "Assess", "not-assess": "Not assess"},
}
# Decisions that end a process at once.
FINAL_DECISIONS = ("keep", "cease", "not-assess")
# What was noted where a round ended so: taken back, the round runs again.
ENDED_BY = {"keep": "decision", "cease": "decision", "not-assess": "assess_decision", "received": "plan_received",
            **{ended: what for what, ended in ENDS.items()}}
# What a decision to cease does not do at once.
IN_FORCE = ("the plan stays in force, and what it says must be provided, until the authority ends it. It may not do so "
            "while the decision can still be appealed, or before an appeal is decided.")
IN_FORCE_SOURCE = "Children and Families Act 2014, s.45(4)"
# Duties of the school that a round leaves behind when it ends, unless it was called off: the report is still to go out.
OUTLASTS = ("AR-REPORT",)
ENDINGS = {
    "keep": "The plan stays as it is", "cease": "The authority decided to cease the plan",
    "received": "The final plan was received",
    "not-assess": "The authority will not assess", "no-plan": "There will be no plan",
    "done": "The plan names the next setting", "called-off": "Called off", "next-begun": "The next review began",
}


def is_left_behind(clock: Clock) -> bool:
    """Whether a duty is owed though its round has ended."""
    return clock.rule in OUTLASTS and not clock.expected and clock.process.ended != "called-off"


def why_not_take_back(process: Process, what: str) -> str:
    """Take back what was noted. What ended a round opens it again (see since.py for when it may not)."""
    if not process.is_open:
        return "" if ENDED_BY.get(process.ended) == what else "This is closed, and stays as it ended."
    if what in STARTS:
        return "The first date can be changed, not taken away. Call the whole process off if it never began."
    return ""


def why_planned(process: Process, what: str, day: date) -> str:
    """Why the day of a meeting that is planned as a review cannot be given here: it would be told twice."""
    review = process.review if what == "meeting" else None
    if review is None or review.held_on == day or review.is_over:
        return ""
    return f"This meeting is planned under Reviews, for {in_words(review.held_on)}. Change its day there."


def why_not_counted(process: Process, review: Review | None) -> str:
    """Why a round does not count from the meeting of its own that was concluded; empty where it does."""
    if review is None or review.concluded_on is None or not process.is_open:
        return ""
    meeting = next((each for each in process.milestones.all() if each.kind == "meeting"), None)
    happened = meeting is not None and meeting.standing == Milestone.Standing.HAPPENED
    if meeting and happened and meeting.on == review.held_on:
        return ""
    why = why_out_of_order(process, "meeting", review.held_on)
    if not why and meeting and happened:
        why = f"They are counted from a meeting on {in_words(meeting.on)}. Put right whichever day is wrong."
    held = in_words(review.held_on)
    return f"The review concluded here was held on {held}, and these dates do not follow. {why}".strip()


def why_not_arrange(process: Process, day: date) -> str:
    """Set the day of an annual review meeting."""
    if not process.is_open or process.kind != "annual_review":
        return "Only an annual review that is under way has a meeting to arrange."
    if why := why_planned(process, "meeting", day):
        return why
    if day < process.started_on:
        return f"This round began on {in_words(process.started_on)}. The meeting comes after that."
    return ""


def why_not_decide(process: Process, decision: str, day: date, on: date) -> str:
    """Write down what the authority decided."""
    if not process.is_open:
        return "This is closed, and stays as it ended."
    if decision not in DECISIONS.get(process.kind, {}):
        return "Choose what the authority decided."
    what = next(what for what, kind in DECIDED_BY.items() if kind == process.kind)
    return (why_not_day(day, on) or why_before(process, day) or why_out_of_order(process, what, day)
            or why_not_met(process) or why_assessed(process, decision))


def why_not_met(process: Process) -> str:
    """What is owed after the meeting is counted from it, and it is owed though a decision ends the round."""
    held = Milestone.Standing.HAPPENED
    if process.kind != "annual_review" or process.milestones.filter(kind="meeting", standing=held).exists():
        return ""
    return "Write down first on which day the meeting was held: the authority decides after it."


def why_assessed(process: Process, decision: str) -> str:
    """Nobody drafts a plan for a learner who is not assessed."""
    draft = process.milestones.filter(kind="draft_served").first() if decision == "not-assess" else None
    return (f"A draft plan was noted for {in_words(draft.on)}, so the authority does assess. If that was a mistake, "
            "take the draft back first.") if draft else ""


NO_SUCH_EXCEPTION = "The law gives no such exception for this time limit. Choose one of those it gives."


def why_no_exception(clock: Clock) -> str:
    """No exception at all can be written down for a time limit."""
    if clock.met_on:
        return "This was done. It needs no exception."
    return "" if named(clock.rule).exceptions else "The law gives no exception to this time limit."


def why_not_except(clock: Clock, exception: str, why: str) -> str:
    """Write down that an exception lifts a time limit."""
    if refusal := why_no_exception(clock):
        return refusal
    if exception not in named(clock.rule).exceptions:
        return NO_SUCH_EXCEPTION
    if not why.strip():
        return "Say what happened, so that anybody can see why the time limit did not hold."
    return ""


def why_not_call_off(process: Process, why: str) -> str:
    if not process.is_open:
        return "This is closed already."
    return "" if why.strip() else "Say why it stops here."


# Which annual review a meeting is of, where the one under way has a meeting already.
SAME, NEXT = "same", "next"


def is_another(meeting: Milestone | None, held_on: date) -> bool:
    """Whether a meeting on a day is a second one of the round that has `meeting` already."""
    return meeting is not None and held_on >= meeting.process.started_on and held_on != meeting.on


def why_not_which(meeting: Milestone | None, held_on: date, of: str) -> str:
    """Plan a second annual meeting while a round is under way: nobody guesses whether it is another round."""
    if meeting is None or not is_another(meeting, held_on):
        return ""
    held = meeting.standing == Milestone.Standing.HAPPENED
    if of not in {SAME, NEXT}:
        return (f"An annual review is under way, and its meeting {'was held' if held else 'is planned'} on "
                f"{in_words(meeting.on)}. Say whether this meeting belongs to it.")
    if of == NEXT and not held:
        return (f"The annual review under way has not been met: its meeting is planned on {in_words(meeting.on)}. "
                "Change the day of that meeting, or call it off first.")
    if of == NEXT and held_on < meeting.on:
        return f"The next annual review comes after the meeting on {in_words(meeting.on)}. Check the day."
    return ""
