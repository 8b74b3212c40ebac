"""The register and a learner's page on a phone: easy to read down, easy to hit, and quick to come to the point."""

import pytest

from goldenthread.story.tests.cast import cast

__all__ = ["cast"]
pytestmark = pytest.mark.browser

SMALL = """() => [...document.querySelectorAll('main li > a, main td a, main th a, main nav a')]
    .filter(link => link.getClientRects()[0]?.height < 24).map(link => link.textContent)"""
LEFT = """() => [...document.querySelectorAll('tbody td')]
    .map(cell => { const words = document.createRange(); words.selectNodeContents(cell);
                   return [getComputedStyle(cell).textAlign, Math.round(words.getBoundingClientRect().left)]; })"""


@pytest.fixture
def on_phone(cast, visit):
    return lambda path: visit(cast.priya, f"/s/{cast.school.slug}/{path}", width="phone")


def test_what_a_card_says_stands_in_one_column_at_the_left(cast, on_phone):
    edges = on_phone("learners/?show=everyone").evaluate(LEFT)
    assert {align for align, _ in edges} <= {"left", "start"}
    assert len({left for _, left in edges}) == 1


def test_every_link_of_a_list_or_table_is_high_enough_for_a_finger(cast, on_phone):
    page = on_phone("actions/")
    for path in ("actions/", "learners/?show=everyone", "happened/", f"learners/{cast.ada.pk}/plan/",
                 f"learners/{cast.ada.pk}/record/"):
        page.goto(f"/s/{cast.school.slug}/{path}")
        for wide in (390, 1280):
            page.set_viewport_size({"width": wide, "height": 900})
            assert page.evaluate(SMALL) == [], (path, wide)


def test_whose_page_it_is_takes_no_more_than_a_tenth_of_the_screen(cast, on_phone):
    page = on_phone(f"learners/{cast.ada.pk}/record/")
    assert page.locator(".gt-learner").bounding_box()["height"] <= 90
    assert page.locator("h1").bounding_box()["y"] <= 470
