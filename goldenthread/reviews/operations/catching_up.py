"""What was worked out by earlier rules, or by other terms, is worked out again at night."""

from datetime import date

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.people.models import Membership
from goldenthread.reviews.clocks import over, queries, transfers
from goldenthread.reviews.clocks.winding import Fact
from goldenthread.reviews.models import Process
from goldenthread.reviews.operations.rewinding import locked, note, rewind
from goldenthread.reviews.operations.scheduling import ceased, met_by_hand
from goldenthread.schools.models import School


@transaction.atomic
def catch_up(*, school: School, by: Membership, on: date) -> int:
    """Give moves begun before their meetings were counted the day to meet by; and rounds whose meeting nobody has
    arranged the last school day as the terms are now. Twice changes nothing; gives how many processes were behind.
    """
    moves = list(queries.moves_without_meeting(school, on))
    held = queries.last_held([move.learner_id for move in moves])
    for move in moves:
        take_up(locked(move), held.get(move.learner_id), by, on)
    rounds = [*queries.rounds_out_of_date(school), *queries.amended_without_notice(school)]
    for process in rounds:
        changed = rewind(locked(process), by, on)
        record("reviews.worked_out_again", by=by, about=process, learner=process.learner, changed=changed)
    return len(moves) + len(rounds) + shut_what_is_over(school, by, on)


def shut_what_is_over(school: School, by: Membership, on: date) -> int:
    """Close the rounds of EHC plans that wait though their meeting was noted as held, or the plan ceases."""
    met, end = list(over.met(school)), list(over.ceased(school))
    for process in met:
        met_by_hand(process, process.milestones.all()[0].on, by, on)
    for process in end:
        ceased(process, by, on)
    return len(met) + len(end)


def take_up(move: Process, held: date | None, by: Membership, on: date) -> None:
    """Count the meeting that looks at a move; it is met where it was held already in the school year that counts."""
    if held and held >= transfers.counts_from(move.route, move.started_on):
        note(move, "review_held", Fact(held), by, on)
    else:
        rewind(move, by, on)
    record("reviews.worked_out_again", by=by, about=move, learner=move.learner, changed=[])
