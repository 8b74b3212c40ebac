from goldenthread.reviews.models.meeting import Finding, Judgement, Review
from goldenthread.reviews.models.schedule import Schedule
from goldenthread.reviews.models.views import AnswerLink, Contribution, Invitation

__all__ = ["AnswerLink", "Contribution", "Finding", "Invitation", "Judgement", "Review", "Schedule"]
