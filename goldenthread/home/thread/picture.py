"""The thread as a picture: where each card hangs and how the gold line runs, in whole pixels. Reads and writes nothing.

The line runs along the tops of the cards, from what is hoped for on the left to the next steps on the right. A card's
first child hangs level with it, so the thread goes straight on; the others branch off below. Every card has a band of
its own, so that no line ever crosses a card.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from goldenthread.home.thread.knots import Knot, every
from goldenthread.home.thread.lettering import Lettering
from goldenthread.outcomes.levels import DEPTH, LEVELS

WIDTH = 1136  # of a page about a learner, on a desk
NARROWEST, WIDEST, GAP, LEFT = 200, 330, 30, 16
HEAD = 44  # for the names of the levels
APART, APART_TREES = 20, 34
BEND, BEAD = 12, 18
# What _thread.scss makes of a card: room at its sides and ends, then for each kind of line its size, whether bold, its
# height, the room around it, and the most lines a text may take.
SIDES, ENDS = 26, 30
LINES = {"state": (14, True, 24, 8, 1), "wording": (16, False, 21, 4, 6), "scale": (14, False, 20, 6, 1),
         "fact": (14, False, 19, 3, 4), "gap": (14, True, 19, 12, 6)}
MARK = 20  # a gap's mark before its words
# What fits on an A4 sheet on its side with the heading above it; what does not is printed as the list alone.
SHEET = (1030, 520)


@dataclass(frozen=True)
class Card:
    """One outcome, hung from the thread. Its height is rather too much than too little."""

    knot: Knot
    x: int
    y: int
    width: int
    height: int

    @property
    def bead(self) -> int:
        return self.x + BEAD


@dataclass
class Picture:
    """Everything to draw: the names of the columns, cards, and lines (their kind and path)."""

    width: int = 0
    height: int = 0
    column: int = 0
    heads: list[tuple[int, str]] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def fits_a_sheet(self) -> bool:
        wide, high = SHEET
        return bool(self.cards) and self.height * min(1, wide / self.width) <= high


def draw(knots: Sequence[Knot], lettering: Lettering) -> Picture:
    """The picture of these trees, one below the other, with a column for each level that is there."""
    levels = sorted({knot.level for knot in every(knots)}, key=DEPTH.__getitem__)
    if not levels:
        return Picture()
    room = (WIDTH - LEFT - GAP * (len(levels) - 1)) // len(levels)
    column = max(min(room, WIDEST), round(NARROWEST * lettering.widens))
    at = {level: LEFT + place * (column + GAP) for place, level in enumerate(levels)}
    picture = Picture(width=max(at.values()) + column + 2, column=column,
                      heads=[(at[level], LEVELS[level]) for level in levels])
    top = HEAD
    for knot in knots:
        top = hang(picture, knot, top, at, lettering) + APART_TREES
    picture.height = top - APART_TREES + 4
    return picture


def hang(picture: Picture, knot: Knot, top: int, at: dict[str, int], lettering: Lettering) -> int:
    """Add a knot and all below it, from `top` down; gives the foot of its band."""
    x, end = at[knot.level], at[knot.level] + picture.column
    card = Card(knot, x, top, picture.column, height(knot, picture.column, lettering))
    picture.cards.append(card)
    if knot.loose:
        picture.lines.append(("loose", f"M{x - LEFT + 2} {top}H{x}"))
    picture.lines.append(("ended" if knot.given_up else "thread", f"M{x} {top}H{end}"))
    foot = top
    for child in knot.children:
        picture.lines.append(("thread", branch(end, top, foot, at[child.level])))
        foot = hang(picture, child, foot, at, lettering) + APART
    return max(top + card.height, foot - APART)


def branch(start: int, top: int, down: int, end: int) -> str:
    """Straight on; or down from the fork and round the corner."""
    if down == top:
        return f"M{start} {top}H{end}"
    fork = start + GAP // 2
    return (f"M{fork - BEND} {top}Q{fork} {top} {fork} {top + BEND}V{down - BEND}"
            f"Q{fork} {down} {fork + BEND} {down}H{end}")


def height(knot: Knot, width: int, lettering: Lettering) -> int:
    """How much room the words of a card need."""
    total = ENDS
    for kind, text in texts(knot):
        size, bold, line, around, most = LINES[kind]
        room = width - SIDES - (MARK if kind == "gap" else 0)
        total += line * min(most, lettering.lines(text, room, size, bold=bold)) + around
    return total


def texts(knot: Knot) -> list[tuple[str, str]]:
    """What stands on a card, from the top, each with the kind of line it is."""
    facts = [("fact", text) for text in (knot.latest, knot.since, knot.due, knot.more) if text]
    return [("state", knot.state), ("wording", knot.wording), *([("scale", "")] if knot.scale else []), *facts,
            *(("gap", gap.text) for gap in knot.gaps)]
