"""What people write, made safe to keep."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.schools.words import LONGEST, USELESS, clean, line, why_not_keep


@given(st.text())
def test_cleaned_text_stays_as_it_is_and_can_be_stored(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not USELESS.search(cleaned)
    cleaned.encode()


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=200))
def test_no_letter_is_lost(text):
    assert clean(text) == unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize(("typed", "kept"), [
    ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
    ("A\x00da\x07", "Ada"),
    ("safe\u202eevil", "safeevil"),
    ("\ufeffHello", "Hello"),
    ("\tindented", "indented"),
    ("a\tb", "a\tb"),
    ("👩‍👧 and नमस्ते", "👩‍👧 and नमस्ते"),
    ("Nguye\u0302\u0303n", "Nguyễn"),
    ("<b>bold</b> &amp; <img src=data:image/png;base64,AA>", "<b>bold</b> &amp; <img src=data:image/png;base64,AA>"),
])
def test_what_is_kept(typed, kept):
    assert clean(typed) == kept


def test_labels_are_one_line():
    assert line("  Talking\nmats \t with Jo ") == "Talking mats with Jo"


@given(st.integers(1, 3 * LONGEST))
def test_the_limit_is_a_sentence_with_the_count(length):
    why = why_not_keep("a" * length)
    assert (why == "") == (length <= LONGEST)
    if why:
        assert f"{length:,} characters long" in why
        assert f"Take out {length - LONGEST:,}" in why
