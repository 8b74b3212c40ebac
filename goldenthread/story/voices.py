"""Whose words a line is in, and where the line comes from."""

LEARNER, FAMILY, STAFF, PROFESSIONAL = "learner", "family", "staff", "professional"
VOICES = {
    LEARNER: "The learner",
    FAMILY: "The family",
    STAFF: "School staff",
    PROFESSIONAL: "A professional",
}

COMMENT, DOCUMENT, EHC_PLAN = "comment", "document", "ehc_plan"
SOURCES = {
    COMMENT: "Said or written to us",
    DOCUMENT: "A document or report",
    EHC_PLAN: "The EHC plan",
}
