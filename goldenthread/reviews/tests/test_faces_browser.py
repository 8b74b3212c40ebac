"""The child's form in a real browser: tapped, by keys, on a phone and in the dark."""

from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import expect

from goldenthread.reviews.models import Contribution
from tests.browser import is_fine

pytestmark = pytest.mark.browser


def test_a_child_answers_with_a_tap_and_by_keys(table, visit):
    review = table.review()
    asked = table.asks_to_sign_in(review, table.child, "learner")
    with time_machine.travel(datetime(2026, 11, 9, 9, tzinfo=UTC)):
        page = visit(table.child, f"/s/larkrise/asked/{asked.uuid}/", "phone")
        is_fine(page)
        page.get_by_label("Mixed up").focus()
        page.keyboard.press("Space")
        expect(page.get_by_label("Mixed up")).to_be_checked()
        page.get_by_role("button", name="Send").first.click()
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        is_fine(page)
    assert Contribution.objects.get().text == "Mixed up"
