"""What ended a round was noted by mistake: the round runs again."""

from datetime import date

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.people.models import Membership
from goldenthread.reviews.clocks import since
from goldenthread.reviews.clocks.rules import book
from goldenthread.reviews.models import Process
from goldenthread.reviews.operations.rewinding import close
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
        ceases_not(process, by, on)
    process.state, process.closed_on, process.ended = "open", None, ""
    process.save(update_fields=["state", "closed_on", "ended"])
    record("reviews.process_reopened", by=by, about=process, learner=process.learner, process=process.kind)
