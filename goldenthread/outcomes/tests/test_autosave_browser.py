"""A target that saves itself as one types, in a real browser: as the record's page does, and by the same script."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from goldenthread.outcomes import operations
from goldenthread.outcomes.models import Outcome
from goldenthread.story.tests.cast import DAY
from goldenthread.story.tests.test_autosave_browser import SAVED, dialogs, says, visit  # noqa: F401 - a fixture
from tests.browser import cookie_of, is_fine

pytestmark = pytest.mark.browser
KEPT = re.compile(r"^Kept for you alone at \d\d:\d\d, press Save to make it a target\.$")


@pytest.fixture
def target(cast):
    return operations.set_outcome(learner=cast.ada, level="term", wording="Reads ten words", by=cast.khan, on=DAY,
                                  baseline="Two words", due_on=date(2026, 12, 18))


def at(cast, name="new", **more):
    return reverse(f"outcomes:{name}", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, **more})


def change(cast, target):
    return at(cast, "change", uuid=target.uuid)


def box(page):
    return page.get_by_label("What do we hope will have happened?")


def test_a_new_target_is_kept_as_one_types_and_set_by_the_button(cast, visit):  # noqa: F811 - the fixture above
    page = visit(cast.khan, at(cast))
    box(page).press_sequentially("Joins in a game")
    says(page, KEPT)
    page.get_by_text("More about this target").click()
    page.get_by_label("Where do we start from?").press_sequentially("Watches")
    says(page, "Saving")
    says(page, KEPT)
    assert not Outcome.objects.exists()
    page.reload()
    expect(box(page)).to_have_value("Joins in a game")
    expect(page.get_by_label("Where do we start from?")).to_have_value("Watches")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved among Ada’s targets.")).to_be_visible()
    assert Outcome.objects.get().baseline == "Watches"


def test_the_button_saves_at_once_and_goes_back(cast, visit):  # noqa: F811
    page = visit(cast.khan, at(cast), "phone")
    box(page).fill("Joins in a game")
    page.get_by_role("button", name="Save", exact=True).dblclick()
    page.wait_for_url("**/targets/*")
    expect(page.get_by_text("Saved among Ada’s targets.")).to_be_visible()
    assert Outcome.objects.count() == 1


def test_not_now_keeps_what_was_begun_until_it_is_thrown_away(cast, visit):  # noqa: F811
    page = visit(cast.khan, at(cast))
    asked = dialogs(page, "accept")
    box(page).fill("Half a tar")
    says(page, KEPT)
    page.get_by_role("link", name="Not now").click()
    page.goto(f"{page.url}new/")
    expect(box(page)).to_have_value("Half a tar")
    page.get_by_role("button", name="Throw away what I began").click()
    expect(page.get_by_text("Thrown away. You can begin anew.")).to_be_visible()
    expect(box(page)).to_have_value("")
    assert (Outcome.objects.exists(), asked) == (False, [])


def test_a_lost_connection_keeps_the_words_and_goes_on(cast, visit, target):  # noqa: F811
    page = visit(cast.khan, change(cast, target))
    page.context.set_offline(True)
    box(page).fill("Reads twelve words")
    says(page, "Not saved: no connection. Your words are safe on this page. Trying again.")
    page.context.set_offline(False)
    says(page, SAVED)
    target.refresh_from_db()
    assert target.wording == "Reads twelve words"


def test_a_save_whose_answer_was_lost_is_known_again(cast, visit):  # noqa: F811
    page = visit(cast.khan, at(cast))
    lost = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/targets/new/", lose_the_answer)
    box(page).fill("First words")
    page.get_by_role("button", name="Save", exact=True).click()
    says(page, re.compile("no connection"))
    box(page).fill("First words and more")
    says(page, SAVED)
    assert page.url.endswith(change(cast, Outcome.objects.get()))
    assert lost == [200]
    assert Outcome.objects.get().wording == "First words and more"


def test_an_ended_session_asks_in_the_page_and_nothing_is_lost(cast, visit, target, client, live_server):  # noqa: F811
    page = visit(cast.khan, change(cast, target))
    Session.objects.all().delete()
    box(page).fill("Words that wait")
    dialog = page.get_by_role("dialog", name="Sign in to go on")
    expect(dialog).to_be_visible(timeout=12_000)
    page.context.add_cookies([cookie_of(cast.khan, client, live_server.url)])
    dialog.get_by_role("button", name="I have signed in").click()
    says(page, SAVED)
    target.refresh_from_db()
    assert target.wording == "Words that wait"


def test_another_person_signing_in_does_not_take_the_words_for_their_own(
        cast, visit, target, client, live_server):  # noqa: F811
    page = visit(cast.khan, change(cast, target))
    page.context.clear_cookies()
    page.context.add_cookies([cookie_of(cast.tom, client, live_server.url)])
    box(page).fill("Mr Khan’s words")
    says(page, re.compile("Not saved: .*You are signed in as Tom Reed"))
    expect(box(page)).to_have_value("Mr Khan’s words")
    target.refresh_from_db()
    assert target.wording == "Reads ten words"


@pytest.mark.parametrize(("choice", "left"), [
    ("Keep mine", "Mine"), ("Keep theirs", "Tom’s"), ("Put both together", "Tom’s\n\nMine")])
def test_on_conflict_both_are_shown_and_nothing_is_saved_before_one_is_chosen(
        cast, visit, target, choice, left):  # noqa: F811
    page = visit(cast.khan, change(cast, target))
    asked = dialogs(page, "accept")
    operations.reword(outcome=target, wording="Tom’s", revision=1, by=cast.tom, on=DAY)
    box(page).fill("Mine")
    says(page, re.compile("somebody else saved this"))
    expect(page.get_by_role("heading", name="Tom Reed saved this meanwhile")).to_be_visible()
    expect(page.locator("[data-their-text=wording]")).to_have_text("Tom’s")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-choose-first]")).to_be_visible()
    is_fine(page)
    target.refresh_from_db()
    assert target.wording == "Tom’s"
    page.get_by_role("button", name=choice).click()
    if left == "Tom’s":
        page.wait_for_url("**/targets/")
    else:
        says(page, SAVED)
    target.refresh_from_db()
    assert (target.wording, asked) == (left, [])
    assert target.baseline == "Two words"
