"""What is said before a review is concluded, besides what its boxes hold."""

from datetime import date

from goldenthread.reviews.clocks.deadlines import due
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, book
from goldenthread.reviews.meetings import MEETINGS
from goldenthread.reviews.models import Finding, Invitation, Review
from goldenthread.reviews.operations.following import round_for, why_not_followed
from goldenthread.reviews.policies import STANDS

LEARNER, FAMILY = Invitation.As.LEARNER, Invitation.As.FAMILY


def starts(review: Review) -> list[tuple[str, date]]:
    """What the law counts from a meeting that is concluded, where its annual review is under way: what, by when."""
    if round_for(review) is None or why_not_followed(review):
        return []
    rules = [rule for rule in book().of(ANNUAL_REVIEW) if not rule.runs_back]
    days = [(rule.title, due(rule, {"meeting": review.held_on})) for rule in rules]
    return [(title, by) for title, by in days if by]


def never_asked(review: Review) -> list[str]:
    """The learner and the family, where nobody asked them, whatever the meeting is for. Where the law names the family
    they are said to be missing among those it names.
    """
    asked = set(review.invitations.filter(STANDS).values_list("asked_as", flat=True))
    by_law = {as_ for seat in MEETINGS[review.kind].invite for as_ in seat.counts}
    found = {LEARNER: review.learner.first, FAMILY: "the family"}
    return [who for as_, who in found.items() if as_ not in asked | by_law]


def wordless(review: Review) -> list[Invitation]:
    """Those who came, who told us nothing beforehand, and of whom the meeting has written down no words."""
    told = review.findings.exclude(kind=Finding.What.AGREED).values_list("said_by", "said_by_name")
    heard = {name for _, name in told} | {LEARNER for voice, _ in told if voice == LEARNER}
    came = review.invitations.filter(came=True, answered_on=None, taken_back_on=None)
    return [each for each in came if heard.isdisjoint({each.name, each.asked_as})]
