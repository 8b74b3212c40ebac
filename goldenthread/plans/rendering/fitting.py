"""A good first guess at the size of type at which a profile fits on its one side.

typst decides by measuring, which costs as much as setting the page; a guess that is right spares it all sizes but one.
"""

import math
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from PIL import ImageFont

from goldenthread.plans.rendering.printable import main_font

SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.5, 9.0)
# In points; profile.typ has the same margins.
WIDTH, HEIGHT = 504.6, 754.0
HEAD = 99.0
# In ems, as profile.typ and parts.typ space them.
LINE, BETWEEN, PANEL, MARK, PADDING, INDENT = 1.334, 0.18, 3.0, 1.6, 2.0, 0.9


def first_guess(panels: list[dict[str, Any]]) -> float:
    """The largest size whose estimated height fits, or the smallest there is."""
    return next((size for size in SIZES if height(panels, size) <= HEIGHT), SIZES[-1])


def height(panels: list[dict[str, Any]], size: float) -> float:
    """Roughly, in points."""
    ems = sum(PANEL + sum(_lines(line["tree"], size) for line in panel["lines"]) for panel in panels)
    marks = sum(MARK for panel in panels for who, _ in groupby(line["who"] for line in panel["lines"]) if who)
    return HEAD + size * (ems + marks)


def _lines(blocks: list[dict[str, Any]], size: float, indent: float = 0) -> float:
    ems = BETWEEN
    for block in blocks:
        if "p" in block:
            ems += LINE * _rows("".join(piece["t"] for piece in block["p"]), WIDTH / size - PADDING - indent)
        for item in block.get("bullets", []) + block.get("numbers", []):
            ems += _lines(item, size, indent + INDENT)
    return ems


def _rows(text: str, width: float) -> int:
    return sum(max(1, math.ceil(1.02 * _long(row) / width)) for row in text.split("\n"))


@lru_cache(maxsize=4096)
def _long(row: str) -> float:
    """In ems; sizes are tried one after the other, and letters come again and again."""
    return sum(map(_wide, row))


@cache
def _wide(sign: str) -> float:
    return _font().getlength(sign) / 1000


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(main_font(), 1000, layout_engine=ImageFont.Layout.BASIC)
