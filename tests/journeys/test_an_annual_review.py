"""An annual review, from asking the family to the plan that comes back from the authority: every date the law sets."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect

from goldenthread.outcomes.models import Outcome
from goldenthread.plans.operations.receiving import Told, receive
from goldenthread.reviews.models import Process
from tests.browser import is_fine, picture
from tests.journeys.steps import choose, day, follow, heading, press, said, tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKED, MEETING = datetime(2026, 11, 9, 9, tzinfo=UTC), datetime(2026, 12, 2, 14, tzinfo=UTC)
DECIDED, CAME = datetime(2026, 12, 18, 9, tzinfo=UTC), datetime(2027, 2, 12, 9, tzinfo=UTC)
TALKS = "Ada tells two people what happened in her day"


@pytest.fixture
def with_ehc_plan(draft, ada, senco, today):
    """The plan the authority made last December, as it was received."""
    return receive(learner=ada, dated_on=date(2025, 12, 18), received_on=date(2025, 12, 20), from_authority="823",
                   triples=[Told("Ada finds long talk hard", TALKS, "Speech therapy every other week")], note="",
                   key="first", by=senco, on=today)


def test_an_annual_review_from_the_invitation_to_the_plan_received(visit, with_ehc_plan, ada, senco, mailoutbox):
    path = f"/s/{senco.school.slug}/learners/"
    with time_machine.travel(ASKED):
        priya = visit(senco, path)
        the_law_asks(priya)
        plan_it(priya)
        ask_the_family(priya)
        note(priya, "Everyone invited was told the date", "9 11 2026")
        the_mother_answers(visit, mailoutbox)
        take_in(priya)
        note(priya, "Advice was gathered and sent round", "9 11 2026")
    with time_machine.travel(MEETING):
        priya = visit(senco, path)
        meet(priya)
        conclude(priya)
        report(priya)
        note(priya, "The report was sent", "2 12 2026")
    with time_machine.travel(DECIDED):
        priya = visit(senco, path)
        the_authority_decides(priya)
        note(priya, "The proposed changes were sent to the family", "18 12 2026")
    with time_machine.travel(CAME):
        priya = visit(senco, path)
        the_plan_comes(priya)
    assert Process.objects.filter(ended="received").count() == 1
    assert Process.objects.get(state="open").kind == "annual_review"


def dates(page: Page) -> None:
    tab(page, "Dates")
    heading(page, "Dates set by law")


def the_law_asks(page: Page) -> None:
    follow(page, "Ada Okafor")
    dates(page)
    expect(page.locator("main")).to_contain_text("To be complete in time it is held by")
    is_fine(page)


def plan_it(page: Page) -> None:
    tab(page, "Reviews")
    follow(page, "Plan a review")
    page.get_by_label("Annual review").check()
    choose(page, "Which plan does it look at?", "Education, health and care plan")
    day(page, "Day of the meeting", "2 12 2026")
    press(page, "Plan it")
    expect(page.locator("main")).to_contain_text("To be in time the meeting is held by")  # said before it is kept
    press(page, "Plan it")
    heading(page, "Annual review, 2 December 2026")
    dates(page)
    expect(page.locator("main")).to_contain_text("16 December 2026")  # the report, two weeks after
    is_fine(page)
    picture(page, "annual-dates", full=True)


def ask_the_family(page: Page) -> None:
    the_review(page)
    for who, how, address in (("Ada, the learner", "By phone or in person", ""),
                              ("Grace Okafor", "A link by e-mail", "grace.okafor@larkrise.example")):
        follow(page, "Ask somebody")
        page.get_by_label(re.compile(f"^{who}")).check()
        page.get_by_label(how).check()
        page.get_by_label("Their e-mail address").fill(address)
        press(page, "Ask")
        heading(page, "Annual review")


def the_review(page: Page) -> None:
    tab(page, "Reviews")
    follow(page, "Annual review, 2 December 2026")


def note(page: Page, what: str, when: str) -> None:
    """Write down that something of the statutory process happened."""
    dates(page)
    follow(page, re.compile("Say what happened"))
    page.get_by_label(what).check()
    day(page, "On which day?", when)
    press(page, "Save")
    said(page, "Noted.")


def the_mother_answers(visit, mailoutbox) -> None:
    (letter,) = [each for each in mailoutbox if each.to == ["grace.okafor@larkrise.example"] and "/view/" in each.body]
    page = visit(None, "/view/" + letter.body.partition("/view/")[2].split()[0], "phone")
    page.get_by_role("textbox").first.fill("She tells us about lunch. Nobody else hears it.")
    press(page, "Send")
    expect(page.locator("main")).to_contain_text("Thank")


def take_in(page: Page) -> None:
    the_review(page)
    follow(page, "Read it")
    press(page, re.compile("^Take in under"))
    expect(page.locator("main")).to_contain_text("In the record")


def meet(page: Page) -> None:
    follow(page, "Ada Okafor")
    the_review(page)
    follow(page, "Hold the meeting")
    page.get_by_role("checkbox", name=re.compile("^Grace Okafor")).check()
    page.get_by_label("What is working, a new line").fill("She tells her mother about her day.")
    page.get_by_label("Amend the EHC plan.").check()
    page.get_by_label("What we recommend, a new line").fill("Speech therapy every week: every other is too seldom.")
    target = page.get_by_role("group", name=TALKS)
    target.get_by_label("On track", exact=True).check(force=True)
    press(page, re.compile(r"Another line\s*: What we recommend"))
    is_fine(page)
    picture(page, "annual-meeting", full=True)
    press(page, "Go on to the end")


def conclude(page: Page) -> None:
    heading(page, "Conclude the annual review")
    expect(page.locator("main")).to_contain_text("is kept as it was received")
    expect(page.get_by_role("button", name=re.compile("and issue"))).to_have_count(0)
    is_fine(page)
    press(page, "Conclude without a new version")
    heading(page, "The annual review is concluded")
    expect(page.locator("main")).to_contain_text("16 December 2026")
    is_fine(page)
    assert Outcome.objects.get(wording=TALKS).state == "on_track"


def report(page: Page) -> None:
    """It is made of what the meeting found: nothing is typed again."""
    follow(page, "make the report")
    press(page, "Open a draft")
    expect(page.locator("main")).to_contain_text("She tells her mother about her day.")
    expect(page.locator("main")).to_contain_text("Amend the EHC plan.")
    is_fine(page)
    follow(page, "+ New plan version")
    day(page, "Date of the next review", "1 12 2027")
    is_fine(page)
    press(page, "Issue Version 1")
    heading(page, re.compile("Version 1 of Ada’s .* is in force"))
    is_fine(page)


def the_authority_decides(page: Page) -> None:
    follow(page, "Ada Okafor")
    dates(page)
    follow(page, re.compile("Say what happened"))
    page.get_by_label("The authority decided").check()
    choose(page, "What did the authority decide?", "Amend the plan")
    day(page, "On which day?", "18 12 2026")
    is_fine(page)
    press(page, "Save")
    said(page, "Noted.")


def the_plan_comes(page: Page) -> None:
    follow(page, "Ada Okafor")
    tab(page, "Plan")
    page.goto(page.url.rstrip("/").removesuffix("/draft").removesuffix("/plan") + "/plans/ehc-plan/receive/")
    day(page, "Date on the plan", "10 2 2027")
    day(page, "Day you received it", "12 2 2027")
    choose(page, "Authority that wrote it", "Central Bedfordshire")
    row = page.get_by_role("group", name="Row 1")
    row.get_by_label("Need (section B)").fill("Ada finds long talk hard")
    row.get_by_label("Outcome (section E)").fill("Ada tells her class what happened in her day")
    row.get_by_label("Provision (section F)").fill("Speech therapy every week")
    is_fine(page)
    press(page, "Record it as received")
    expect(row.get_by_label("Is this the same outcome, amended?")).to_contain_text("Yes, of 1")
    is_fine(page)
    press(page, "Record it as received")
    expect(page.locator("main")).to_contain_text("Ada tells her class what happened in her day")
    dates(page)
    expect(page.locator("main")).to_contain_text("The final plan was received")
    is_fine(page)
