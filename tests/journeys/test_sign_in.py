"""Signing in as it is outside the demo: an app's codes, a passkey, a learner's passphrase, and nothing left behind."""

import re

import pytest
from playwright.sync_api import Page, expect

from goldenthread.people.models import Membership
from goldenthread.people.second import STEP, format_hotp_value, hotp_value
from goldenthread.people.tests.acting import PASSWORD, with_password
from goldenthread.schools.clock import now
from tests.browser import is_fine, picture
from tests.journeys.steps import follow, heading, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "otters juggle 5 pebbles"


@pytest.fixture(autouse=True)
def outside_the_demo(settings):
    settings.DEMO = False


def sign_in(page: Page, member: Membership) -> None:
    heading(page, "Sign in")
    page.get_by_label("E-mail address").fill(member.user.login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(now().timestamp()) // STEP))


def test_staff_set_up_an_app_and_keep_their_recovery_codes(visit, senco):
    with_password(senco)
    page = visit(None, f"/s/{senco.school.slug}/")
    is_fine(page)
    picture(page, "sign-in")
    sign_in(page, senco)
    heading(page, "One more thing to show that it is you")
    page.get_by_text("I can't use the camera").click()
    is_fine(page)
    picture(page, "second-factor")
    page.get_by_label("Code that the app shows now").fill(code(page.locator("code").first.inner_text()))
    press(page, "Use this app")
    expect(page.locator("main li code")).to_have_count(10)
    is_fine(page)
    follow(page, "I have kept them")
    heading(page, "Priya")


def test_a_passkey_is_made_and_used(visit, senco):
    with_password(senco)
    page = visit(None, "/")
    a_key_in(page)
    sign_in(page, senco)
    heading(page, "One more thing")
    press(page, "Set up a passkey")
    expect(page.locator("main li code")).to_have_count(10)
    follow(page, "I have kept them")
    press(page, "Sign out")
    sign_in(page, senco)
    heading(page, "Show that it is you")
    is_fine(page)
    press(page, "Use my passkey")
    heading(page, "Priya")


def a_key_in(page: Page) -> None:
    """A device that answers as a fingerprint reader would."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})


def test_a_learner_comes_in_with_a_given_passphrase_and_chooses_their_own(visit, ada, senco, today):
    school = ada.school
    page = visit(senco, f"/s/{school.slug}/people/?which=learners")
    is_fine(page)
    page.get_by_label(re.compile("Ada")).check()
    press(page, "Make passphrases")
    is_fine(page)
    username, phrase = page.locator("main td code").all_inner_texts()
    theirs = visit(None, "/sign-in/learner/")
    is_fine(theirs)
    picture(theirs, "learner-sign-in")
    for label, words in (("School code", school.sign_in_code), ("Username", username)):
        theirs.get_by_label(label).fill(words)
    theirs.get_by_label("Password", exact=True).fill(phrase)
    press(theirs, "Sign in")
    is_fine(theirs)
    theirs.get_by_label("New password", exact=True).fill(NEW)
    press(theirs, "Use this password")
    expect(theirs.locator("main")).to_contain_text("My plan")


def test_after_signing_out_back_shows_nothing(visit, senco, ada):
    """B-21: whoever sits down at this desk next finds no child in it."""
    page = visit(senco, f"/s/{senco.school.slug}/learners/")
    follow(page, "Ada Okafor")
    expect(page.locator("main")).to_contain_text("Ada")
    press(page, "Sign out")
    heading(page, "Sign in")
    for _ in range(2):
        page.go_back()
        expect(page.locator("body")).not_to_contain_text("Ada")
