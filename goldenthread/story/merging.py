"""Two texts that two people made of one, put together. assets/js/autosave/together.js does the same in the page."""

import re

PIECE = re.compile(r"\s*\S.*")  # a line, with the empty ones before it


def together(theirs: str, mine: str, before: str = "") -> str:
    """Their lines and one's own in their order, each that both have once; `before` is what both began with.

    A line that either of them took out, or wrote anew, does not come back from the other's text.
    """
    if theirs in mine or mine in theirs:
        return max(theirs, mine, key=len)
    began, left, right = pieces(before), pieces(theirs), pieces(mine)
    rest = [piece for piece in right if stands(piece, left) or not stands(piece, began)]
    merged: list[str] = []
    for piece in left:
        at = next((place for place, other in enumerate(rest) if other.strip() == piece.strip()), None)
        if at is not None:
            merged += [*rest[:at], min(piece, rest[at], key=len)]
            rest = rest[at + 1:]
        elif not stands(piece, merged) and not stands(piece, began):
            merged.append(piece)
    return "".join(merged + rest).strip()


def pieces(text: str) -> list[str]:
    return PIECE.findall(f"\n\n{text}")


def stands(piece: str, among: list[str]) -> bool:
    return piece.strip() in {other.strip() for other in among}
