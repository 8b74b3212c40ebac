"""Days, moments, names and people's words on a page."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.schools.templatetags.gt import day, initials, markdown, moment


def test_days_are_written_out():
    assert day(date(2026, 9, 7)) == "7 September 2026"
    assert day("2026-09-07") == "7 September 2026"
    assert day(None) == ""
    # Past midnight in London in summer, still the day before in UTC.
    assert day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


def test_moments_are_by_the_clock_in_london():
    assert moment(datetime(2026, 9, 7, 13, 2, tzinfo=UTC)) == "7 September 2026, 14:02"
    assert moment("2026-12-07T13:02:00+00:00") == "7 December 2026, 13:02"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Okafor", "AO"), ("Ada", "A"), ("", ""), (None, ""), ("Zofia Maria Wiśniewska", "ZW"), ("ölmez élan", "ÖÉ")],
)
def test_initials(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Music** helps", "<p><strong>Music</strong> helps</p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("- dog\n- cat", "<ul>\n<li>dog</li>\n<li>cat</li>\n</ul>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[press](javascript:x)", "<p>[press](javascript:x)</p>\n"),
        ("![x](http://tracker)", "<p>![x](http://tracker)</p>\n"),
        ("# Not a heading", "<p># Not a heading</p>\n"),
        ("", ""),
        (None, ""),
    ],
)
def test_only_the_small_markdown_is_marked(written, shown):
    assert markdown(written) == shown


@given(st.text(alphabet=st.sampled_from("<>&\"'/*_-[]()!#=`ab \n\\:;"), max_size=60))
def test_nothing_written_becomes_a_tag_of_its_own(text):
    import re

    assert set(re.findall(r"</?([a-z]+)", markdown(text))) <= {"p", "br", "em", "strong", "ul", "ol", "li"}


def test_pages_keep_the_filters_of_the_address():
    request = RequestFactory().get("/?year=8&page=3&need=SLCN")
    shown = Template("{% pageqs page=4 year=None %}").render(Context({"request": request}))
    assert shown == "?page=4&amp;need=SLCN"


def test_long_lists_of_pages_are_shortened():
    page = Paginator(range(200), 10).page(7)
    shown = Template("{% for n in page|elided %}{{ n }} {% endfor %}").render(Context({"page": page}))
    assert shown == "1 … 6 7 8 … 20 "
