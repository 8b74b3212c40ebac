"""What the thread view says of each outcome, in words, from what the outcomes room knows. Reads and writes nothing."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from goldenthread.outcomes.gaps import Gap
from goldenthread.outcomes.levels import ASPIRATION
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.queries import Strand
from goldenthread.schools.forms import in_words
from goldenthread.schools.templatetags.gt import parse

NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
SHORT = 16  # a number with its unit, as it fits beside a line


@dataclass(frozen=True)
class Scale:
    """From one number to another, as they were written; `share` is how far along the last measure is, 0 to 1."""

    start_text: str
    end_text: str
    share: float | None
    now_text: str

    @property
    def at(self) -> str:
        """Where the bead sits; nothing where no number was taken yet."""
        return "" if self.share is None else f"{self.share:.0%}"


@dataclass(frozen=True)
class Mend:
    """A gap in words, with the ways to mend it: what to do and where. None for those who may not."""

    text: str
    ways: tuple[tuple[str, str], ...] = ()


Tree = TypeVar("Tree", Strand, "Knot")
Mender = Callable[[Outcome, Gap], Mend]


@dataclass
class Knot:
    """One outcome on the thread, everything about it in words. `loose`: it leads to nothing named; `folded`: how many
    of those that lead to it are not shown below it here.
    """

    outcome: Outcome
    wording: str
    state: str
    since: str = ""
    latest: str = ""
    due: str = ""
    scale: Scale | None = None
    gaps: list[Mend] = field(default_factory=list)
    loose: bool = False
    folded: int = 0
    children: list["Knot"] = field(default_factory=list)

    @property
    def level(self) -> str:
        return str(self.outcome.level)

    @property
    def more(self) -> str:
        return f"{self.folded} more lead to it" if self.folded > 1 else "1 more leads to it" if self.folded else ""

    @property
    def given_up(self) -> bool:
        """The thread is not gold where nothing came of it."""
        return self.outcome.state in {"not_met", "stopped"}


def knots(strands: Iterable[Strand], mend: Mender, *, closed: bool) -> list[Knot]:
    """The trees to show. Without `closed` those are left out that are over and have nothing open below them."""
    return [knot(strand, mend, closed, root=True) for strand in strands if closed or alive(strand)]


def alive(strand: Strand) -> bool:
    return strand.outcome.is_open or any(map(alive, strand.children))


def knot(strand: Strand, mend: Mender, closed: bool, *, root: bool = False) -> Knot:
    outcome = strand.outcome
    return Knot(
        outcome=outcome, wording=plain(outcome.wording), state=outcome.state_name, since=since(outcome),
        latest=latest(strand), due=f"By {day(outcome.due_on)}" if outcome.is_open and outcome.due_on else "",
        scale=scale(strand), gaps=[mend(outcome, gap) for gap in strand.gaps],
        loose=root and outcome.level != ASPIRATION,
        children=[knot(child, mend, closed) for child in strand.children if closed or alive(child)])


def since(outcome: Outcome) -> str:
    """When it was over."""
    return day(outcome.closed_on) if outcome.closed_on else ""


def day(value: date) -> str:
    """A date that stays on one line."""
    return in_words(value).replace(" ", "\xa0")


def latest(strand: Strand) -> str:
    """How it goes, by the last note about it; where there is none of its own, by the last one further down."""
    if strand.latest:
        return f"{strand.latest.judgement_name}, {day(strand.latest.on)}"
    if strand.latest_below:
        return f"Further down: {strand.latest_below.judgement_name.lower()}, {day(strand.latest_below.on)}"
    return ""


def scale(strand: Strand) -> Scale | None:
    """The line from baseline to target, where both begin with a number and are short."""
    outcome = strand.outcome
    start, end = number(outcome.baseline), number(outcome.target)
    if start is None or end is None or start == end:
        return None
    now = strand.measure
    share = None if now is None else min(max(float((now.value - start) / (end - start)), 0), 1)
    return Scale(outcome.baseline.strip(), outcome.target.strip(), share,
                 f"{now.shown} {outcome.unit}".strip() if now else "")


def number(text: str) -> Decimal | None:
    """The number a short text begins with."""
    text = text.strip()
    found = NUMBER.match(text) if len(text) <= SHORT else None
    return Decimal(found[0].replace(",", ".")) if found else None


@lru_cache(maxsize=2_000)  # read far more often than written
def plain(text: str) -> str:
    """The words without their Markdown, on one line."""
    blocks = ("".join(map(letters, token.children)) for token in parse(text) if token.children)
    return " ".join(" ".join(blocks).split())


def letters(token: Any) -> str:
    return token.content if token.type == "text" else " " if token.type.endswith("break") else ""


def every(trees: Sequence[Tree]) -> Iterator[Tree]:
    """Each knot (or strand), a parent before its children."""
    for tree in trees:
        yield tree
        yield from every(tree.children)
