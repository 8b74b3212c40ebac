"""Headings that nobody knows, where something we use was not found: asked once, and remembered for the school."""

import pytest

from goldenthread.exchange import operations
from goldenthread.exchange.headings import doubts, find
from goldenthread.exchange.models import Batch, Column
from goldenthread.exchange.tests.rows import grid

NAMED = ["Forename", "Surname", "DOB"]
LEO = ["Leo", "Smith", "21/10/2018"]


@pytest.mark.parametrize("heading", ["Yr", "Yr Grp", "Year Grp", "year-grp.", "YEAR GP", "NC Yr", "School year"])
def test_short_ways_of_writing_year_group_are_known(heading):
    assert "nc_year" in find(grid([*NAMED, heading], [*LEO, "3"])).columns


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["Lessons with"], ["Year group"]),
        (["Year", "Lessons with"], []),
        (["Year", "Password", "FSM"], []),
        (["Password"], []),
        (["Year", "Form room"], ["Tutor group"]),
        (["Year", "Form", "Form room"], []),
        (["Year", "SEND level"], ["SEN status"]),
    ],
)
def test_what_is_doubtful_is_what_is_missing_where_an_unknown_column_may_be_it(more, said):
    table = grid([*NAMED, *more], [*LEO, *["x"] * len(more)])
    assert doubts(find(table), {})[0] == said


def test_a_file_whose_year_group_may_be_an_unknown_column_waits_for_an_answer(bring):
    batch = bring([*NAMED, "Lessons with"], [*LEO, "3"])
    assert batch.state == Batch.State.ASKING
    assert (batch.reading["unsure"], batch.reading["unknown"]) == (["Year group"], ["Lessons with"])
    assert not batch.rows.exists()


def test_what_is_answered_is_remembered_even_where_the_column_is_not_wanted(bring, school, senco):
    batch = bring([*NAMED, "Lessons with", "Team"], [*LEO, "3", "Red"])
    said = {"0": "legal_first", "1": "legal_last", "2": "dob", "3": "", "4": ""}
    texts = dict(enumerate([*NAMED, "Lessons with", "Team"]))
    operations.remember(school=school, texts=texts, fields=said, by=senco)
    batch = operations.read(batch=operations.answer(batch=batch, answers={"columns": said, "row": 1}, by=senco))
    assert batch.state == Batch.State.READY
    assert Column.objects.get(heading="team").field == ""
    assert bring([*NAMED, "Team"], [*LEO, "Blue"]).state == Batch.State.READY


def test_the_page_names_what_is_missing_and_what_is_not_known(client_for, senco, bring):
    batch = bring([*NAMED, "Lessons with"], [*LEO, "3"])
    answer = client_for(senco).get(f"/s/larkrise/imports/{batch.pk}/", follow=True)
    assert "We did not find: year group." in answer.text
    assert "Lessons with" in answer.text
