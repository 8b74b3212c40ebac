"""What is said before a review is concluded, besides what its boxes hold."""

from datetime import date

from goldenthread.reviews.clocks.deadlines import due
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, book
from goldenthread.reviews.models import Review
from goldenthread.reviews.operations.following import round_for, why_not_followed


def starts(review: Review) -> list[tuple[str, date]]:
    """What the law counts from a meeting that is concluded, where its annual review is under way: what, by when."""
    if round_for(review) is None or why_not_followed(review):
        return []
    rules = [rule for rule in book().of(ANNUAL_REVIEW) if not rule.runs_back]
    days = [(rule.title, due(rule, {"meeting": review.held_on})) for rule in rules]
    return [(title, by) for title, by in days if by]
