"""Reading what happened: as sentences, and as a chain that can be checked."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.template import Context
from django.template.loader import select_template

from goldenthread.audit.models import Chain, Event, Reading
from goldenthread.audit.operations import link


def about_learner(school_id: int, learner_id: int, limit: int = 50) -> list[Event]:
    """The newest events about one learner."""
    return list(Event.objects.filter(school_id=school_id, learner_id=learner_id).order_by("-number")[:limit])


def happened(school_id: int, *, learner_id: int | None = None, hidden: Sequence[int] = (), who: str = "",
             room: str = "", since: date | None = None, until: date | None = None) -> QuerySet[Event]:
    """A school's events, newest first, less those about learners that are `hidden` from the reader."""
    found = Event.objects.filter(school_id=school_id)
    if learner_id is not None:
        found = found.filter(learner_id=learner_id)
    if hidden:
        found = found.filter(Q(learner_id=None) | ~Q(learner_id__in=hidden))
    if who:
        found = found.filter(by_name__icontains=who)
    if room:
        found = found.filter(kind__startswith=f"{room}.")
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    return found.order_by("-number")


def readings(school_id: int, learner_id: int) -> QuerySet[Reading]:
    """Who opened a learner's record, by quarters of an hour, newest first."""
    return Reading.objects.filter(school_id=school_id, learner_id=learner_id).order_by("-quarter", "member_id")


def sentence(event: Event) -> str:
    """The event in words, by its template events/<room>/<verb>.txt; a kind without one reads as its own name."""
    room, _, verb = event.kind.partition(".")
    names = [f"events/{room}/{verb}.txt", "events/plain.txt"]
    return plainly(names, {"event": event, **event.facts}).strip()


def plainly(names: list[str], facts: dict[str, Any]) -> str:
    """The first of these templates that exists, as plain text: nothing is escaped here, the page does that."""
    template: Any = select_template(names)
    return str(template.template.render(Context(facts, autoescape=False)))


def sentences(events: Iterable[Event]) -> list[tuple[Event, str]]:
    return [(event, sentence(event)) for event in events]


def broken_links() -> Iterator[str]:
    """What is wrong with the chains, as sentences: a changed or missing event, or a tail that was cut off."""
    for chain in Chain.objects.order_by("school_id"):
        previous, number = "", 0
        events = Event.objects.filter(school_id=chain.school_id).order_by("number").iterator(2_000)
        for number, event in enumerate(events, start=1):
            if event.number != number or event.previous != previous or event.link != link(event):
                yield f"Event {event.number} of school {chain.school_id} is not as it was written."
                break
            previous = event.link
        else:
            if (number, previous) != (chain.length, chain.head):
                yield f"The last events of school {chain.school_id} are missing: {number} of {chain.length} are left."
