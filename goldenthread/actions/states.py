"""The states of an action and the moves between them."""

OPEN, DONE, DROPPED = "open", "done", "dropped"
STATES = {OPEN: "To do", DONE: "Done", DROPPED: "Dropped"}

# Back to open, because a wrong line is ticked by a slip of the finger.
MOVES = {
    OPEN: {DONE, DROPPED},
    DONE: {OPEN},
    DROPPED: {OPEN},
}
