"""Today's list in a real browser, on a phone and on a desk."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from goldenthread.outcomes import operations
from goldenthread.outcomes.models import Measure, ProgressNote
from goldenthread.story.tests.cast import DAY, granted
from tests.browser import cookie_of, is_fine

pytestmark = pytest.mark.browser
KEPT = re.compile(r"Kept for you \d\d:\d\d. Nobody reads it until you save the list.")


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


def test_without_a_connection_nothing_is_lost_and_nothing_is_sent_into_a_void(cast, visit, targets):
    page = visit(cast.jo, address(cast), "phone")
    row, save = page.locator(f"#row-{targets[0].uuid}"), page.get_by_role("button", name="Save today’s list")
    row.get_by_text("As expected").click()
    expect(page.locator("[data-saved]")).to_have_text(KEPT, timeout=12_000)
    page.context.set_offline(True)
    row.get_by_label("A few words, if you like").fill("Said it twice")
    save.click()
    expect(page.locator("[data-saved]")).to_contain_text("no connection")
    expect(row.get_by_label("A few words, if you like")).to_have_value("Said it twice")
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text(KEPT, timeout=12_000)
    assert not ProgressNote.objects.filter(by=cast.jo).exists()
    page.reload()  # as a telephone does that had dropped the page
    expect(page.get_by_text("is here again")).to_be_visible()
    save.click()
    expect(page.get_by_text("Saved: 1 target of 1 learner noted.")).to_be_visible()
    assert ProgressNote.objects.get(by=cast.jo).text == "Said it twice"


def test_what_was_pressed_when_the_session_had_ended_is_held_out_to_be_sent_again(
        cast, visit, targets, client, live_server):
    page = visit(cast.jo, address(cast), "phone")
    page.locator(f"#row-{targets[0].uuid}").get_by_text("As expected").click()
    page.locator(f"#row-{targets[0].uuid}").get_by_label("A few words, if you like").fill("Said it twice")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save today’s list").click()
    expect(page.get_by_label("What you wrote")).to_have_value("Said it twice")
    page.context.add_cookies([cookie_of(cast.jo, client, live_server.url)])
    page.get_by_role("button", name="send it").click()
    expect(page.get_by_text("Saved: 1 target of 1 learner noted.")).to_be_visible()
    assert ProgressNote.objects.get(by=cast.jo).text == "Said it twice"


def test_the_button_stays_in_reach_and_covers_nothing_that_has_the_focus(cast, visit, targets):
    page = visit(cast.jo, address(cast), "phone")
    expect(page.get_by_role("button", name="Save today’s list")).not_to_be_in_viewport()
    page.get_by_text("As expected").first.click()
    expect(page.get_by_role("button", name="Save today’s list")).to_be_in_viewport()
    last = page.locator(".gt-today__words input").last
    for box in page.locator(".gt-today input:visible").all():
        box.focus()
    top, bar = (each.bounding_box() for each in (last, page.locator(".gt-today__save")))
    assert top["y"] + top["height"] <= bar["y"]


def test_with_the_keyboard_alone(cast, visit, targets):
    page = visit(cast.jo, address(cast))
    page.locator(f"#how-{targets[0].uuid}-not").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type("Calm today")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: 1 target of 1 learner noted.")).to_be_visible()
    assert ProgressNote.objects.get(text="Calm today").judgement == "none"
