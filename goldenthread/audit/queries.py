"""Reading what happened: as sentences, and as a chain that can be checked."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.template import Context
from django.template.loader import select_template

from goldenthread.audit.models import Chain, Event
from goldenthread.audit.operations import link


def about_learner(school_id: int, learner_id: int, limit: int = 50) -> list[Event]:
    """The newest events about one learner."""
    return list(Event.objects.filter(school_id=school_id, learner_id=learner_id).order_by("-number")[:limit])


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
