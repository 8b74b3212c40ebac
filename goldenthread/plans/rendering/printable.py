"""Which signs our fonts can print.

PDF/UA forbids a glyph that isn't there, so one unknown emoji would stop a whole plan from being printed. Here such a
sign becomes "\N{REPLACEMENT CHARACTER}"; the words stay as written on screen and in the record.
"""

import re
import struct
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
# Overrides of direction can make a line read as what it is not; nobody types them.
# The frame of a key (20e3) joins with a figure in no font of ours.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u20e3\ufeff\ufff9-\ufffb\ud800-\udfff]")
# Joiners and variation selectors have no glyph of their own.
WITHOUT_GLYPH = set("\t\n\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufe0e\ufe0f")


class NoFonts(RuntimeError):
    """The fonts that set-up puts into place are missing."""


def printable(text: str) -> str:
    """The text with what no font can show replaced, one mark for each sign."""
    return _replaced(text, _shown)


def plainly_printable(text: str) -> str:
    """As `printable`, without any mark that Noto Sans does not have: for signs that shape into a glyph no font has."""
    return _replaced(text, _shown_plainly)


def _replaced(text: str, shown: Callable[[str], str]) -> str:
    text = UNWANTED.sub("", text)
    if set(text) <= _main_face():
        return text
    return "".join(map(shown, _clusters(unicodedata.normalize("NFC", text))))


def font_files() -> list[Path]:
    """The fonts of the house and no others, so that a PDF looks the same wherever it is made."""
    files = sorted(Path(settings.FONTS_DIR).rglob("*.ttf"))
    if not any(file.name.startswith("NotoSans_") for file in files):
        raise NoFonts(f"There are no fonts in {settings.FONTS_DIR}. Run `python3 start.py` to put them there.")
    return files


def _clusters(text: str) -> list[str]:
    """A sign with the marks that sit on it: they have to come from one font."""
    clusters: list[str] = []
    for sign in text:
        if clusters and (unicodedata.category(sign).startswith("M") or sign in WITHOUT_GLYPH):
            clusters[-1] += sign
        else:
            clusters.append(sign)
    return clusters


def _shown(cluster: str) -> str:
    faces = _faces()
    if any(set(cluster) <= face for face in faces):
        return cluster
    return cluster[0] if any(cluster[0] in face for face in faces) else UNKNOWN


def _shown_plainly(cluster: str) -> str:
    return cluster if set(cluster) <= _main_face() else _shown(cluster[0])


@cache
def _faces() -> list[frozenset[str]]:
    regular = [file for file in font_files() if file.stem.endswith("Regular")]
    return [frozenset(map(chr, codepoints(file.read_bytes()))) | WITHOUT_GLYPH for file in regular]


def main_font() -> Path:
    """The upright Noto Sans, in which nearly everything is set."""
    return next(file for file in font_files() if file.stem.startswith("NotoSans_") and file.stem.endswith("Regular"))


@cache
def _main_face() -> frozenset[str]:
    return frozenset(map(chr, codepoints(main_font().read_bytes()))) | WITHOUT_GLYPH


def codepoints(font: bytes) -> set[int]:
    """The characters in a TrueType font's `cmap` (formats 4 and 12, which is all that fonts use for Unicode now)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = [struct.unpack_from(">4sLLL", font, 12 + 16 * i) for i in range(tables)]
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for i in range(count):
        platform, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * i)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if platform in (0, 3) and form in READERS:
            found |= READERS[form](font, start + offset)
    return found


def _segments(font: bytes, at: int) -> set[int]:
    (twice,) = struct.unpack_from(">H", font, at + 6)
    many = f">{twice // 2}H"
    ends, starts, deltas = (struct.unpack_from(many, font, at + place) for place in (14, 16 + twice, 16 + 2 * twice))
    offsets_at = at + 16 + 3 * twice
    found = set()
    for i, (first, last, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        (offset,) = struct.unpack_from(">H", font, offsets_at + 2 * i)
        for code in range(first, min(last, 0xFFFE) + 1):
            place = offsets_at + 2 * i + offset + 2 * (code - first)
            if (struct.unpack_from(">H", font, place)[0] if offset else code + delta) & 0xFFFF:
                found.add(code)
    return found


def _groups(font: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">L", font, at + 12)
    return {
        code
        for i in range(count)
        for first, last, _ in [struct.unpack_from(">LLL", font, at + 16 + 12 * i)]
        for code in range(first, last + 1)
    }


READERS = {4: _segments, 12: _groups}
