"""Rows that hold or stop: dates, schools, merged cells, formulas; and any row at all."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.exchange.grid import Cell
from goldenthread.exchange.headings import find
from goldenthread.exchange.rows import Override, candidate, rules_for
from goldenthread.exchange.tests.files import HEADINGS
from goldenthread.exchange.tests.rows import BASE, ON, grid, one, read, said, with_


@pytest.mark.parametrize(
    ("dob", "says"),
    [
        ("14/03/2027", "future"),
        ("14/03/1999", "27 years"),
        ("14/03/2025", "1 years"),
        ("14/03/2012", "usually in Year 10"),
    ],
)
def test_e13_a_date_of_birth_that_cannot_be_holds_the_row(dob, says):
    found = one(BASE, "Ada", "Okafor", dob, "8")
    assert found.is_held
    assert says in said(found)


def test_e13_a_learner_kept_back_a_year_may_be_right():
    assert not one(BASE, "Ada", "Okafor", "14/03/2013", "8", override=Override(accept=True)).is_held
    assert one(BASE, "Ada", "Okafor", "14/03/2027", "8", override=Override(accept=True)).is_held


def test_years_that_follow_no_curriculum_fit_any_age():
    assert not one(BASE, "Ada", "Okafor", "14/03/2012", "X").is_held


def test_e31_a_row_of_another_school_is_refused():
    assert "another school" in said(with_("School", "Ashfield School", schools=["Larkrise Primary School"]))
    assert not with_("School", "LARKRISE PRIMARY SCHOOL", schools=["Larkrise Primary School"]).is_held


def test_e26_merged_cells_hold_their_row():
    assert with_("Tutor Group", Cell("", "m")).is_held


def test_e27_formulas_warn_and_one_without_a_value_stops_the_row():
    assert not with_("Tutor Group", Cell("8K", "f")).is_held
    assert with_("Tutor Group", Cell("", "fe"), override=Override(accept=True)).is_held
    assert with_("Tutor Group", Cell("#N/A", "e"), override=Override(accept=True)).is_held


def test_a_need_without_a_stage_is_asked_about_and_may_be_right():
    headings, row = [*BASE, "SEN Status", "SEN Need"], ["Ada", "Okafor", "14/03/2014", "8", "N", "SLCN"]
    found = one(headings, *row)
    assert found.is_held
    assert "a need but no SEN stage" in said(found)
    for words in ({"stage": "K"}, {"needs": ""}):
        assert not one(headings, *row, override=Override(words)).is_held
    assert not one(headings, *row, override=Override(accept=True)).is_held
    assert not one(headings, *row[:4], "", "SLCN").is_held


def test_a_blank_cell_says_nothing():
    assert "tutor_group" not in with_("Tutor Group", "  ").values


def test_trouble_with_the_row_itself_stops_it():
    table = grid(BASE, ["Ada", "Okafor", "14/03/2014", "8"])
    row = table[1]._replace(trouble="A quotation mark is opened in this row and never closed.")
    assert candidate(row, rules_for([row], find(table), on=ON)).is_held


ANY = st.text(max_size=60)


@given(
    st.lists(
        st.tuples(ANY, st.sampled_from(["", "n", "d", "t", "b", "e", "f", "fe", "m", "l"])), min_size=12, max_size=12
    )
)
def test_any_row_is_read_or_refused_in_words(values):
    headings = [*HEADINGS, "SEN Status", "SEN Need", "ULN"]
    if any("d" in m for _, m in values):
        values = [(t, m.replace("d", "")) for t, m in values]
    for found in read(headings, [Cell(t, m) for t, m in values]):
        assert all(p.text for p in found.problems)
        assert all(str(v).encode() for v in found.values.values())
