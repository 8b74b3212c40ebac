"""Letters sent because of a learner, asked about once more as each is about to go."""

from datetime import date

from goldenthread.learners.models import Block, Contact, Learner
from goldenthread.people.models import Membership


def may_still_get(*, reference: str, address: str, on: date) -> bool:
    """A letter about a learner goes to a reader who sees the learner today; one that asks a contact in (`reference`
    is then the contact's) to anybody who is not kept out.
    """
    contact = Contact.objects.filter(uuid=reference).first()
    if contact:
        return not Block.objects.live(on).filter(learner_id=contact.learner_id, user__login__iexact=address).exists()
    learner = Learner.objects.filter(uuid=reference)
    readers = Membership.objects.filter(school__in=learner.values("school"), user__email__iexact=address)
    return any(Learner.objects.visible_to(reader, on).filter(uuid=reference).exists() for reader in readers)
