"""Why not: who adds to the bank, who looks after it, and what may stand in it."""

from typing import Any

from goldenthread.learners.codes import AREAS
from goldenthread.learners.models import Learner
from goldenthread.outcomes.bank.models import BankOutcome
from goldenthread.outcomes.bank.naming import SHOWN, TEXTS, names_in, why_not_placeholders
from goldenthread.outcomes.bank.phases import PHASES
from goldenthread.outcomes.levels import LEVELS
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.schools.words import why_not_keep
from goldenthread.story.names import full_names, words_of

LONGEST = 1_000


def why_not_add(by: Membership) -> str:
    """Why this member cannot put a wording into the bank."""
    return "" if by.may(Permission.BANK_ADD) else "Only teachers and the SENCO’s team add to the school’s outcome bank."


def why_not_curate(by: Membership, banked: BankOutcome | None = None) -> str:
    """Why this member cannot change or retire what is in the bank."""
    if not by.may(Permission.BANK_CURATE) or (banked and banked.school_id != by.school_id):
        return "Only the SENCO’s team of this school looks after its outcome bank."
    return ""


def why_not_words(words: dict[str, Any], by: Membership, learner: Learner | None = None) -> str:
    """Why these words cannot stand in the bank; `learner` is whose outcome they come from."""
    for name in TEXTS:
        value = words[name]
        if (value or name == "wording") and (why := why_not_keep(value, longest=LONGEST)):
            return why
        if why := why_not_placeholders(value):
            return why
    return why_not_kind(words) or why_named(" \n ".join(words[name] for name in TEXTS), by, learner)


def why_not_kind(words: dict[str, Any]) -> str:
    """What is wrong with its level, area and ages."""
    if words["level"] not in LEVELS:
        return "Choose a level from the list."
    if words["area"] and words["area"] not in AREAS:
        return "Choose an area of need from the list."
    if not 0 <= words["youngest"] <= words["oldest"] < len(PHASES):
        return "The oldest must not be younger than the youngest."
    return ""


def why_named(text: str, by: Membership, learner: Learner | None) -> str:
    """A wording in the bank is read by everybody who sets outcomes: no child can be known from it."""
    if learner and (names := names_in(text, learner)):
        return (f"This names {learner.first}: “{names[0]}”. Everybody who sets outcomes reads the bank. "
                f"Write {SHOWN} where the name should stand.")
    if names := learners_named(text, by.school_id):
        return f"This names {names[0]}, a learner here. Take the name out: everybody who sets outcomes reads the bank."
    return ""


def learners_named(text: str, school_id: int) -> list[str]:
    """Learners of the school whose full name stands in a text."""
    found = words_of(text)
    rows = Learner.objects.filter(school_id=school_id).values_list("preferred_first", "preferred_last", "legal_first",
                                                                   "legal_last")
    return sorted(name for row in rows for name in full_names(row) if words_of(name) in found)
