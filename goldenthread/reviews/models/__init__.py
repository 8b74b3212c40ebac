from goldenthread.reviews.models.clocks import Clock, EvidenceItem, Feed, Milestone, Process
from goldenthread.reviews.models.meeting import Finding, Judgement, Review
from goldenthread.reviews.models.schedule import Schedule
from goldenthread.reviews.models.views import AnswerLink, Contribution, Invitation

__all__ = ["AnswerLink", "Clock", "Contribution", "EvidenceItem", "Feed", "Finding", "Invitation", "Judgement",
           "Milestone", "Process", "Review", "Schedule"]
