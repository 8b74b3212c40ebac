"""Of a thread that is too much for one page, the part to show: from the top or from one branch, down to where it fits.

What is folded away is counted where it leads to, and opens there. Pure, so that nothing more is asked for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator

from goldenthread.home.thread.knots import Knot, every

# More outcomes than this are no picture any more, and too much for a page that has to be light.
MOST = 30


@dataclass(frozen=True)
class Part:
    """`trees` are what to show; `trail` leads down to the branch they begin with, whose outcomes are `all` of these;
    `page` is of the row below it, where that alone is too long.
    """

    trees: list[Knot]
    trail: list[Knot]
    all: list[Knot]
    page: Page[Knot]

    @property
    def folded(self) -> int:
        """How many are left out that lead to one that is here."""
        return sum(knot.folded for knot in every(self.trees))


def part(knots: list[Knot], branch: str = "", page: str | None = None) -> Part:
    """The part of a thread that begins with the outcome `branch` (by uuid); with its top, where there is none such."""
    trail = trail_to(knots, branch)
    row = Paginator(trail[-1].children if trail else knots, MOST).get_page(page)
    trees = folded(list(row))
    return Part([replace(trail[-1], children=trees)] if trail else trees, trail,
                list(every(trail[-1:] or knots)), row)


def trail_to(knots: Sequence[Knot], branch: str) -> list[Knot]:
    """The outcome that is asked for, under everything it leads to, from the top."""
    for knot in knots:
        below = [] if str(knot.outcome.uuid) == branch else trail_to(knot.children, branch)
        if below or str(knot.outcome.uuid) == branch:
            return [knot, *below]
    return []


def folded(row: list[Knot]) -> list[Knot]:
    """A row with as many generations below it as fit, whole ones: what is left out is the same all over the picture."""
    below, told, deep = row, len(row), 0
    while below := [child for knot in below for child in knot.children]:
        told += len(below)
        if told > MOST:
            return [cut(knot, deep) for knot in row]
        deep += 1
    return row


def cut(knot: Knot, deep: int) -> Knot:
    """With so many generations below it; the last of them count what is under them."""
    if deep:
        return replace(knot, children=[cut(child, deep - 1) for child in knot.children])
    return replace(knot, children=[], folded=len(list(every(knot.children))))
