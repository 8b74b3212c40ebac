"""A file that has its names in capitals throughout: their case says nothing."""

import pytest

from goldenthread.exchange.checking import Fate
from goldenthread.exchange.names import is_shouted, name_case
from goldenthread.exchange.rows import Override
from goldenthread.exchange.tests.files import ADA, HEADINGS
from goldenthread.exchange.tests.rows import BASE, one, read
from goldenthread.learners.models import Learner


@pytest.mark.parametrize(
    ("shouted", "shown"),
    [
        ("OKAFOR", "Okafor"),
        ("O'BRIEN", "O'Brien"),
        ("O\u2019BRIEN", "O\u2019Brien"),
        ("MCDONALD", "McDonald"),
        ("MCA", "Mca"),
        ("NGUYỄN", "Nguyễn"),
        ("SMITH-JONES", "Smith-Jones"),
        ("VAN DER BERG", "Van der Berg"),
        ("ADA MARY", "Ada Mary"),
        ("ÇELİK", "Çelik"),
        ("ST JOHN", "St John"),
        ("DE", "De"),
    ],
)
def test_a_name_in_capitals_is_offered_as_it_is_probably_written(shouted, shown):
    assert name_case(shouted) == shown


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (["OKAFOR", "NG"], True),
        (["OKAFOR", "Smith"], False),
        (["NG", "JP"], False),
        ([], False),
        (["李", "王小明"], False),
    ],
)
def test_capitals_are_seen_in_the_column_as_a_whole(texts, answer):
    assert is_shouted(texts) is answer


def test_only_the_half_that_is_in_capitals_is_written_anew():
    rows = read(["Name", "DOB", "Year"], ["OKAFOR, Ada", "14/03/2014", "8"], ["MCKAY, LeRoy", "21/10/2018", "3"])
    assert [(r.values["legal_first"], r.values["legal_last"]) for r in rows] == [("Ada", "Okafor"), ("LeRoy", "McKay")]


def test_one_name_in_capitals_among_others_stays():
    rows = read(BASE, ["Ada", "OKAFOR", "14/03/2014", "8"], ["Leo", "Smith", "21/10/2018", "3"])
    assert rows[0].values["legal_last"] == "OKAFOR"


def test_what_somebody_typed_stays_as_typed():
    rows = [["Ada", "OKAFOR", "14/03/2014", "8"], ["Leo", "SMITH", "21/10/2018", "3"]]
    found = read(BASE, *rows, override=Override({"legal_last": "OkaFOR"}))
    assert found[0].values["legal_last"] == "OkaFOR"


def test_one_row_alone_is_no_column_in_capitals_but_its_case_changes_nothing(bring, take):
    take(HEADINGS, ADA)
    assert one(BASE, "Ada", "OKAFOR", "14/03/2014", "8").values["legal_last"] == "OKAFOR"
    assert bring(HEADINGS, ["Ada", "OKAFOR", *ADA[2:]]).rows.get().fate == Fate.UNCHANGED


@pytest.mark.parametrize("held", ["Okafor", "OkaFor"])
def test_the_same_learner_in_capitals_is_unchanged_and_a_new_one_comes_in_name_case(bring, take, held):
    take(HEADINGS, [ADA[0], held, *ADA[2:]])
    batch = bring(HEADINGS, ["ADA", "OKAFOR", *ADA[2:]], ["LEO", "MCKAY", "21/10/2018", "3", "", "", "", "", "2"])
    assert [row.fate for row in batch.rows.all()] == [Fate.UNCHANGED, Fate.NEW]
    assert batch.rows.get(number=3).result["values"]["legal_last"] == "McKay"
    assert Learner.objects.get().legal_last == held
