"""What calls for an action here: a duty of the school that is near, a move whose dates nobody counts, and rights that
pass to a young person.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from goldenthread.actions.causes import Cause
from goldenthread.learners.models import Learner
from goldenthread.reviews.clocks import queries, rights, school_days, transfers
from goldenthread.reviews.clocks.policies import ENDINGS, is_left_behind
from goldenthread.reviews.clocks.rules import PHASE_TRANSFER, PROCESSES, named
from goldenthread.reviews.models import Clock
from goldenthread.schools.forms import in_words
from goldenthread.schools.models import School

NEAR, AHEAD, PASSING = "clock-near", "move-ahead", "rights-pass"


def clocks_near(school: School, on: date, processes: Iterable[int] | None = None) -> Iterator[Cause]:
    """Duties of the school due within their notice time, or overdue: all of them, or those in these processes."""
    clocks = queries.near(school, on, processes)
    holidays = queries.holidays(school) if clocks else []
    for clock in clocks:
        rule = named(clock.rule)
        yield Cause(
            key=key_of(clock), kind=NEAR, learner=clock.learner, what=f"{PROCESSES[clock.process.kind]}: {rule.title}",
            why=f"{rule.words} {rule.source}.", due_on=school_days.do_by(clock.due_on, holidays),
            source_room="reviews", source_id=str(clock.process.uuid))


def key_of(clock: Clock) -> str:
    """One occasion: a rule in a process."""
    return f"{NEAR}:{clock.process_id}:{clock.rule}"


def why_over(keys: Collection[str], on: date) -> dict[str, str]:
    """Why these (as key_of) call for nothing any more though nobody did it; those that were done are not among them."""
    processes = {int(key.split(":")[1]) for key in keys}
    clocks = {key_of(clock): clock for clock in Clock.objects.filter(process__in=processes).select_related("process")}
    found = {key: why_no_longer(clocks.get(key), on) for key in keys}
    return {key: why for key, why in found.items() if why}


def why_no_longer(clock: Clock | None, on: date) -> str:
    if clock is None:
        return "What it followed from was taken back."
    if clock.met_on:
        return ""
    if clock.exception:
        return f"The time limit does not hold: {clock.exception_why}"
    if not clock.process.is_open and not is_left_behind(clock):
        return f"The round has ended: {ENDINGS[clock.process.ended].lower()}."
    if named(clock.rule).before_meeting and clock.triggered_on <= on:
        return "Not recorded, and the day of the meeting has come."
    return "It is due on a later day now."


def moves_ahead(school: School, on: date) -> Iterator[Cause]:
    """A move at the end of this school year, known from the year group, that nobody has begun to count: told as the
    meeting of its annual review comes near.
    """
    learners = Learner.objects.filter(school=school)
    moves = [each for each in queries.wanted_among(learners, school, on) if each.kind == PHASE_TRANSFER]
    holidays = queries.holidays(school) if moves else []
    for each in moves:
        by = transfers.meet_by(each.route, each.day)
        if on >= by - timedelta(weeks=named(transfers.MEETING_FOR[each.route]).notice_weeks):
            yield Cause(
                key=ahead_key(each.learner, each.day), kind=AHEAD, learner=each.learner,
                what="Start the dates of the move to another setting, and hold the annual review in time for it",
                why=transfers.why_early(each.route, each.day), due_on=school_days.do_by(by, holidays),
                source_room="reviews", source_id=str(each.learner.uuid))


def ahead_key(learner: Learner, transfer: date) -> str:
    """One occasion: the move of a year."""
    return f"{AHEAD}:{learner.pk}:{transfer.year}"


def rights_passing(school: School, on: date) -> Iterator[Cause]:
    """Compulsory school age ends within six months for a young person with an EHC plan."""
    for learner in queries.passing_soon(school, on):
        if rights.pass_soon(learner.dob, on):
            last = rights.passes_on(learner.dob)
            yield Cause(
                key=f"{PASSING}:{learner.pk}", kind=PASSING, learner=learner,
                what="Prepare for decisions that become the young person’s own",
                why=f"After {in_words(last)} the young person decides about the EHC plan. Tell them and the family, "
                    "and think about what help they may need to decide.",
                due_on=last, source_room="reviews", source_id=str(learner.uuid))
