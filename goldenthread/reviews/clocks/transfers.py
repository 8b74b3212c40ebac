"""Moves between phases of education, and what has to happen by when before them."""

from datetime import date

from goldenthread.reviews.clocks.deadlines import due_from
from goldenthread.reviews.clocks.rules import named
from goldenthread.schools.clock import year_starting
from goldenthread.schools.forms import in_words

POST16, OTHER, BETWEEN = "post16", "other", "between"
ROUTES = {
    OTHER: "To the next school (nursery to school, infant to junior, primary to secondary)",
    POST16: "From school to a post-16 setting",
    BETWEEN: "From one post-16 setting to another, in mid-year",
}
# By when the plan is ready, and by when the meeting of its annual review is held so that it can be.
READY_FOR = {POST16: "PT-POST16", OTHER: "PT-OTHER", BETWEEN: "PT-BETWEEN"}
MEETING_FOR = {POST16: "PT-MEET-16", OTHER: "PT-MEET-NEXT", BETWEEN: "PT-MEET-MID"}
# The last year group of a phase, by the school's own phase. Infant, first and middle schools end elsewhere: there the
# SENCO starts the transfer by hand.
LAST_YEARS = {
    "nursery": {"N2": OTHER}, "primary": {"6": OTHER}, "secondary": {"11": POST16}, "all-through": {"11": POST16},
    "special": {"11": POST16}, "college": {},
}


def route_of(phase: str, nc_year: str) -> str:
    """The phase transfer that comes at the end of this year at such a school; empty for none."""
    return LAST_YEARS.get(phase, {}).get(nc_year, "")


def transfer_on(starts: int) -> date:
    """The day of a transfer at the end of the academic year that starts in September of `starts`."""
    return date(starts + 1, 9, 1)


def meet_by(route: str, transfer: date) -> date:
    """The last day for the annual review meeting, if the plan is to be ready for a move on a day."""
    return due_from(named(MEETING_FOR[route]).periods[0], transfer)


def counts_from(route: str, transfer: date) -> date:
    """The first day of the school year whose annual review looks at the move."""
    return date(year_starting(meet_by(route, transfer)), 9, 1)


def why_early(route: str, transfer: date) -> str:
    """Why an annual review cannot wait for its anniversary."""
    ready = named(READY_FOR[route])
    by = in_words(due_from(ready.periods[0], transfer))
    weeks = named(MEETING_FOR[route]).periods[0].sooner_weeks
    return (f"The plan has to be ready {'before' if ready.strictly_before else 'by'} {by} for the move to another "
            f"setting, and amending it may take {weeks} weeks from the meeting.")
