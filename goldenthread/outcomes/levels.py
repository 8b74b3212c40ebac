"""The levels of the thread, from what a learner hopes for down to the next step; areas of need; results."""

ASPIRATION, KEY_STAGE, YEAR, TERM, STEP = "aspiration", "key_stage", "year", "term", "step"
LEVELS = {
    ASPIRATION: "Aspiration",
    KEY_STAGE: "End of key stage",
    YEAR: "End of year",
    TERM: "This term",
    STEP: "Next step",
}
DEPTH = {level: depth for depth, level in enumerate(LEVELS)}
SHORT_TERM = (TERM, STEP)

MET, PARTLY_MET, NOT_MET, STOPPED = "met", "partly_met", "not_met", "stopped"
RESULTS = {MET: "Met", PARTLY_MET: "Partly met", NOT_MET: "Not met", STOPPED: "Stopped"}

JUDGEMENTS = {
    "ahead": "More than expected",
    "expected": "As expected",
    "behind": "Less than expected",
    "none": "No progress yet",
}
