"""Today's list: what a class or a group works towards just now, so that how it went can be noted in one go."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldenthread.learners import queries as learner_queries
from goldenthread.learners.models import GroupPlace, Learner
from goldenthread.learners.policies import reader_who_sees
from goldenthread.outcomes.levels import DEPTH, SHORT_TERM
from goldenthread.outcomes.models import Outcome, ProgressNote
from goldenthread.outcomes.queries import latest
from goldenthread.outcomes.states import OPEN, PROPOSED
from goldenthread.people.models import Membership

# More than a class fits on no phone.
MOST = 40


@dataclass
class Line:
    """One outcome on the list, with what its learner is called there, what was typed for it and what is wrong with
    that, if anything.
    """

    outcome: Outcome
    latest: ProgressNote | None
    called: str
    judgement: str = ""
    text: str = ""
    value: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Mine:
    """One learner on the list."""

    learner: Learner
    called: str
    lines: list[Line] = field(default_factory=list)


def choices(member: Membership, on: date) -> dict[str, str]:
    """What a list can be of: everybody this member sees, unless those are the whole school or too many, and groups."""
    everybody = {} if member.as_role.sees_all or len(learners_of(member, "mine", on)) > MOST else {
        "mine": "Everybody I work with"}
    groups: Any = learner_queries.groups(member, on)  # each with `inside`, the number of learners in it
    return everybody | {str(group.pk): f"{group.name} ({group.inside})" for group in groups if group.inside}


def learners_of(member: Membership, which: str, on: date) -> list[Learner]:
    """The learners of one choice, by name; at most one more than MOST."""
    mine = Learner.objects.visible_to(member, on)
    if which != "mine":
        places = GroupPlace.objects.live(on).filter(group=int(which), group__school_id=member.school_id)
        mine = mine.filter(pk__in=places.values("learner"))
    return list(mine.with_year().order_by("sort_name", "pk")[: MOST + 1])


def list_for(member: Membership, learners: Iterable[Learner], on: date, also: Collection[UUID] = ()) -> list[Mine]:
    """Each learner with their nearest targets: next steps, and what they work towards this term without a step.

    `also` names outcomes to show though they are no longer among these: something was typed for them.
    """
    by_pk = {learner.pk: learner for learner in learners}
    wanted = Q(learner__in=by_pk, level__in=SHORT_TERM, state__in=set(OPEN) - {PROPOSED}, starts_on__lte=on)
    if also:
        wanted |= Q(uuid__in=also, learner__in=Learner.objects.visible_to(member, on))
    rows = Outcome.objects.filter(wanted)
    notes = latest(ProgressNote, rows)
    told = list(rows.select_related("learner"))
    seen = [outcome for outcome in told if reader_who_sees(member, outcome.learner).may_read(outcome.audience)]
    leading = {outcome.parent_id for outcome in seen if outcome.is_open}
    found: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in sorted(seen, key=lambda each: (DEPTH[each.level], each.due_on or date.max, each.pk)):
        if outcome.uuid in also or (outcome.is_open and outcome.pk not in leading):
            found[outcome.learner_id].append(outcome)
            by_pk.setdefault(outcome.learner_id, outcome.learner)
    called = told_apart(by_pk.values())
    return [Mine(learner, called[pk], [Line(each, notes.get(each.pk), called[pk]) for each in found[pk]])
            for pk, learner in by_pk.items()]


def told_apart(learners: Iterable[Learner]) -> dict[int, str]:
    """What each is called on a list: their name, and for those who share one their full name with their class."""
    learners = list(learners)
    often = Counter(learner.name for learner in learners)
    return {learner.pk: in_full(learner) if often[learner.name] > 1 else learner.name for learner in learners}


def in_full(learner: Learner) -> str:
    return ", ".join(filter(None, [learner.legal_name, getattr(learner, "tutor_group", "")]))
