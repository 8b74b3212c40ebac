from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.exchange.dates import DAY_FIRST, MONTH_FIRST, NONE, UNKNOWN, NotADate, order_of, parse
from goldenthread.exchange.grid import Cell

ON = date(2026, 9, 7)
ADA = date(2012, 3, 14)


def read(text, marks="", order=DAY_FIRST, epoch=1900):
    return parse(Cell(text, marks), order=order, epoch=epoch, on=ON)


WAYS = """14/03/2012|14/3/2012|14.03.12|14-03-2012|14 03 2012|14/03/12|2012-03-14|2012/3/14|20120314|14 Mar 2012
14 March 2012|14th March 2012|14-Mar-12|14Mar2012|Wednesday, 14 March 2012|Wed 14 Mar 2012|March 14, 2012|40982
14/03/2012 00:00|14/03/2012 00:00:00|2012-03-14T00:00:00Z| 14/03/2012 |14\u00a0March 2012"""


@pytest.mark.parametrize("text", WAYS.replace("\n", "|").split("|"))
def test_the_ways_people_write_a_date(text):
    assert read(text) == ADA


def test_e12_a_serial_number_counts_from_the_epoch_of_its_workbook():
    assert read("40982") == ADA
    assert read(str(40982 - 1462), epoch=1904) == ADA


def test_e12_two_figure_years_mean_the_latest_that_has_been():
    assert read("14/03/26").year == 2026
    assert read("14/03/27").year == 1927
    assert read("14/03/00").year == 2000


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("14/03/2012 23:00", "time of day"),
        ("2012-03-13T23:00:00Z", "time of day"),
        ("40982.5", "time of day"),
        ("30/02/2012", "does not exist"),
        ("29/02/2013", "does not exist"),
        ("0/3/2012", "does not exist"),
        ("3/14/2012", "month first"),
        ("tomorrow", "not a date we can read"),
        ("14 Mrach 2012", "not a date"),
        ("2012", "not a date"),
        ("x" * 1_000, "not a date"),
        ("14/03", "not a date"),
    ],
)
def test_what_is_no_date_is_said_in_words(text, says):
    with pytest.raises(NotADate, match=says):
        read(text)


def test_e14_the_twenty_ninth_of_february_is_a_birthday():
    assert read("29/02/2012") == date(2012, 2, 29)


def test_e11_nobody_guesses_between_day_and_month():
    with pytest.raises(NotADate, match="two days"):
        read("04/03/2012", order=UNKNOWN)
    assert read("05/05/2012", order=UNKNOWN) == date(2012, 5, 5)
    assert read("04/03/2012", order=MONTH_FIRST) == date(2012, 4, 3)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["14/03/2012", "04/03/2012"], DAY_FIRST),
        (["04/03/2012", "05/06/2012"], UNKNOWN),
        (["03/14/2012", "04/03/2012"], UNKNOWN),
        (["14/03/2012", "03/14/2012"], UNKNOWN),
        (["2012-03-14", "14 Mar 2012", "05/05/2012"], NONE),
        ([], NONE),
    ],
)
def test_e11_the_file_itself_may_show_the_order(texts, order):
    assert order_of(Cell(t) for t in texts) == order


def test_dates_that_the_spreadsheet_held_as_dates_say_nothing_of_how_others_are_typed():
    assert order_of([Cell("2012-03-04", "d"), Cell("04/03/2012")]) == UNKNOWN


DAYS = st.dates(date(2000, 1, 1), ON)
SHAPES = st.sampled_from(
    ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%Y%m%d", "%B %d, %Y"]
)


@given(DAYS, SHAPES)
def test_e11_every_day_in_every_shape_reads_as_itself(day, shape):
    assert read(day.strftime(shape)) == day


@given(DAYS)
def test_e11_a_column_never_reads_month_first_by_itself(day):
    text = day.strftime("%m/%d/%Y")
    order = order_of([Cell(text)])
    try:
        found = parse(Cell(text), order=order, epoch=1900, on=ON)
    except NotADate:
        return
    assert found.strftime("%d/%m/%Y") == text


@given(st.integers(60, 60_000))
def test_e12_serials_are_days_since_the_epoch(days):
    if days < 10_000:
        return
    assert read(str(days)) == date(1899, 12, 30) + timedelta(days=days)


@given(st.text(max_size=300))
def test_any_text_is_a_date_or_a_sentence(text):
    try:
        found = str(read(text, order=UNKNOWN))
    except NotADate as reason:
        found = str(reason)
    assert found
