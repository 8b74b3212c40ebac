"""Reading outcomes. Each costs the same for one learner or many."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Model, OuterRef, QuerySet, Subquery

from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader, reader_who_sees
from goldenthread.outcomes.gaps import Gap, named
from goldenthread.outcomes.levels import DEPTH
from goldenthread.outcomes.models import Measure, Outcome, OutcomeWording, ProgressNote, Triple
from goldenthread.people.models import Membership

PEOPLE = ("learner", "set_by", "revised_by", "owner")


def outcomes(learner: Learner, *, people: bool = True) -> list[Outcome]:
    """All outcomes of a learner, open and closed, from the highest level down, each with `.latest` note or None."""
    return for_learners([learner.pk], people=people)[learner.pk]


def for_learners(ids: Iterable[int], *, people: bool = True) -> dict[int, list[Outcome]]:
    """As outcomes, for many learners in two questions, with parents, what they follow and what notes are of taken from
    among them.

    Every id has its list. Readers are not considered here. Without `people` nobody who set, worded, owns or noted them
    is read along, which is most of the cost: a plan names none of them.
    """
    ids = list(ids)
    found: dict[int, list[Outcome]] = {pk: [] for pk in ids}
    rows = Outcome.objects.filter(learner_id__in=ids)
    newest = latest(ProgressNote, rows, *(["by"] if people else []))
    told = list((rows.select_related(*PEOPLE) if people else rows).order_by("due_on", "pk"))
    by_pk = {outcome.pk: outcome for outcome in told}
    for note in newest.values():
        note.outcome = by_pk[note.outcome_id]
    for outcome in told:
        outcome.parent = by_pk.get(outcome.parent_id) if outcome.parent_id else None
        outcome.follows = by_pk.get(outcome.follows_id) if outcome.follows_id else None
        outcome.latest = newest.get(outcome.pk)  # type: ignore[attr-defined]
        found[outcome.learner_id].append(outcome)
    for mine in found.values():
        mine.sort(key=lambda outcome: DEPTH[outcome.level])
    return found


def latest(kind: type[Model], outcomes: QuerySet[Outcome], *along: str) -> dict[int, Any]:
    """The newest note (or measure) of each outcome that has one: one row read for each, found by the index."""
    newest = kind._default_manager.filter(outcome=OuterRef("pk")).order_by("-on", "-pk").values("pk")[:1]
    rows = kind._default_manager.filter(pk__in=outcomes.order_by().values(newest=Subquery(newest)))
    return {row.outcome_id: row for row in (rows.select_related(*along) if along else rows)}  # type: ignore[attr-defined]


def seen_by(reader: Reader, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """What this reader may read. Nothing they may not is named, whether it leads to, comes after or stands between:
    what hung under it hangs at the nearest outcome above that they may read.
    """
    outside = reader.kind in {"family", "learner"}
    mine = [outcome for outcome in outcomes if reader.may_read(outcome.audience) and not (outside and outcome.is_slip)]
    for outcome in mine:
        while outcome.parent and not reader.may_read(outcome.parent.audience):
            outcome.parent = outcome.parent.parent
        while outcome.follows and not reader.may_read(outcome.follows.audience):
            outcome.follows = outcome.follows.follows
    return mine


def with_below(outcomes: list[Outcome]) -> list[Outcome]:
    """Each with `.below`, the newest note under it, or None: of what seen_by gave, with nothing more asked."""
    for outcome in outcomes:
        outcome.below = None  # type: ignore[attr-defined]
    for outcome in outcomes:
        above = outcome.parent
        while above:
            above.below = newest([above.below, outcome.latest])  # type: ignore[attr-defined]
            above = above.parent
    return outcomes


@dataclass(frozen=True)
class Strand:
    """An outcome with everything that leads to it. `latest` is its own newest note; `latest_below` the newest at it or
    under it, wherever that was recorded; `measure` and `measure_below` are the same for numbers.
    """

    outcome: Outcome
    children: tuple["Strand", ...] = ()
    latest: ProgressNote | None = None
    latest_below: ProgressNote | None = None
    measure: Measure | None = None
    measure_below: Measure | None = None
    followed_by: tuple[Outcome, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def all_gaps(self) -> list[tuple[Outcome, Gap]]:
        """Its own and those of everything under it."""
        mine = [(self.outcome, gap) for gap in self.gaps]
        return mine + [found for child in self.children for found in child.all_gaps]


def thread(learner: Learner, reader: Reader, on: date, *, people: bool = True) -> tuple[Strand, ...]:
    """The whole thread of a learner for one reader, from what leads to nothing above it down to the next step.

    Three questions, whatever it holds: only the newest note and number of each outcome are read. Without `people` as
    in for_learners.
    """
    mine = seen_by(reader, outcomes(learner, people=people))
    children, followers = defaultdict(list), defaultdict(list)
    for outcome in mine:
        children[outcome.parent.pk if outcome.parent else None].append(outcome)
        if outcome.follows:
            followers[outcome.follows.pk].append(outcome)
    taken = numbers(learner, *(["by"] if people else []))

    def strand(outcome: Outcome) -> Strand:
        below = tuple(strand(child) for child in in_order(children[outcome.pk]))
        note: ProgressNote | None = outcome.latest  # type: ignore[attr-defined]
        number = taken.get(outcome.pk)
        for recorded in (note, number):
            if recorded:
                recorded.outcome = outcome
        made = Strand(outcome, below, note, newest([note, *(each.latest_below for each in below)]),
                      number, newest([number, *(each.measure_below for each in below)]),
                      tuple(followers[outcome.pk]))
        return replace(made, gaps=named(made, on))

    return tuple(strand(outcome) for outcome in in_order(children[None]))


def numbers(learner: Learner, *along: str) -> dict[int, Measure]:
    """The newest number taken for each of a learner's outcomes that has one."""
    return latest(Measure, Outcome.objects.filter(learner=learner), *along)


