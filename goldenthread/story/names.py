"""Other children's names in a text: a plan made from another child's plan is how a name gets into the wrong record."""

import re
from collections.abc import Iterable

from goldenthread.learners.models import Learner
from goldenthread.learners.names import fold
from goldenthread.learners.policies import Reader

WORD = re.compile(r"[\W_]+")
# Quotation marks, and the s of "Leo's": an apostrophe inside a name stays for fold to deal with.
MARKS = re.compile(r"['\u2019]s\b|(?<!\w)['\u2019\u2018]|['\u2019\u2018](?!\w)")


def words_of(text: str) -> str:
    """A text as folded words with one space between and at both ends, so that whole names can be looked for in it."""
    return f" {' '.join(WORD.sub(' ', fold(MARKS.sub(' ', text))).split())} "


def others_named(text: str, reader: Reader) -> list[str]:
    """Other learners of the school whose full name, as used or as registered, stands in a text.

    Somebody from outside is told only of learners they may see: the warning must not be a way to ask who is here.
    """
    found = words_of(text)
    others = Learner.objects.exclude(pk=reader.learner.pk).filter(school_id=reader.learner.school_id)
    if reader.kind == "professional":
        others = others.visible_to(reader.member)
    present = set(found.split())
    rows = others.values_list("preferred_first", "preferred_last", "legal_first", "legal_last")
    return sorted({name for row in rows for name in full_names(row)
                   if (folded := words_of(name)).split()[-1:] and folded.split()[-1] in present and folded in found})


def full_names(row: Iterable[str]) -> set[str]:
    """The name a learner uses and the registered one, where there is a first name and a surname."""
    preferred_first, preferred_last, first, last = row
    used = (preferred_first or first, preferred_last or last)
    return {f"{one} {other}" for one, other in (used, (first, last)) if one and other}


def warning(text: str, reader: Reader) -> str:
    """A sentence about other learners named in a text; empty where there are none."""
    if names := others_named(text, reader):
        return (f"This names {' and '.join(names)}, in {reader.learner.first}’s record. "
                "Is it about the right child? If it is, you can leave it.")
    return ""
