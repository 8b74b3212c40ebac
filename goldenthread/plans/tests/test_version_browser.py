"""A version in a real browser: what happened since is read first, and stands beside the plan where there is room."""

import pytest
from playwright.sync_api import expect

from goldenthread.plans.tests.desk import OCTOBER
from tests.browser import is_fine

pytestmark = pytest.mark.browser


@pytest.fixture
def version(desk):
    desk.issue("k1")
    desk.tell("medical-emergency", "Carries an inhaler now.", on=OCTOBER)
    return f"/s/larkrise/learners/{desk.ada.pk}/plan/"


def place(page, selector):
    return page.locator(selector).bounding_box()


def test_on_a_phone_what_happened_since_and_the_way_to_the_sections_come_before_the_plan(desk, version, visit):
    page = visit(desk.senco, version, "phone")
    assert place(page, "#since")["y"] < place(page, ".gt-document")["y"]
    contents = page.get_by_role("navigation", name="Sections of this plan")
    expect(contents).to_have_count(0)
    page.locator("summary", has_text="In this plan").click()
    expect(contents).to_be_visible()
    assert contents.bounding_box()["y"] < place(page, "#since")["y"]
    is_fine(page)


def test_on_a_desk_it_stands_at_the_side_and_is_read_first_all_the_same(desk, version, visit):
    page = visit(desk.senco, version)
    since, plan = place(page, "#since"), place(page, ".gt-document")
    assert since["x"] > plan["x"] + plan["width"]
    assert abs(since["y"] - place(page, ".gt-split__work")["y"]) < 2
    expect(page.get_by_role("navigation", name="Sections of this plan")).to_have_count(1)
    assert page.evaluate("document.querySelector('#since').compareDocumentPosition("
                         "document.querySelector('.gt-document')) & Node.DOCUMENT_POSITION_FOLLOWING")
    is_fine(page)


def test_on_a_phone_what_comes_after_some_screens_lies_folded_and_nothing_is_out_of_reach(desk, version, visit):
    for number in range(40):
        desk.tell("hopes", f"Hope {number}\n\nAnd why, in a few words more.", on=OCTOBER)
    desk.issue("k2")
    page = visit(desk.senco, version, "phone")
    folded = page.locator(".gt-document > .gt-section > .gt-folded")
    assert folded.count() == page.locator(".gt-document > .gt-section").count()
    first, last = folded.first, folded.last
    assert first.evaluate("each => each.open")
    expect(last.locator(".gt-section__groups")).to_be_hidden()
    page.locator("summary", has_text="In this plan").click()
    page.get_by_role("navigation", name="Sections of this plan").get_by_role("link").last.click()
    expect(last.locator(".gt-section__groups")).to_be_in_viewport()
    page.get_by_role("button", name="Open every section").click()
    assert folded.evaluate_all("all => all.every(each => each.open)")
    page.get_by_role("button", name="Close every section").click()
    last.locator("summary").press("Enter")
    expect(last.locator(".gt-section__groups")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.evaluate_all("all => all.every(each => each.open)")
    is_fine(page)
    page.set_viewport_size({"width": 390, "height": 900})
    page.get_by_role("button", name="Close every section").click()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(last.locator(".gt-section__groups")).to_be_visible()
    assert folded.evaluate_all("all => all.every(each => each.open)")


def test_on_a_desk_every_section_lies_open(desk, version, visit):
    assert visit(desk.senco, version).locator(".gt-document .gt-folded").count() == 0
