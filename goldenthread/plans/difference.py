"""Two texts, word by word: what stayed, what went, what came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
SAME, GONE, CAME = "same", "gone", "came"
# Above this many pairs of words the exact answer takes seconds; a coarser one is shown.
TOO_MANY = 4_000_000
# Texts with less than this in common are two texts; marking the odd shared "the" would only confuse.
TWO_TEXTS = 0.3


@dataclass(frozen=True)
class Piece:
    """A run of text and whether it is the same, gone or has come."""

    op: str
    text: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """Joined without what came the pieces are the old text, without what has gone the new one."""
    if old == new:
        return _pieces((SAME, old))
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) * len(after) > TOO_MANY:
        return _pieces((GONE, old), (CAME, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if _in_common(matcher, before, after) < TWO_TEXTS:
        return _pieces((GONE, old), (CAME, new))
    return _pieces(*_runs(matcher, before, after))


def _in_common(matcher: SequenceMatcher[str], before: list[str], after: list[str]) -> float:
    """The share of words, spaces left aside, that stand in both."""
    words = sum(1 for token in before + after if not token.isspace())
    kept = sum(1 for i, _, n in matcher.get_matching_blocks() for token in before[i : i + n] if not token.isspace())
    return 2 * kept / words if words else 1.0


def _runs(matcher: SequenceMatcher[str], before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield SAME, "".join(before[i:j])
        else:
            yield GONE, "".join(before[i:j])
            yield CAME, "".join(after[k:m])


def _pieces(*runs: tuple[str, str]) -> tuple[Piece, ...]:
    return tuple(Piece(op, text) for op, text in runs if text)
