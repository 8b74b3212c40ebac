"""Hints that make an outcome easier to know when it has happened: specific, with a measure, with a date.

They are said while somebody writes and once they have saved, and never stand in the way: a hope in a child's own words
may be worth more than a sentence that satisfies us.
"""

import re
from dataclasses import dataclass
from datetime import date

from goldenthread.outcomes.levels import ASPIRATION
from goldenthread.schools.forms import in_words

FEWEST_WORDS = 4
# Words that two people can read in two ways. They are pointed out only where no figure says how much.
VAGUE = ("improve", "improves", "improved", "develop", "develops", "increase", "increases", "make progress",
         "makes progress", "be better", "is better", "get better", "gets better", "understand", "understands",
         "be aware", "is aware", "be confident", "is confident", "become more", "becomes more", "be able to cope",
         "cope", "copes", "access", "accesses", "engage", "engages", "try", "tries", "continue", "continues",
         "work on", "works on", "behave", "behaves", "participate", "participates")
# What is given to a learner rather than what they will do.
GIVEN = ("receive", "receives", "be supported", "is supported", "be given", "is given", "be provided", "is provided",
         "have support", "has support", "attend", "attends", "have access", "has access", "have a teaching assistant",
         "be offered", "is offered")
# Ways of looking that don't say what is looked for.
UNSEEN = ("observation", "observations", "teacher observation", "teacher assessment", "assessment", "ongoing",
          "staff feedback", "feedback", "work", "work samples", "professional judgement", "tests", "data")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "half",
           "once", "twice", "every", "each", "all", "always", "daily", "weekly", "without help", "by herself",
           "by himself", "by themselves", "alone", "independently")


@dataclass(frozen=True)
class Hint:
    """One thing worth a look: of what kind, about which box of the form, and the sentence."""

    kind: str  # specific, measure or date
    field: str
    text: str


def hints(wording: str, measure: str, target: str, due_on: date | None, level: str = "",
          starts_on: date | None = None, due_above: date | None = None) -> list[Hint]:
    """What would make this outcome clearer, at most one hint of a kind. Nothing is asked of an aspiration. `due_above`
    is the day of what it leads to.

    Nothing written yet gives no hints: the form says what to write.
    """
    if level == ASPIRATION or not wording.strip():
        return []
    found = [why_not_specific(wording, f"{measure} {target}"), why_not_measured(measure),
             why_not_dated(starts_on, due_on, due_above)]
    return [hint for hint in found if hint]


def why_not_specific(wording: str, rest: str) -> Hint | None:
    if given := first_of(GIVEN, wording):
        return Hint("specific", "wording", f"“{given}” says what is given. What will the learner do or have because of "
                                           "it?")
    if counted(f"{wording} {rest}"):
        return None
    if vague := first_of(VAGUE, wording):
        return Hint("specific", "wording", f"“{vague}” can mean several things. What will we see or hear when it has "
                                           "happened?")
    if len(wording.split()) < FEWEST_WORDS:
        return Hint("specific", "wording", "Say a little more: what exactly, where, or with whom?")
    return None


def why_not_measured(measure: str) -> Hint | None:
    if not measure.strip():
        return Hint("measure", "measure", "Say how we will know: what somebody counts, sees or hears.")
    if plain(measure) in UNSEEN:
        return Hint("measure", "measure", f"“{measure.strip().rstrip('.')}”: of what, and how often? Say what would be "
                                          "seen.")
    return None


def why_not_dated(starts_on: date | None, due_on: date | None, due_above: date | None) -> Hint | None:
    if due_on is None:
        return Hint("date", "due_on", "Give a day by which it should have happened.")
    if starts_on and due_on <= starts_on:
        return Hint("date", "due_on", "It starts no sooner than it should have happened. Look at the two days again.")
    if due_above and due_on > due_above:
        return Hint("date", "due_on", f"It is due on {in_words(due_on)}, after what it leads to, which is due on "
                                      f"{in_words(due_above)}. Look at the two days again.")
    return None


def plain(text: str) -> str:
    """In lower case, with one space between words and no marks."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def first_of(phrases: tuple[str, ...], text: str) -> str:
    """The phrase that comes first in a text, whole words only; of two at one place the longer."""
    words = f" {plain(text)} "
    found = [(words.index(f" {phrase} "), -len(phrase), phrase) for phrase in phrases if f" {phrase} " in words]
    return min(found)[2] if found else ""


def counted(text: str) -> bool:
    """Whether a text says how many, how often or with how much help."""
    return bool(re.search(r"\d", text) or first_of(NUMBERS, text))
