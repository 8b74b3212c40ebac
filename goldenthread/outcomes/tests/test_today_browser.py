"""Today's list in a real browser, on a phone and on a desk."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from goldenthread.outcomes import operations
from goldenthread.outcomes.models import Measure, ProgressNote
from goldenthread.story.tests.cast import DAY, granted
from tests.browser import is_fine

pytestmark = pytest.mark.browser


@pytest.fixture
def targets(cast):
    """Ada with a step and something counted, Leo with one target: a small group."""
    granted(cast.leo, [cast.jo], by=cast.priya)
    told = [(cast.ada, "step", "Says hello to one friend at the gate each morning", ""),
            (cast.ada, "term", "Reads thirty of the first hundred words without help", "words"),
            (cast.leo, "term", "Asks for a break with his card", "")]
    made = [operations.set_outcome(learner=who, level=level, wording=wording, unit=unit, by=cast.priya, on=DAY)
            for who, level, wording, unit in told]
    operations.note_progress(outcome=made[0], judgement="ahead", by=cast.khan, on=DAY)
    return made


def address(cast):
    return reverse("outcomes:today", kwargs={"slug": cast.school.slug})


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_the_list_is_for_everyone(cast, visit, targets, device):
    page = visit(cast.jo, address(cast), *(["phone"] if device == "phone" else []))
    is_fine(page)
    page.get_by_role("button", name="Save today’s list").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is chosen yet")
    is_fine(page)


def test_a_group_is_noted_with_a_thumb_and_one_save(cast, visit, targets):
    page = visit(cast.jo, address(cast), "phone")
    for target in targets:
        page.locator(f"#row-{target.uuid}").get_by_text("As expected").click()
    page.locator(f"#row-{targets[1].uuid}").get_by_label("Words", exact=True).fill("a few")
    page.get_by_role("button", name="Save today’s list").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write a number in figures")
    # What was right is kept, and only what is not is held.
    assert ProgressNote.objects.filter(judgement="expected").count() == 2
    expect(page.locator(f"#row-{targets[1].uuid}").get_by_label("As expected")).to_be_checked()
    page.locator(f"#row-{targets[1].uuid}").get_by_label("Words", exact=True).fill("12")
    page.get_by_role("button", name="Save today’s list").click()
    expect(page.get_by_text("Saved: 1 target of 1 learner noted.")).to_be_visible()
    assert ProgressNote.objects.filter(judgement="expected").count() == 3
    assert Measure.objects.get().value == 12


def test_with_the_keyboard_alone(cast, visit, targets):
    page = visit(cast.jo, address(cast))
    page.locator(f"#how-{targets[0].uuid}-not").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type("Calm today")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: 1 target of 1 learner noted.")).to_be_visible()
    assert ProgressNote.objects.get(text="Calm today").judgement == "none"
