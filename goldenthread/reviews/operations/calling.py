"""What a review calls for from people follows it at once, and not only at night."""

from datetime import date

from goldenthread.actions import operations as actions
from goldenthread.people.models import Membership
from goldenthread.reviews.models import Review
from goldenthread.reviews.queries import asked_key, find_asked, find_unread


def asks_follow(review: Review, by: Membership, on: date) -> None:
    """The actions that ask for somebody's view: their day is the meeting's, and they end where it is wanted no more."""
    wanted = {cause.key: cause for cause in find_asked(review.school, on, review)}
    keys = {asked_key(uuid) for uuid in review.invitations.values_list("uuid", flat=True)}
    actions.close_for(school=review.school, causes=keys - set(wanted), by=by, on=on)
    actions.raise_for(school=review.school, causes=wanted.values(), by=Membership.system(review.school), on=on)


def reading_waits(review: Review, on: date) -> None:
    """Somebody has told us something: it is to be read, also where all that came before has been."""
    actions.raise_for(school=review.school, causes=find_unread(review.school, on, review), on=on,
                      by=Membership.system(review.school))
