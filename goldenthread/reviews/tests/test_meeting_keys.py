"""A meeting from who is here to its end, by keys alone."""

from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from goldenthread.actions.models import Action
from goldenthread.outcomes.models import Outcome
from goldenthread.reviews.models import Review
from tests.browser import is_fine

pytestmark = pytest.mark.browser


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there: whatever cannot be reached so is out of reach for many."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"No way by Tab to {target}")


def write(page: Page, box: str, text: str, whose: str = "") -> None:
    tab_to(page, page.get_by_label(f"{box}, a new line", exact=True))
    page.keyboard.type(text)
    if whose:
        page.keyboard.press("Tab")
        page.keyboard.type(whose)


def judge(page: Page, wording: str, words: str) -> None:
    """Tab comes to what is chosen now, arrows to the rest."""
    group = page.get_by_role("group", name=wording)
    tab_to(page, group.get_by_label("Not judged", exact=True))
    page.keyboard.press("ArrowRight")
    expect(group.get_by_label("On track", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type(words)


def agree(page: Page) -> None:
    write(page, "What was agreed", "Find a younger class to read to.", "Imran")
    for part in ("10", "6", "2027"):
        page.keyboard.press("Tab")
        page.keyboard.type(part)


def press(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def test_a_meeting_is_written_up_and_concluded_by_keys_alone(table, visit):
    review, wording = table.review(), Outcome.objects.get(learner=table.ada, level="term").wording
    table.asks(review)
    with time_machine.travel(datetime(2026, 12, 3, 10, tzinfo=UTC)):
        page = visit(table.senco, f"/s/larkrise/learners/{table.ada.pk}/reviews/{review.uuid}/meeting/")
        tab_to(page, page.get_by_role("checkbox", name="Grace Okafor"))
        page.keyboard.press("Space")
        write(page, "What is working", "She reads aloud.", "Grace")
        write(page, "What is not working", "Loud rooms.")
        write(page, "Where we see it differently", "Speech therapy every week.", "Grace")
        judge(page, wording, "Nearly there.")
        agree(page)
        for part in ("1", "4", "2027"):
            tab_to(page, page.locator(f"[name=next_on_{'day' if part == '1' else 'month' if part == '4' else 'year'}]"))
            page.keyboard.type(part)
        press(page, "Go on to the end")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Conclude the termly review")
        is_fine(page)
        press(page, "Conclude without a new version")
        expect(page.get_by_role("heading", level=1)).to_contain_text("is concluded")
    review = Review.objects.get()
    said = [(each.kind, each.text, each.said_by_name) for each in review.findings.all()]
    assert said == [("working", "She reads aloud.", "Grace Okafor"), ("not_working", "Loud rooms.", ""),
                    ("difference", "Speech therapy every week.", "Grace Okafor"),
                    ("agreed", "Find a younger class to read to.", "")]
    assert (review.state, review.judgements.get().words, str(review.next_on)) == (
        "concluded", "Nearly there.", "2027-04-01")
    assert Action.objects.get(source_id=str(review.uuid)).owner == table.teacher
