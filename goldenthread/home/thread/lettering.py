"""How wide words come out, near enough to know how many lines they take: a picture is laid out before it is drawn."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Widths in thousandths of the font size, of our usual font set bold; anything else is taken as wide as a capital.
WIDTHS = {letter: width for width, letters in (
    (200, "'.,;:"), (270, "jl’‘·|"), (315, "fit !()\xa0"), (375, "r-"), (410, "I1/“”"), (480, "svxyz"),
    (520, "ckJ7?–"), (575, "abdeghnopuEFLT23→"), (620, "qBPRSVXYZ45689"), (680, "wACDK0GHNU…&"), (770, "OQ—"),
    (880, "mM"), (950, "W%")) for letter in letters}
LETTER, FULL = 650, 1_050
# How much wider than ours the fonts are that a school or a person may choose.
WIDENS = {"lexend": 1.13, "opendyslexic": 1.75}
PLAIN = 0.94  # a plain letter beside a bold one


@dataclass(frozen=True)
class Lettering:
    """A font, as far as its width goes."""

    font: str = ""

    @property
    def widens(self) -> float:
        return WIDENS.get(self.font, 1)

    def width(self, text: str, size: int, *, bold: bool = True) -> float:
        """In pixels, rather too wide than too narrow."""
        return thousandths(text) / 1_000 * size * self.widens * (1 if bold else PLAIN)

    def lines(self, text: str, room: int, size: int, *, bold: bool = False) -> int:
        """How many lines a text takes. It breaks at plain spaces; a word that is too long is broken where it must."""
        count, used, space = 1, 0.0, self.width(" ", size, bold=bold)
        for word in text.split(" "):
            wide = self.width(word, size, bold=bold)
            if used and used + space + wide > room:
                count, used = count + 1, 0.0
            used += wide + (space if used else 0)
            if used > room:  # less a letter that no longer fits on each line
                count, used = count + int(used // (room - size)), used % (room - size)
        return count


@lru_cache(maxsize=5_000)  # the same few words over and over
def thousandths(text: str) -> int:
    return sum(map(width_of, text))


def width_of(letter: str) -> int:
    if letter in WIDTHS:
        return WIDTHS[letter]
    if unicodedata.combining(letter):
        return 0
    return FULL if unicodedata.east_asian_width(letter) in "WF" else LETTER
