"""B-23: a page left alone on a classroom computer hides what it shows, and loses no word."""

import pytest
from django.contrib.sessions.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_B23_a_page_left_alone_hides_and_comes_back_for_who_is_signed_in(senco, visit):
    page = visit(senco, "/me/name/")
    page.clock.install()
    page.reload()
    page.get_by_label("Name").fill("Half a name")
    page.clock.run_for(25 * 60_000)
    assert page.get_by_role("heading", name="Your name").is_visible()
    page.clock.run_for(6 * 60_000)
    page.get_by_role("heading", name="Are you still there?").wait_for()
    assert not page.get_by_text("Priya Shah").first.is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_text("Priya Shah").first.is_visible()
    page.get_by_role("button", name="Show the page").click()
    page.get_by_role("heading", name="Your name").wait_for()
    assert page.get_by_label("Name").input_value() == "Half a name"


def test_B23_and_stays_hidden_from_who_is_not(learner_member, visit):
    page = visit(learner_member, "/me/")
    page.clock.install()
    page.reload()
    page.clock.run_for(16 * 60_000)
    page.get_by_role("heading", name="Are you still there?").wait_for()
    Session.objects.all().delete()
    page.get_by_role("button", name="Show the page").click()
    page.get_by_text("You have been signed out.").wait_for()
    assert not page.get_by_text("Ada Okafor").first.is_visible()
