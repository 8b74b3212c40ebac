"""The main job without a mouse, without JavaScript, and at four times the size."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.learners.models import Learner
from goldenthread.plans.models import PlanVersion
from goldenthread.plans.operations import issue
from goldenthread.story.models import Entry
from tests.browser import overflow
from tests.journeys.steps import follow, heading, press, said, saved, spreadsheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at(name: str, ada: Learner, **kwargs: object) -> str:
    return reverse(name, kwargs={"slug": ada.school.slug, "pk": ada.pk, **kwargs})


def reach(page: Page, words: str) -> None:
    """Tab until something of that name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if words in page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent"):
            seen = page.evaluate("""() => { const box = document.activeElement.getBoundingClientRect();
                return box.bottom > 0 && box.top < innerHeight && getComputedStyle(document.activeElement).outlineStyle
                       + getComputedStyle(document.activeElement).boxShadow !== 'nonenone' }""")
            assert seen, f"{words} has the focus and nobody can see it"
            return
    raise AssertionError(f"Tab does not come to {words} on {page.url}")


def test_an_entry_is_written_and_a_version_issued_by_keyboard(visit, ada, draft, teacher, senco):
    page = visit(teacher, at("story:new", ada, field="interests"))
    reach(page, "Their name")
    page.keyboard.press("Shift+Tab")  # back to whose words they are: nobody's are taken for granted
    page.keyboard.press("Space")
    reach(page, "What was said or seen")
    page.keyboard.type("Drawing horses")
    saved(page)
    reach(page, "Save and go back")
    page.keyboard.press("Enter")
    said(page, "Saved in Ada’s record.")
    page = visit(senco, at("plans:draft", ada))
    reach(page, "+ New plan version")
    page.keyboard.press("Enter")
    heading(page, "Make Version 1")
    reach(page, "In plain words")
    page.keyboard.type("Ada’s first plan.")
    reach(page, "Issue Version 1")
    page.keyboard.press("Enter")
    heading(page, "Version 1 of Ada’s plan is in force")
    assert Entry.objects.filter(text="Drawing horses").count() == PlanVersion.objects.count() == 1


def test_it_works_without_javascript(visit, ada, draft, teacher, senco, tmp_path):
    page = visit(teacher, at("story:new", ada, field="interests"), java_script_enabled=False)
    page.get_by_label("Ada", exact=True).check()
    page.get_by_label("What was said or seen").fill("Drawing horses")
    press(page, "Save and go back")
    said(page, "Saved in Ada’s record.")
    page = visit(senco, at("plans:issue", ada), java_script_enabled=False)
    press(page, "Issue Version 1")
    heading(page, "Version 1 of Ada’s plan is in force")
    page.goto(reverse("exchange:upload", kwargs={"slug": ada.school.slug}))
    page.get_by_label("Spreadsheet", exact=True).set_input_files(spreadsheet(tmp_path))
    press(page, "Read the file")
    heading(page, "What this file would do")
    follow(page, "Put them in")
    press(page, "Put them in")
    heading(page, "new")
    assert Learner.objects.filter(legal_first="Ben").count() == 1


def test_nothing_needs_a_side_scroll_at_four_times_the_size(visit, ada, draft, senco):
    """1280 by 1024 at 400 % is 320 by 256."""
    page = visit(senco, "about:blank")
    page.set_viewport_size({"width": 320, "height": 256})
    school = {"slug": ada.school.slug}
    pages = [reverse(name, kwargs=school) for name in ("home:dashboard", "home:register", "exchange:upload")]
    names = ("plans:draft", "plans:issue", "plans:compare", "plans:let_in", "story:record", "outcomes:list",
             "outcomes:new", "learners:details", "learners:access", "reviews:list", "reviews:new", "reviews:dates",
             "reviews:dates_start", "reviews:dates_evidence", "actions:list", "actions:new")
    pages += [at(name, ada) for name in names] + [at("story:new", ada, field="interests")]
    wide = []
    for path in pages:
        page.goto(path)
        wide.append(overflow(page))
    assert list(filter(None, wide)) == []


def test_a_learners_own_page_is_larger_and_warmer(visit, ada, draft, senco, learner_member, today):
    issue(plan=draft, by=senco, on=today, what_changed="", key="one", review_by=date(2026, 12, 11))
    theirs, hers = visit(senco, at("plans:current", ada)), visit(learner_member, at("plans:current", ada))
    size = "parseFloat(getComputedStyle(document.querySelector('main .gt-prose p')).fontSize)"
    assert hers.evaluate(size) >= 24 > theirs.evaluate(size)
    expect(hers.locator("main")).to_contain_text("What I like and what I hope for")
