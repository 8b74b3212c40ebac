"""What a builder is asked for and what it is made of; each kind of content registers its own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.plans.document import Node
from goldenthread.plans.models import Plan
from goldenthread.plans.templates import Part


@dataclass(frozen=True)
class Section:
    """What a builder is asked for: a section of a plan, and what was chosen for it."""

    part: Part
    plan: Plan
    on: date
    # Nodes put into this section by hand.
    chosen: frozenset[str] = frozenset()
    # What the current version shows: an outcome that was open in it is never just missing from the next.
    shown_open: frozenset[str] = frozenset()
    current_since: date | None = None
    # Nodes of the sections made so far; complete for a builder that comes `last`.
    made: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Builder:
    """`load` gives what `nodes` looks things up in. One that comes `last` sees the nodes of all other sections.

    What a builder loads may be `kept` from page to page where it follows from the learner alone, and every write of it
    leaves an event about the learner (composing.mark_of says how that is noticed).
    """

    load: Callable[[Sequence[Plan], date], Any]
    nodes: Callable[[Section, Any], Iterable[Node]]
    last: bool = False
    kept: bool = False


BUILDERS: dict[str, Builder] = {}


def register(name: str, builder: Builder) -> None:
    """Named once, at start-up, by config."""
    BUILDERS[name] = builder


def learner_ids(plans: Sequence[Plan]) -> list[int]:
    return sorted({plan.learner_id for plan in plans})
