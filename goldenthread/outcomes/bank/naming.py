"""Keeping children out of the bank: names found in a wording, and {first} in their place."""

import re
from typing import Any

from goldenthread.learners.models import Learner
from goldenthread.learners.names import fold

FIRST = "{first}"
SHOWN = "[name]"  # how people read and write it
WRITTEN = re.compile(re.escape(SHOWN), re.IGNORECASE)
TEXTS = ("wording", "measure", "target")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
OWN = re.compile(r"['’]s$")
BRACES = re.compile(r"\{[^{}]*\}?|\}")
# Names that are words too: in small letters they are taken for the word.
ORDINARY = frozenset({
    "amber", "angel", "april", "art", "august", "bill", "blessing", "blue", "bob", "brook", "bunny", "carol",
    "charity", "chase", "clay", "cliff", "comfort", "constance", "daisy", "dale", "dawn", "dean", "dot", "drew",
    "duke", "earl", "eve", "faith", "favour", "forest", "frank", "gene", "gift", "glen", "gold", "grace", "grant",
    "gray", "guy", "happy", "harmony", "heather", "holly", "hope", "hunter", "iris", "ivy", "jack", "jade", "jay",
    "jewel", "josh", "joy", "june", "king", "kit", "lance", "lane", "lily", "lucky", "major", "mark", "martin",
    "mason", "max", "may", "melody", "mercy", "miles", "nick", "noble", "north", "page", "pat", "patience", "pearl",
    "penny", "pierce", "poppy", "precious", "prince", "princess", "promise", "prosper", "rain", "ray", "reed", "reef",
    "rich", "river", "rob", "robin", "rose", "ruby", "sage", "skip", "sky", "star", "storm", "sue", "summer", "sunny",
    "true", "verity", "ward", "west", "will", "wren",
})


def why_not_placeholders(text: str, known_as: str = SHOWN) -> str:
    """Why braces in a wording cannot be kept: one placeholder is known, and a child would see a mistyped one."""
    wrong = [found for found in BRACES.findall(text) if found != FIRST]
    if wrong:
        return f"“{wrong[0]}” is not known here. Write {known_as} where the learner’s first name should stand."
    return ""


def names_in(text: str, learner: Learner) -> list[str]:
    """The learner's own names where they stand in a text, as they stand there.

    A first name counts in small letters too, unless it is a word of its own; a surname only where it is written as one.
    """
    firsts = folded(learner.preferred_first, learner.legal_first)
    lasts = folded(learner.preferred_last, learner.legal_last)
    return list(dict.fromkeys(word for word in words_of(text) if is_name(word, firsts, lasts)))


def words_of(text: str) -> list[str]:
    """Words, and the parts of those with a hyphen, without the s of “Ada’s”."""
    whole = [OWN.sub("", word) for word in WORD.findall(text.replace(FIRST, " "))]
    return [part for word in whole for part in dict.fromkeys([word, *word.split("-")])]


def folded(*names: str) -> set[str]:
    parts = {part for name in names for part in [fold(name), *fold(name).split()]}
    return {part for part in parts if len(part) > 1}


def is_name(word: str, firsts: set[str], lasts: set[str]) -> bool:
    plain, small = fold(word), word[0].islower()
    return (plain in firsts and not (small and plain in ORDINARY)) or (plain in lasts and not small)


def without_name(text: str, learner: Learner) -> str:
    """The text with {first} where the learner's first name stood: a beginning, for a person to read once more."""
    firsts = folded(learner.preferred_first, learner.legal_first)

    def put(found: re.Match[str]) -> str:
        word = found[0]
        own = OWN.search(word)
        bare = OWN.sub("", word)
        return FIRST + (own[0] if own else "") if is_name(bare, firsts, set()) else word

    return WORD.sub(put, text)


def for_learner(banked: Any, learner: Learner) -> dict[str, str]:
    """The words of a wording in the bank for one child."""
    return put_in(banked, learner.first)


def for_nobody(banked: Any) -> dict[str, str]:
    """The words of a wording in the bank as people read it where no child is meant."""
    return put_in(banked, SHOWN)


def put_in(banked: Any, name: str) -> dict[str, str]:
    return {each: getattr(banked, each).replace(FIRST, name) for each in TEXTS}


def as_kept(text: str) -> str:
    """What somebody wrote, as the bank keeps it."""
    return WRITTEN.sub(FIRST, text)
