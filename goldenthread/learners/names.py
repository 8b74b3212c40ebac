"""People's names: cleaned as little as possible, kept as given, folded only to be looked up and put in order."""

import re
import unicodedata

# Marks that change the direction of what follows can make a name read as another one.
OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# What people's keyboards put for an apostrophe, a hyphen.
APOSTROPHES = dict.fromkeys(map(ord, "'\u2019\u2018\u02bc\u02b9`\u00b4\u2032\uff07"), None)
HYPHENS = dict.fromkeys(map(ord, "-\u2010\u2011\u2012\u2013\u2014"), " ")
# Letters that are not a plain one with an accent, as far as English lists are concerned.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


class BadName(ValueError):
    """A name that is refused; `str()` is the sentence to show."""


def known_as(legal_first: str, legal_last: str, preferred_first: str, preferred_last: str) -> str:
    """What we call somebody: the names they use, the legal ones where they use no other."""
    return f"{preferred_first or legal_first} {preferred_last or legal_last}".strip()


def clean(name: str, limit: int = 120) -> str:
    """The name as given, in composed form, without invisible characters and doubled spaces.

    Refuses marks that turn the writing direction, and names over the limit: nothing is cut off silently.
    """
    if name.isascii() and name.isprintable():  # the common case, without the care that other letters need
        return within(" ".join(name.split()), limit)
    if OVERRIDES & set(name):
        raise BadName("A name cannot hold marks that change the direction of writing. Type it in afresh.")
    spaced = "".join(" " if c.isspace() else c for c in name)
    # Zero-width joiners shape letters in some scripts' names (Sinhala, Persian), so those two stay inside a word.
    shown = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} or c in "\u200c\u200d")
    return within(unicodedata.normalize("NFC", re.sub(" +", " ", drop_idle_joiners(shown)).strip()), limit)


def within(name: str, limit: int) -> str:
    if len(name) > limit:
        raise BadName(f"A name can have {limit} characters at most. This one has {len(name)}.")
    return name


def drop_idle_joiners(text: str) -> str:
    """Joiners between Latin, Greek or Cyrillic letters do nothing but make two names differ that look the same."""
    return re.sub(r"(?<![\u0600-\u0fff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u0fff])", "", text)


def fold(text: str) -> str:
    """What a name is looked up by: no case, accents or apostrophes, hyphens as spaces. Never stored as a name."""
    if text.isascii():
        return " ".join(text.lower().translate(APOSTROPHES).translate(HYPHENS).split())
    bare = unicodedata.normalize("NFKD", text.casefold().translate(APOSTROPHES).translate(HYPHENS))
    bare = "".join(c for c in bare if not unicodedata.combining(c)).translate(PLAIN)
    return " ".join(bare.casefold().split())


def words_of(text: str) -> list[str]:
    """What is looked for, word by word, whatever stands between them ("Okafor, Ada")."""
    return re.findall(r"[^\s.,;:/()]+", fold(text))


def sort_name(first: str, last: str) -> str:
    """What lists are ordered by: surname, then first name; a single name by itself."""
    return ", ".join(filter(None, [fold(last), fold(first)]))


def search_name(*names: str) -> str:
    """Every name a learner goes by, folded, each word once, so that any of them finds them."""
    words = dict.fromkeys(word for name in names for word in fold(name).split())
    return " ".join(words)


SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def mixes_scripts(name: str) -> bool:
    """Letters of two look-alike alphabets in one word, as a Cyrillic а in Ada: the same to the eye, another name."""
    return any(len({script for c in word for script in SCRIPTS if unicodedata.name(c, "").startswith(script)}) > 1
               for word in name.split())
