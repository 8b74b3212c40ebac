"""Letters about a review, asked about once more as each is about to go."""

from datetime import date

from goldenthread.learners.policies import may_still_get as may_still_see
from goldenthread.reviews.models import Invitation
from goldenthread.reviews.policies.asking import address_of, why_kept_out
from goldenthread.reviews.states import State


def may_still_get(*, reference: str, address: str, on: date) -> bool:
    """A letter to somebody asked (`reference` is the invitation's) goes while they are asked and not kept out. Who
    signs in must see the learner today as well; a link is sent to those who never could.
    """
    rows = Invitation.objects.select_related("review__learner", "member__user", "contact")
    asked = rows.filter(uuid=reference).exclude(review__state=State.CONCLUDED).first()
    if asked is None or address_of(asked).lower() != address.lower() or why_kept_out(asked.review, asked, on):
        return False
    if asked.route == Invitation.Route.SIGN_IN:
        return may_still_see(reference=str(asked.review.learner.uuid), address=address, on=on)
    # A meeting called off, and asking no longer, have ended every link, and their letter says so.
    if asked.review.state == State.CANCELLED or asked.taken_back_on:
        return True
    return asked.links.filter(revoked_at=None).exists()
