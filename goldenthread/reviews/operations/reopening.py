"""What was noted is taken back; where it ended a round, the round runs again."""

from datetime import date

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.people.models import Membership
from goldenthread.reviews.clocks import policies, since
from goldenthread.reviews.clocks.rules import book
from goldenthread.reviews.clocks.winding import ARRANGED
from goldenthread.reviews.models import Milestone, Process
from goldenthread.reviews.operations.rewinding import close, rewind, tell_move
from goldenthread.reviews.operations.scheduling import ceases_not


def run_again(process: Process, what: str, by: Membership, on: date) -> list[Process]:
    """Open a round that has ended again, with the others that ended by the same. The next one, that began by it and
    holds nothing else, is called off; where somebody went on with that, this is refused.
    """
    together = [process, *since.ended_with(process)]
    for each in together:
        refuse_if(since.why_left(each))
    begun = {later.pk: later for each in together for later in since.begun(each)}
    for later in begun.values():
        close(later, "called-off", on, by, f"It began with “{book().milestones[what].title}”, which was taken back.")
    for each in together:
        open_again(each, by, on)
    return together


def open_again(process: Process, by: Membership, on: date) -> None:
    """It runs with all that had been noted before."""
    if process.ended == "cease":
        ceases_not(process)
    process.state, process.closed_on, process.ended = "open", None, ""
    process.save(update_fields=["state", "closed_on", "ended"])
    record("reviews.process_reopened", by=by, about=process, learner=process.learner, process=process.kind)


def strike(process: Process, what: str, by: Membership, on: date) -> None:
    """A fact goes, and with it the dates that followed from it."""
    noted = process.milestones.get(kind=what)
    noted.delete()
    if what in policies.DECIDED_BY:
        process.decision = ""
        process.save(update_fields=["decision"])
    changed = rewind(process, by, on)
    if what == "meeting":
        told_no_more(process, noted, by, on)
        tell_move(process, noted.on, None, by, on)
    record("reviews.date_taken_back", by=by, about=process, learner=process.learner, what=what,
           was=noted.on.isoformat(), process=process.kind, changed=changed)


def told_no_more(process: Process, meeting: Milestone | None, by: Membership, on: date) -> None:
    """The day of a meeting still to come holds no longer: whoever was told it is told anew."""
    if meeting and meeting.standing == ARRANGED and process.milestones.filter(kind=policies.TOLD).exists():
        strike(process, policies.TOLD, by, on)
