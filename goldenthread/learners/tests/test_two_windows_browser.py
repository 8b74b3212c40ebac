"""What somebody else typed stands beside one's own so that both can be read, at a desk and on a phone."""

from datetime import date

import pytest

from goldenthread.learners.operations import NeedGiven, amend, set_needs
from goldenthread.story.tests.cast import cast
from tests.browser import is_fine

__all__ = ["cast"]
pytestmark = pytest.mark.browser
DAY = date(2026, 9, 7)


def test_one_who_may_be_here_stands_beside_the_child_typed(cast, visit):
    page = visit(cast.priya, f"/s/{cast.school.slug}/learners/add/")
    page.get_by_label("First name they use").fill(cast.ada.first)
    page.get_by_label("Surname they use").fill(cast.ada.preferred_last or cast.ada.legal_last)
    for part in ("day", "month", "year"):
        page.locator(f"[name=dob_{part}]").fill(str(getattr(cast.ada.dob, part)))
    page.get_by_role("button", name="Add the learner").click()
    assert page.get_by_role("link", name=f"Open {cast.ada.name}").is_visible()
    is_fine(page)
    page.get_by_label("This is another child: add anyway").check()
    page.get_by_role("button", name="Add the learner").click()
    assert "is added." in page.content()


def test_details_and_needs_saved_meanwhile_stand_beside_what_was_typed(cast, visit):
    at = f"/s/{cast.school.slug}/learners/{cast.ada.pk}"
    page = visit(cast.priya, f"{at}/details/edit/")
    amend(learner=cast.ada, changes={"communication": "Signs"}, by=cast.priya, on=DAY)
    page.get_by_label("How they communicate").fill("Symbols")
    page.get_by_role("button", name="Save details").click()
    assert page.get_by_text("Saved by somebody else meanwhile: Signs").is_visible()
    assert page.get_by_label("How they communicate").input_value() == "Symbols"
    is_fine(page)
    page.goto(page.url.replace("details/edit", "needs"))
    set_needs(learner=cast.ada, needs=[NeedGiven(type="HI")], by=cast.priya, on=DAY)
    page.get_by_label("Type of need").first.select_option("SPLD")
    page.get_by_role("button", name="Save the needs").click()
    assert page.get_by_role("heading", name="Saved by somebody else meanwhile").is_visible()
    is_fine(page)
