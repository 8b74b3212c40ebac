"""Columns as they are shown to whoever says which is which: enough to know them by, and no secret."""

import re
from collections.abc import Mapping, Sequence

from goldenthread.exchange import dates
from goldenthread.exchange.grid import Cell, Grid
from goldenthread.exchange.headings import LOOK_DOWN, is_known, is_unwanted
from goldenthread.exchange.workbook import letter
from goldenthread.learners.numbers import clean_upn, upn_kind

SAMPLES = 3
LONGEST = 30
# A name, or a group or year such as "3B", "Oak" and "Year 4": all that can be told from a word to sign in with.
NAMES = re.compile(r"(?:[^\W\d_a-z][^\W\d_]*[ ,.'’-]*)+\Z")
GROUP = re.compile(r"(?:year |yr ?)?\d{0,2} ?[a-z]{0,2}\Z", re.I)


def titles(grid: Grid, row: int, known: Mapping[str, str]) -> list[str]:
    """Each column by its heading and some of what is in it.

    Of what is of no use to us the heading stands alone, and of a column nobody knows only what may be ours is shown
    as it is: there are passwords and dinner money among them.
    """
    top = grid.rows[: LOOK_DOWN + SAMPLES]
    heads = next((r.cells for r in top if r.number == row), ())
    below = [r for r in top if r.number > row and not r.is_blank][:SAMPLES]
    found = []
    for column in range(max((len(cells) for cells in (heads, *(r.cells for r in below))), default=0)):
        head = heads[column].text.strip() if column < len(heads) else ""
        cells = [r.cells[column] for r in below if column < len(r.cells) and r.cells[column].text.strip()]
        shown = "" if is_unwanted(head, known) else " · ".join(_shown(cells, sure=is_known(head, known)))
        found.append(f"{letter(column + 1)}: {head or 'no heading'}" + (f" (as in {shown})" if shown else ""))
    return found


def _shown(cells: Sequence[Cell], sure: bool) -> list[str]:
    """All of a column's samples as they are, or none of them: one that might be a secret makes the others so too."""
    texts = [cell.text.strip() for cell in cells]
    if sure or all(map(_may_be_ours, cells)):
        return [text[:LONGEST] for text in texts]
    return list(dict.fromkeys(f"{len(text)} {'figures' if text.isdigit() else 'characters'}" for text in texts))


def _may_be_ours(cell: Cell) -> bool:
    text = cell.text.strip()
    return bool(dates.looks_like_one(cell) or upn_kind(clean_upn(text)) or NAMES.match(text) or GROUP.match(text))
