"""Inviting those whom the law names, in a real browser: from the dates to the last of them."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect

from goldenthread.reviews.models import Invitation
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.tests.table import MADE, NOVEMBER
from tests.browser import is_fine
from tests.journeys.steps import day, follow, heading, press, said

pytestmark = pytest.mark.browser


def ask(page: Page, seat: str, name: str, email: str) -> None:
    follow(page, re.compile(rf"^Ask\s*: {seat}"))
    expect(page.get_by_label(seat, exact=True)).to_be_checked()
    page.get_by_label("Their name").fill(name)
    page.get_by_label("Their e-mail address").fill(email)
    press(page, "Ask")


def test_an_annual_review_is_planned_from_the_dates_and_everyone_told_without_saying_so_twice(table, visit):
    clocks.start(learner=table.ada, kind="annual_review", day=MADE, by=table.senco, on=NOVEMBER)
    with time_machine.travel(datetime(2026, 11, 9, 9, tzinfo=UTC)):
        page = visit(table.senco, f"/s/larkrise/learners/{table.ada.pk}/dates/")
        follow(page, "Plan the annual review")
        expect(page.get_by_label("Annual review", exact=True)).to_be_checked()
        day(page, "Day of the meeting", "24 11 2026")
        press(page, "Plan it")
        heading(page, "Annual review, 24 November 2026")
        is_fine(page)
        ask(page, "The local authority’s SEN officer", "Olu Adeyemi", "olu@council.example")
        ask(page, "A health professional, named by the health service", "Mary Shaw", "mary.shaw@nhs.example")
        follow(page, "Ask somebody")
        press(page, "Ask")
        expect(page.locator(".govuk-error-summary")).to_contain_text("Choose who is asked.")
        is_fine(page)
        page.get_by_label(re.compile("^Grace Okafor")).check()
        press(page, "Ask")
        for seat in ("The head teacher", "The local authority’s social care officer"):
            follow(page, re.compile(rf"^Say why not\s*: {seat}"))
            page.get_by_label("Why are they not invited?").fill("They sent a report.")
            is_fine(page)
            press(page, "Keep the reason")
        follow(page, re.compile(r"^Ask no longer\s*: Mary Shaw"))
        is_fine(page)
        press(page, "Ask them no longer")
        said(page, "Mary Shaw is no longer asked.")
        press(page, re.compile("^Ask again"))
        said(page, "Mary Shaw is asked again.")
        is_fine(page)
        page.goto(f"/s/larkrise/learners/{table.ada.pk}/dates/")
        expect(page.locator("main")).to_contain_text("9 November 2026: Everyone invited was told the date")
        is_fine(page)
    assert Invitation.objects.filter(taken_back_on=None).count() == 3
