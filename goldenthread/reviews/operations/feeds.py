"""The secret address at which a person's own calendar reads dates: made, renewed, ended. Only its hash is kept."""

from datetime import datetime

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.people.models import Membership
from goldenthread.people.passwords import digest, token
from goldenthread.people.permissions import Permission
from goldenthread.reviews.models import Feed


@transaction.atomic
def make_feed(*, by: Membership, now: datetime) -> str:
    """A new secret for the member's own calendar, shown this once; the address before it works no more."""
    refuse_if("" if by.may(Permission.LEARNERS_LIST) else "There are no dates for you here.")
    Membership.objects.select_for_update().get(pk=by.pk)
    Feed.objects.filter(member=by, revoked_at=None).update(revoked_at=now)
    secret = token()
    feed = Feed.objects.create(school_id=by.school_id, member=by, digest=digest(secret), made_at=now)
    record("reviews.feed_made", by=by, about=feed)
    return secret


@transaction.atomic
def end_feed(*, by: Membership, now: datetime) -> None:
    """The member's own address works no more."""
    feed = Feed.objects.select_for_update().filter(member=by, revoked_at=None).first()
    if feed:
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
        record("reviews.feed_revoked", by=by, about=feed)
