"""Outcomes with what they lead towards above them: how one thread is cut for a plan that shows a part of it."""

from collections.abc import Iterator, Sequence

from goldenthread.outcomes.models import Outcome


def with_parents(shown: Sequence[Outcome]) -> Iterator[tuple[Outcome, bool]]:
    """These outcomes, each after the one it leads to and with its own steps after it. True with one that is there only
    to stand above others, once for all of them. First come those that lead to nothing.
    """
    by_parent: dict[int | None, list[Outcome]] = {}
    here = {outcome.pk for outcome in shown}
    for outcome in shown:
        by_parent.setdefault(outcome.parent_id, []).append(outcome)
    for parent in sorted((pk for pk in by_parent if pk not in here), key=lambda pk: pk is not None):
        first = by_parent[parent][0]
        if first.parent is not None:
            yield first.parent, True
        for outcome in by_parent[parent]:
            yield from with_steps(outcome, by_parent)


def with_steps(outcome: Outcome, by_parent: dict[int | None, list[Outcome]]) -> Iterator[tuple[Outcome, bool]]:
    yield outcome, False
    for step in by_parent.get(outcome.pk, []):
        yield from with_steps(step, by_parent)
