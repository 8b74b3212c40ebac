"""What people write, made safe to keep and never cut short."""

import re
import unicodedata

LONGEST, MOST_LINES = 20_000, 1_000
# Control characters a text has no use for, and marks that make text read in another order than it is stored.
# Joiners stay: emoji and several scripts are written with them.
USELESS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """The same words in one spelling (NFC), with plain line ends and without what cannot be seen."""
    text = re.sub(r"\r\n?|[\u2028\u2029\u0085]", "\n", text)
    text = USELESS.sub("", text)
    return unicodedata.normalize("NFC", text).strip()


def line(text: str) -> str:
    """As clean, on one line: for names and labels."""
    return " ".join(clean(text).split())


def why_not_keep(text: str, *, longest: int = LONGEST) -> str:
    """Why a cleaned text cannot be kept as it is; it is never shortened for anybody."""
    if not text:
        return "Write something first."
    if len(text) > longest:
        return (f"This is {len(text):,} characters long and at most {longest:,} fit. "
                f"Take out {len(text) - longest:,}, or put the rest in a second entry.")
    lines = text.count("\n") + 1
    if lines > MOST_LINES:
        return f"This has {lines:,} lines and at most {MOST_LINES:,} fit. Put the rest in a second entry."
    return ""
