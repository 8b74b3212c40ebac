"""Moves between phases of education, and what has to happen by when before them."""

from datetime import date

POST16, OTHER, BETWEEN = "post16", "other", "between"
ROUTES = {
    OTHER: "To the next school (nursery to school, infant to junior, primary to secondary)",
    POST16: "From school to a post-16 setting",
    BETWEEN: "From one post-16 setting to another, in mid-year",
}
RULE_FOR = {POST16: "PT-POST16", OTHER: "PT-OTHER", BETWEEN: "PT-BETWEEN"}
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
