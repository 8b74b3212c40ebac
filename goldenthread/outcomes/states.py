"""The states of an outcome and the moves between them.

A state says what people together think of an outcome, at a review or when they set it; a note of progress says how it
went on a day. A note never moves the state.
"""

PROPOSED, AGREED, ON_TRACK, AT_RISK = "proposed", "agreed", "on_track", "at_risk"
MET, PARTLY_MET, NOT_MET, STOPPED = "met", "partly_met", "not_met", "stopped"

OPEN = {PROPOSED: "Proposed", AGREED: "Agreed", ON_TRACK: "On track", AT_RISK: "At risk"}
RESULTS = {MET: "Met", PARTLY_MET: "Partly met", NOT_MET: "Not met", STOPPED: "Stopped"}
STATES = {**OPEN, **RESULTS}
CLOSED = tuple(RESULTS)

# A closed one goes back to agreed because a result can be put on the wrong outcome by a slip of the finger, and because
# what was stopped may be taken up again. A result is never turned into another: open it again first, and both are seen.
MOVES = {
    PROPOSED: {AGREED, STOPPED},
    AGREED: {ON_TRACK, AT_RISK, *CLOSED},
    ON_TRACK: {AT_RISK, *CLOSED},
    AT_RISK: {ON_TRACK, *CLOSED},
    MET: {AGREED},
    PARTLY_MET: {AGREED},
    NOT_MET: {AGREED},
    STOPPED: {AGREED},
}

# Why what was never meant was stopped: what a page had set by itself, once, and what somebody says was a mistake. More
# may be said after the sentence.
MISTAKE = "Set by mistake: it was never worked towards."
MISTAKES = (MISTAKE, "Begun by mistake, thrown away before it was finished")

# The tag a state is shown in.
TAGS = {PROPOSED: "note", AGREED: "version", ON_TRACK: "met", AT_RISK: "due", MET: "met", PARTLY_MET: "changed",
        NOT_MET: "wrong", STOPPED: "archived"}
