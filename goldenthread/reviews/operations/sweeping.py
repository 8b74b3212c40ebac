"""What comes round by itself each night: reminders, and noting who did not reply."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from goldenthread.audit.operations import record_many
from goldenthread.people.models import Membership
from goldenthread.reviews import policies
from goldenthread.reviews.models import Invitation
from goldenthread.reviews.operations.inviting import remind
from goldenthread.reviews.states import State
from goldenthread.schools.models import School

# By itself a reminder goes once, when there is a week left to answer in.
REMIND_BEFORE = timedelta(days=7)


@dataclass(frozen=True)
class Swept:
    """How many were reminded, and how many are now noted as not having replied."""

    reminded: int
    no_reply: int


@transaction.atomic
def sweep(*, school: School, by: Membership, on: date) -> Swept:
    """Remind those whose view is missing a week before a meeting; once it is over, note that they did not reply. Reads
    only meetings that are near; doing it twice changes nothing.
    """
    near = Invitation.objects.select_for_update(of=("self",)).select_related(
        "review__learner", "member__user", "contact").filter(
        review__school=school, review__state__in=[State.PLANNED, State.OPEN], answered_on=None, no_reply_on=None,
        taken_back_on=None)
    due = near.filter(review__held_on__gte=on, review__held_on__lte=on + REMIND_BEFORE, chased_times=0)
    reminded = [each for each in due if not policies.why_not_chase(each, by, on)]
    for each in reminded:
        remind(each, on)
    silent = list(near.filter(review__held_on__lt=on))
    Invitation.objects.filter(pk__in=[each.pk for each in silent]).update(no_reply_on=on)
    for kind, rows in (("reviews.reminded", reminded), ("reviews.no_reply", silent)):
        record_many(kind, by=by, about=[(each, each.review.learner, {"name": each.name}) for each in rows])
    return Swept(len(reminded), len(silent))
