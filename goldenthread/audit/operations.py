"""Writing down what happened."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from goldenthread.audit.models import Chain, Event, Reading


def record(kind: str, *, by: Any, about: models.Model | None, learner: models.Model | None = None,
           **facts: Any) -> Event:
    """Add an event to the school's chain, in the caller's transaction, so that both happen or neither.

    `by` is the membership that acted. `facts` are small JSON values that the event's sentence needs: numbers, names
    of things, dates as ISO text; never the words of a plan.
    """
    return record_many(kind, by=by, about=[(about, learner, facts)])[0]


@transaction.atomic(savepoint=False)
def record_many(
    kind: str, *, by: Any, about: list[tuple[models.Model | None, models.Model | None, dict[str, Any]]]
) -> list[Event]:
    """As record, for many things of one school at once: (about, learner, facts) each, in three statements."""
    if not about:
        return []
    chain = locked_chain(by.school_id)
    now, head, events = timezone.now(), chain.head, []
    for number, (thing, learner, facts) in enumerate(about, start=chain.length + 1):
        event = Event(
            school_id=by.school_id, number=number, kind=kind, at=now,
            by_id=by.pk, by_name=str(by)[:200], by_role=by.role,
            about=thing._meta.label_lower if thing is not None else "",
            about_id=thing.pk if thing is not None else None,
            learner_id=learner.pk if learner is not None else None, facts=facts, previous=head,
        )
        head = event.link = link(event)
        events.append(event)
    Event.objects.bulk_create(events, batch_size=1_000)
    Chain.objects.filter(pk=chain.pk).update(length=F("length") + len(events), head=head)
    return events


def locked_chain(school_id: int) -> Chain:
    """The school's chain, nobody else adding to it; begun with its first event."""
    found = Chain.objects.select_for_update().filter(school_id=school_id).first()
    if found is None:
        Chain.objects.get_or_create(school_id=school_id)
        found = Chain.objects.select_for_update().get(school_id=school_id)
    return found


def link(event: Event) -> str:
    """The keyed hash that ties an event to the one before it: HMAC-SHA-256 over its canonical JSON, in hex."""
    content = [event.school_id, event.number, event.kind, event.at.astimezone(UTC).isoformat(), event.by_id,
               event.by_name, event.by_role, event.about, event.about_id, event.learner_id, event.facts,
               event.previous]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def read(*, by: Any, learner: models.Model, now: datetime) -> None:
    """Note that a member opened a learner's record. One statement, no lock held, nothing to wait for."""
    read_many(by=by, learners=[learner], now=now)


def read_many(*, by: Any, learners: Iterable[models.Model], now: datetime) -> None:
    """As read, for a page that shows something of many learners."""
    quarter = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
    shown = {learner.pk for learner in learners}
    seen = Reading.objects.filter(member_id=by.pk, quarter=quarter, learner_id__in=shown)
    fresh = sorted(shown - set(seen.values_list("learner_id", flat=True)))
    Reading.objects.bulk_create([Reading(school_id=by.school_id, member_id=by.pk, learner_id=pk, quarter=quarter)
                                 for pk in fresh], ignore_conflicts=True)
