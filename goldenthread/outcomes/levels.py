"""The levels of the thread, from what a learner hopes for down to the next step; where an outcome came from."""

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

EHC_PLAN, ANNUAL_REVIEW, PLAN, SCHOOL = "ehc_plan", "annual_review", "plan", "school"
ORIGINS = {
    EHC_PLAN: "EHC plan, section E",
    ANNUAL_REVIEW: "Annual review",
    PLAN: "Another plan",
    SCHOOL: "School",
}

JUDGEMENTS = {
    "ahead": "More than expected",
    "expected": "As expected",
    "behind": "Less than expected",
    "none": "No progress yet",
}
