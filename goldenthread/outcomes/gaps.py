"""What is missing from a thread, each in a sentence. Pure: a strand and a day go in, gaps come out.

Each gap is named once, at the place where it can be mended: a parent does not repeat what its steps say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from goldenthread.outcomes.levels import ASPIRATION, EHC_PLAN
from goldenthread.outcomes.states import PROPOSED
from goldenthread.schools.forms import in_words

QUIET = timedelta(weeks=6)


@dataclass(frozen=True)
class Gap:
    """`key` for a list that counts them, `words` for a person."""

    key: str
    words: str


def named(strand: Any, on: date) -> tuple[Gap, ...]:
    """The gaps of one strand (of its outcome, children, latest_below and measure_below); none once it is closed."""
    if not strand.outcome.is_open:
        return ()
    return tuple(Gap(key, why) for key, find in GAPS.items() if (why := find(strand, on)))


def overdue(strand: Any, on: date) -> str:
    """It is still open after the day by which it should have happened."""
    due_on = strand.outcome.due_on
    return f"Its day has passed: it was due {in_words(due_on)}." if due_on and due_on < on else ""


def no_measure(strand: Any, on: date) -> str:
    """A hope for life is not measured; everything under it is."""
    outcome = strand.outcome
    return "" if outcome.measure or outcome.level == ASPIRATION else "Nothing says how we will know."


def no_progress(strand: Any, on: date) -> str:
    """Counted from the newest note or number at it or under it; from its start where there is none."""
    if strand.outcome.level == ASPIRATION or strand.outcome.state == PROPOSED or leads_on(strand):
        return ""
    recorded = [thing.on for thing in (strand.latest_below, strand.measure_below) if thing]
    since = max(recorded, default=strand.outcome.starts_on)
    if on - since <= QUIET:
        return ""
    weeks = (on - since).days // 7
    return f"No progress noted for {weeks} weeks." if recorded else f"No progress noted in its {weeks} weeks."


def nothing_under(strand: Any, on: date) -> str:
    """What the law says must be provided for leads to something this year, or nobody is working on it."""
    if strand.outcome.origin != EHC_PLAN or leads_on(strand):
        return ""
    return "In the EHC plan, and nothing leads to it yet."


def leads_on(strand: Any) -> bool:
    return any(child.outcome.is_open for child in strand.children)


GAPS: dict[str, Callable[[Any, date], str]] = {
    "overdue": overdue,
    "no_measure": no_measure,
    "no_progress": no_progress,
    "nothing_under": nothing_under,
}
