"""Names as they stand in files: cut, composed, garbled, and kept as given."""


import pytest

from goldenthread.exchange.grid import HOLD, STOP
from goldenthread.exchange.names import SURNAME_FIRST, split
from goldenthread.exchange.rows import Override
from goldenthread.exchange.tests.rows import BASE, one, said
from goldenthread.learners.alike import key


def test_legal_names_come_first_and_the_others_are_those_in_use():
    found = one(
        ["Forename", "Legal Forename", "Surname", "Legal Surname", "DOB"],
        "Addy",
        "Ada",
        "Smith",
        "Okafor",
        "14/03/2014",
    )
    assert {k: found.values[k] for k in ("legal_first", "preferred_first", "legal_last", "preferred_last")} == {
        "legal_first": "Ada",
        "preferred_first": "Addy",
        "legal_last": "Okafor",
        "preferred_last": "Smith",
    }


@pytest.mark.parametrize(
    ("whole", "first", "last"),
    [
        ("Okafor, Ada", "Ada", "Okafor"),
        ("Ada Okafor", "Ada", "Okafor"),
        ("van der Berg, Jan", "Jan", "van der Berg"),
        ("Jan van der Berg", "Jan", "van der Berg"),
        ("O'Brien, Mary Ann", "Mary Ann", "O'Brien"),
    ],
)
def test_a_name_in_one_column_is_cut_in_two(whole, first, last):
    found = one(["Name", "DOB"], whole, "14/03/2014")
    assert (found.values["legal_first"], found.values["legal_last"]) == (first, last)


@pytest.mark.parametrize(("whole", "first", "last"), [
    ("Okafor Ada", "Ada", "Okafor"), ("van der Berg Jan", "Jan", "van der Berg"),
    ("Lopez Ana Maria", "Ana Maria", "Lopez"), ("Okafor, Ada", "Ada", "Okafor"),
    ("Ali Bin", "Bin", "Ali"), ("Al Bin", "Bin", "Al"), ("Ada", "Ada", ""),
])  # fmt: skip
def test_so_it_is_where_the_surname_comes_first(whole, first, last):
    assert split(whole, SURNAME_FIRST)[:2] == (first, last)


def test_how_a_long_name_was_cut_is_said():
    assert "Read as first names" in said(one(["Name", "DOB"], "Ana Maria Lopez", "14/03/2014"))


@pytest.mark.parametrize("name", ["Null", "None", "NaN", "True", "N/A", "Test", "-", "nan", "NULL"])
def test_e16_surnames_that_computers_take_for_nothing_are_names(name):
    found = one(BASE, "Ada", name, "14/03/2014", "8")
    assert found.values["legal_last"] == name
    assert not found.is_held


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien",
        "O’Brien",
        "OʼBrien",
        "D'Souza",
        "Smith-Jones",
        "van der Berg",
        "Núñez",
        "Nguyễn",
        "İlker",
        "Groß",
        "Ó Briain",
        "X",
        "李",
        "محمد",
    ],
)
def test_e17_e18_e20_names_are_stored_as_given(name):
    found = one(BASE, "Ada", name, "14/03/2014", "8")
    assert found.values["legal_last"] == name
    assert not found.is_held


def test_e18_a_single_name_is_asked_about_and_may_be_right():
    row = ["", "Sukarno", "14/03/2014", "8"]
    assert [p.weight for p in one(BASE, *row).problems] == [HOLD]
    found = one(BASE, *row, override=Override(accept=True))
    assert not found.is_held
    assert found.values["legal_last"] == "Sukarno"


def test_e18_a_name_of_300_letters_is_refused_not_cut():
    found = one(BASE, "A" * 300, "Okafor", "14/03/2014", "8")
    assert "300" in said(found)
    assert "legal_first" not in found.values


def test_e18_a_picture_in_a_name_is_refused():
    assert one(BASE, "Ada 😀", "Okafor", "14/03/2014", "8").is_held


@pytest.mark.parametrize(
    ("given_", "stored"),
    [
        ("Zoe\u0308", "Zoë"),
        ("A\u200bda", "Ada"),
        ("Ada\u00a0Grace", "Ada Grace"),
        ("  Ada   Grace ", "Ada Grace"),
        ("\ufeffAda", "Ada"),
    ],
)
def test_e19_names_are_composed_and_freed_of_what_nobody_sees(given_, stored):
    assert one(BASE, given_, "Okafor", "14/03/2014", "8").values["legal_first"] == stored


def test_e19_marks_that_turn_the_writing_round_are_refused():
    found = one(BASE, "Ada\u202e", "Okafor", "14/03/2014", "8")
    assert [p.weight for p in found.problems if p.field == "legal_first"] == [STOP]


def test_e19_letters_of_another_alphabet_are_pointed_out():
    found = one(BASE, "Аda", "Okafor", "14/03/2014", "8")
    assert "mixes alphabets" in said(found)
    assert key("Аda") == key("Ada")


def test_e10_names_garbled_by_the_wrong_encoding_are_held_with_the_guess():
    found = one(BASE, "SiÃ¢n", "Okafor", "14/03/2014", "8")
    assert found.is_held
    assert [p.guess for p in found.problems] == ["Siân"]
