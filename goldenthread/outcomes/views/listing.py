"""A learner's outcomes, from what they hope for down to the next step."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.audit.operations import read
from goldenthread.learners.policies import Reader
from goldenthread.learners.queries import banner
from goldenthread.outcomes import queries
from goldenthread.outcomes.levels import JUDGEMENTS, LEVELS
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.views.finding import outcomes_for
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today
from goldenthread.story.views.finding import reader_at

EMPTY = {
    "aspiration": "What the learner hopes for in life. The thread begins here.",
    "key_stage": "What will have happened by the end of the key stage.",
    "year": "What will have happened by the end of this school year.",
    "term": "The targets we look at when we next meet.",
    "step": "Something small to do in the next two weeks or so.",
}


@dataclass(frozen=True)
class Level:
    """One level of the thread with what is worked towards at it."""

    key: str
    name: str
    outcomes: list[Outcome]
    help: str


@require_safe
@at_school(Permission.DRAFT_READ)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    return show(request, reader_at(request, pk))


def show(request: SchoolRequest, reader: Reader, typed: dict[str, Any] | None = None) -> HttpResponse:
    """The list; `typed` is what was noted of one `outcome` and could not be kept, with its `problem`."""
    read(by=request.member, learner=reader.learner, now=now())
    mine = outcomes_for(reader)
    followers = defaultdict(list)
    for outcome in mine:
        followers[outcome.follows_id].append(outcome)
    theirs, numbers = queries.received(reader.learner), queries.numbers(reader.learner)
    for outcome in mine:
        outcome.number = numbers.get(outcome.pk)  # type: ignore[attr-defined]
        outcome.typed = typed if typed and typed["outcome"] == outcome else None  # type: ignore[attr-defined]
        outcome.followed_by = followers[outcome.pk]  # type: ignore[attr-defined]
        outcome.is_theirs = outcome.pk in theirs  # type: ignore[attr-defined]
    may_write, may_note = (request.member.may(each) for each in (Permission.OUTCOMES_SET, Permission.PROGRESS_NOTE))
    return render(request, "outcomes/list.html", {
        "banner": banner(reader.learner, request.member, today()),
        "learner": reader.learner,
        "levels": levels(reader, [outcome for outcome in mine if outcome.is_open]),
        "closed": sorted((outcome for outcome in mine if not outcome.is_open), key=closed_on, reverse=True),
        "judgements": JUDGEMENTS,
        "today": today(),
        "may_write": may_write,
        "may_note": may_note,
        "lost": typed["text"] if typed and not typed["outcome"].is_open else "",
    }, status=422 if typed else 200)


def closed_on(outcome: Outcome) -> tuple[object, int]:
    return outcome.closed_on, outcome.pk


def levels(reader: Reader, outcomes: list[Outcome]) -> list[Level]:
    return [Level(key, name, [outcome for outcome in outcomes if outcome.level == key], EMPTY[key])
            for key, name in LEVELS.items()]
