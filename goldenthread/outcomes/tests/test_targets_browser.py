"""The targets of a learner in a real browser."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from goldenthread.outcomes import operations
from goldenthread.story.tests.cast import DAY
from tests.browser import is_fine

pytestmark = pytest.mark.browser


@pytest.fixture
def target(cast):
    year = operations.set_outcome(learner=cast.ada, level="year", wording="Has a friend", by=cast.priya, on=DAY)
    done = operations.set_outcome(learner=cast.ada, level="step", wording="Says hello", by=cast.priya, on=DAY)
    operations.close(outcome=done, result="partly_met", why="On most days", by=cast.priya, on=DAY)
    target = operations.set_outcome(
        learner=cast.ada, level="term", wording="Plays a game of four", by=cast.priya, on=DAY, parent=year,
        baseline="Two minutes", target="A whole game", measure="Noted at break", due_on=date(2026, 12, 18),
        area="communication", audience="family")
    return operations.reword(outcome=target, revision=1, by=cast.tom, on=DAY, baseline="One minute")


def at(cast, name="list", **more):
    return reverse(f"outcomes:{name}", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, **more})


def test_an_assistant_notes_progress_in_two_presses(cast, visit, target):
    page = visit(cast.jo, at(cast), "phone")
    card = page.locator(f"#outcome-{target.uuid}")
    card.get_by_text("Note progress").click()
    card.get_by_role("button", name="As expected").click()
    expect(page.get_by_text("Noted: as expected.")).to_be_visible()
    expect(card).to_contain_text("Jo Bell")
    assert target.notes.get().judgement == "expected"


def test_only_what_is_further_ahead_than_the_level_chosen_is_offered(cast, visit, target):
    page = visit(cast.khan, at(cast, "new"), "phone")
    above, groups = page.get_by_label("What does it lead to?"), page.locator("#id_parent optgroup:not([hidden])")
    expect(groups).to_have_count(1)
    page.get_by_label("Next step").check()
    expect(groups).to_have_count(2)
    above.select_option(str(target.pk))
    page.get_by_label("This term").check()
    expect(above).to_have_value("")
    page.get_by_label("This term").focus()
    page.keyboard.press("ArrowDown")
    expect(above).to_have_value(str(target.pk))
    page.locator("summary", has_text="More about this target").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Where do we start from?")).to_be_visible()
    is_fine(page)


def test_the_pages_are_for_everyone(cast, visit, target):
    operations.note_progress(outcome=target, judgement="ahead", text="Nine minutes!", by=cast.jo, on=DAY)
    page = visit(cast.khan, at(cast))
    page.locator(f"#outcome-{target.uuid}").get_by_text("Note progress").click()
    is_fine(page)
    page.goto(at(cast, "new"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    is_fine(page)
    for name in ("change", "close", "replace", "history"):
        page.goto(at(cast, name, uuid=target.uuid))
        is_fine(page)
