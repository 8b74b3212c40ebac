"""Names: kept as given, found however they are spelt."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.learners.names import BadName, clean, fold, mixes_scripts, search_name, sort_name


@pytest.mark.parametrize("name", [
    "O'Brien", "O’Brien", "Oʼbrien", "D'Souza", "Anne-Marie", "van der Berg", "X", "İlker", "Straße",
    "ﬁn", "Nguyễn", "නිමල්", "محمد", "王"])
def test_e_17_names_are_stored_as_given(name):
    assert clean(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(("typed", "name"), [
    ("obrien", "O'Brien"), ("obrien", "O’Brien"), ("obrien", "OʼBRIEN"), ("nguyen", "Nguyễn"), ("ilker", "İlker"),
    ("strasse", "Straße"), ("fin", "ﬁn"), ("lukasz", "Łukasz"), ("anne marie", "Anne-Marie"),
    ("anne marie", "Anne‑Marie"),
    ("soren", "Søren"), ("van der berg", "van  der Berg")])
def test_e_17_e_20_folding_forgets_case_accents_and_apostrophes(typed, name):
    assert fold(name) == typed


@pytest.mark.parametrize("name", ["A\u0301da", "\u00c1da"])
def test_e_19_composed_and_decomposed_are_one_name(name):
    assert clean(name) == "\u00c1da"


@pytest.mark.parametrize("name", ["A\u200bda", "\ufeffAda", "Ada\u00ad", "A\u200dda", " Ada\u00a0", "A\x00da", "Ada\t"])
def test_e_19_invisible_characters_go(name):
    assert clean(name) == "Ada"


def test_e_19_joiners_that_shape_a_script_stay():
    assert clean("ශ්\u200dරී") == "ශ්\u200dරී"


@pytest.mark.parametrize("mark", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069")
def test_e_19_marks_that_turn_the_writing_are_refused(mark):
    with pytest.raises(BadName, match="direction of writing"):
        clean(f"Ada{mark}sba")


def test_e_18_a_long_name_is_refused_with_its_length_never_cut():
    assert clean("a" * 120) == "a" * 120
    with pytest.raises(BadName, match="This one has 300"):
        clean("a" * 300)


def test_e_18_an_emoji_is_allowed():
    assert clean("Ada 🌟") == "Ada 🌟"


def test_e_19_a_cyrillic_letter_among_latin_ones_is_noticed():
    assert mixes_scripts("Аda Okafor")
    assert not mixes_scripts("Ada Okafor")
    assert not mixes_scripts("Ольга Wiśniewska")


def test_lists_are_ordered_by_surname_then_first_name():
    assert sort_name("Ada", "Okafor") == "okafor, ada"
    assert sort_name("Suharto", "") == "suharto"


def test_any_name_finds_them_and_each_word_stands_once():
    assert search_name("Adaeze Grace", "Okafor", "Ada", "Okafor") == "adaeze grace okafor ada"


@given(st.text(max_size=100))
def test_cleaning_twice_changes_nothing_more(text):
    try:
        once = clean(text)
    except BadName:
        return
    assert clean(once) == once


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