def in_order(outcomes: list[Outcome]) -> list[Outcome]:
    """What is worked towards first, then by how far ahead and when it is due."""
    return sorted(outcomes, key=lambda outcome: (not outcome.is_open, DEPTH[outcome.level],
                                                 outcome.due_on or date.max, outcome.pk))


def newest(recorded: Iterable[Any]) -> Any:
    return max((thing for thing in recorded if thing), key=lambda thing: (thing.on, thing.pk), default=None)


def due_above(member: Membership, pk: object, on: date) -> date | None:
    """When the outcome with this key is due, as far as this member may know: for hints about one that leads to it."""
    if not str(pk or "").isdecimal() or len(str(pk)) > 18:
        return None
    mine = Learner.objects.visible_to(member, on)
    above = Outcome.objects.filter(pk=str(pk), learner__in=mine).select_related("learner").first()
    return above.due_on if above and reader_who_sees(member, above.learner).may_read(above.audience) else None


def notes(outcome: Outcome) -> list[ProgressNote]:
    """Every note of an outcome's progress, newest first; `.changed` where its writer said otherwise that day."""
    found, said = list(outcome.notes.select_related("by")), set()
    for note in found:
        note.changed = (note.on, note.by_id) in said  # type: ignore[attr-defined]
        said.add((note.on, note.by_id))
    return found


def measures(outcome: Outcome) -> list[Measure]:
    """Every number taken for an outcome, newest first."""
    return list(outcome.measures.select_related("by"))


def wordings(outcome: Outcome) -> list[OutcomeWording]:
    """An outcome as it was worded before each change, newest first. Readers are not considered here."""
    return list(outcome.wordings.select_related("revised_by"))


def received(learner: Learner) -> set[int]:
    """Which outcomes of a learner came with an EHC plan, so that their words are the authority's."""
    return set(Triple.objects.filter(learner=learner).values_list("outcome", flat=True))
