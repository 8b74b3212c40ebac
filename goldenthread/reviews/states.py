"""The states of a schedule, a meeting and what comes in before it, and the moves between them."""

from django.db import models


class Kind(models.TextChoices):
    """What a meeting is for. Only the first three come round by themselves."""

    TERMLY = "termly", "Termly review"
    ANNUAL = "annual", "Annual review"
    PEP = "pep", "Personal education plan review"
    INTERIM = "interim", "Interim review"
    EMERGENCY = "emergency", "Emergency review"


# Kinds that come round: a schedule is kept for each.
COMES_ROUND = frozenset({Kind.TERMLY, Kind.ANNUAL, Kind.PEP})


class Due(models.TextChoices):
    """How a schedule stands."""

    WAITING = "waiting", "Waiting"
    HELD = "held", "Held"
    EXEMPT = "exempt", "Not reviewed"


class State(models.TextChoices):
    """How a review stands."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Being held"
    CONCLUDED = "concluded", "Concluded"
    CANCELLED = "cancelled", "Cancelled"


class Came(models.TextChoices):
    """What became of what somebody told us for a review."""

    WAITING = "waiting", "Waiting to be read"
    TAKEN_IN = "taken_in", "In the record"
    SET_ASIDE = "set_aside", "Set aside"


# An exemption ends by opening another schedule, so that the reason stays where it was given.
DUE_MOVES: dict[str, set[str]] = {
    Due.WAITING: {Due.HELD, Due.EXEMPT},
    Due.HELD: set(),
    Due.EXEMPT: set(),
}
MOVES: dict[str, set[str]] = {
    State.PLANNED: {State.OPEN, State.CANCELLED},
    State.OPEN: {State.CONCLUDED, State.CANCELLED},
    State.CONCLUDED: set(),
    State.CANCELLED: set(),
}
CAME_MOVES: dict[str, set[str]] = {
    Came.WAITING: {Came.TAKEN_IN, Came.SET_ASIDE},
    Came.SET_ASIDE: {Came.TAKEN_IN},
    Came.TAKEN_IN: set(),
}
