"""Other children's names in a text: a plan made from another child's plan is how a name gets into the wrong record."""

import re
from collections.abc import Iterable, Sequence

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
    return named_in([(text, reader)])[0]


def named_in(texts: Sequence[tuple[str, Reader]]) -> list[list[str]]:
    """As others_named, for what one member wrote in the records of many, in one question."""
    if not texts:
        return []
    _, reader = texts[0]
    everybody = Learner.objects.filter(school_id=reader.learner.school_id)
    if reader.kind == "professional":
        everybody = everybody.visible_to(reader.member)
    rows = list(everybody.values_list("pk", "preferred_first", "preferred_last", "legal_first", "legal_last"))
    return [names_among(words_of(text), [row for pk, *row in rows if pk != its.learner.pk]) for text, its in texts]


def names_among(found: str, rows: Iterable[Iterable[str]]) -> list[str]:
    present = set(found.split())
    return sorted({name for row in rows for name in full_names(row)
                   if (folded := words_of(name)).split()[-1:] and folded.split()[-1] in present and folded in found})


def full_names(row: Iterable[str]) -> set[str]:
    """The name a learner uses and the registered one, where there is a first name and a surname."""
    preferred_first, preferred_last, first, last = row
    used = (preferred_first or first, preferred_last or last)
    return {f"{one} {other}" for one, other in (used, (first, last)) if one and other}


def warning(text: str, reader: Reader) -> str:
    """A sentence about other learners named in a text; empty where there are none."""
    return warnings([(text, reader)])[0]


def warnings(texts: Sequence[tuple[str, Reader]]) -> list[str]:
    """As warning, for what one member wrote in the records of many."""
    return [asks_back(names, reader) for names, (_, reader) in zip(named_in(texts), texts, strict=True)]


def asks_back(names: list[str], reader: Reader) -> str:
    if not names:
        return ""
    return (f"This names {' and '.join(names)}, in {reader.learner.first}’s record. "
            "Is it about the right child? If it is, you can leave it.")
