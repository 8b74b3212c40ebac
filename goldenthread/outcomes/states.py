"""The states of an outcome and the moves between them."""

OPEN, CLOSED = "open", "closed"
STATES = {OPEN: "Working towards it", CLOSED: "Closed"}

# Closed goes back to open because a result can be put on the wrong outcome by a slip of the finger.
MOVES = {
    OPEN: {CLOSED},
    CLOSED: {OPEN},
}
