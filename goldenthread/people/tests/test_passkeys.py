"""Passkeys, in a real browser with a pretended authenticator, under the same strict policy as every page."""

import pytest

from goldenthread.people import second
from goldenthread.people.tests.acting import PASSWORD, with_password
from tests.browser import is_fine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def authenticator(page, verified=True):
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": verified, "automaticPresenceSimulation": verified}})


def give_password(page, user):
    page.get_by_label("E-mail address").fill(user.login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_teacher_sets_up_a_passkey_and_comes_back_with_it(teacher, visit):
    user = with_password(teacher)
    page = visit(None, "/sign-in/")
    authenticator(page)
    give_password(page, user)
    is_fine(page)
    page.get_by_role("button", name="Set up a passkey").click()
    page.get_by_role("heading", name="Keep these codes").wait_for()
    assert [factor.type for factor in second.factors(user)] == [second.PASSKEY]
    page.get_by_role("button", name="I have kept them: go on").click()
    page.wait_for_url("**/s/larkrise/")
    page.get_by_role("button", name="Sign out").click()
    give_password(page, user)
    is_fine(page)
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/s/larkrise/")


def test_another_device_without_the_passkey_does_not_get_in(teacher, visit):
    user = with_password(teacher)
    own = visit(None, "/sign-in/")
    authenticator(own)
    give_password(own, user)
    own.get_by_role("button", name="Set up a passkey").click()
    own.get_by_role("heading", name="Keep these codes").wait_for()
    other = visit(None, "/sign-in/")
    authenticator(other)
    give_password(other, user)
    other.get_by_role("button", name="Use my passkey").click()
    other.get_by_text("The passkey was not used.").wait_for()
    assert other.url.endswith("/sign-in/second/")


def test_a_password_can_be_seen_while_it_is_typed_and_is_sent_as_one(parent, visit):
    user = with_password(parent)
    page = visit(None, "/sign-in/")
    page.get_by_label("Password", exact=True).fill("half of it")
    page.get_by_role("button", name="Show: Password").click()
    assert page.get_by_label("Password", exact=True).get_attribute("type") == "text"
    page.get_by_role("button", name="Hide: Password").click()
    assert page.get_by_label("Password", exact=True).get_attribute("type") == "password"
    give_password(page, user)
    page.wait_for_url("**/s/larkrise/")


def test_pages_that_nobody_else_goes_through_are_fine(senco, learner_member, visit):
    """What tests/test_every_page.py opens as somebody else, or at another address."""
    page = visit(senco, "/me/app/")
    for path in ("/me/app/", "/me/passkey/", "/me/password/", "/s/larkrise/people/?which=learners", "/password/none/"):
        page.goto(path)
        is_fine(page)
