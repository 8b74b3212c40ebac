"""A termly review, from planning it to Version 2: the SENCO, a teacher, a mother who answers from a letter, a father on
paper; the meeting; and who reads what afterwards.
"""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect

from goldenthread.actions.models import Action
from goldenthread.outcomes.models import Outcome
from goldenthread.plans import operations as plans
from goldenthread.plans.models import Plan, PlanVersion
from goldenthread.reviews.models import Finding
from tests.browser import is_fine, picture
from tests.journeys.steps import choose, day, follow, heading, one_line, paper, press, said, tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKED, MEETING = datetime(2026, 11, 19, 9, tzinfo=UTC), datetime(2026, 12, 3, 10, tzinfo=UTC)
READS = "Reads a page to Jo"


@pytest.fixture
def issued(draft: Plan, senco, today) -> Plan:
    """Version 1, to be looked at again in December."""
    plans.set_review_by(plan=draft, review_by=MEETING.date(), by=senco, on=today)
    plans.issue(plan=draft, by=senco, on=today, what_changed="Ada’s first plan.", key="first")
    return draft


def test_a_termly_review_from_planning_to_version_2(visit, issued, ada, senco, teacher, parent, learner_member,
                                                    mailoutbox):
    with time_machine.travel(ASKED):
        priya = visit(senco, f"/s/{senco.school.slug}/learners/")
        plan_it(priya)
        ask_everybody(priya)
        the_teacher_answers(visit(teacher, f"/s/{teacher.school.slug}/"))
        the_mother_answers_from_her_letter(visit, mailoutbox)
        type_what_ada_said(priya)
        take_it_all_in(priya)
        prepare(priya)
    with time_machine.travel(MEETING):
        priya = visit(senco, f"/s/{senco.school.slug}/learners/")
        open_the_meeting(priya)
        who_is_here(priya)
        write_what_is_found(priya)
        judge(priya)
        agree(priya)
        it_saves_itself(priya)
        conclude(priya)
        version_2_tells_of_it(priya)
        for who in (parent, learner_member):
            reads_version_2(visit(who, f"/s/{senco.school.slug}/"))


def the_review(page: Page) -> None:
    follow(page, "Ada Okafor")
    tab(page, "Reviews")


def plan_it(page: Page) -> None:
    the_review(page)
    is_fine(page)
    follow(page, "Plan a review")
    heading(page, "Plan a review of Ada")
    page.get_by_label("Time").fill("15:30")
    page.get_by_label("Where").fill("The library")
    is_fine(page)
    press(page, "Plan it")
    said(page, "Planned.")
    heading(page, "Termly review, 3 December 2026")


def ask_everybody(page: Page) -> None:
    for who, how, address in (("Ada, the learner", "On paper", ""),
                              ("Grace Okafor", "A link by e-mail", "grace.okafor@larkrise.example"),
                              ("Imran Khan", "They sign in and answer", "")):
        follow(page, "Ask somebody")
        page.get_by_label(re.compile(rf"^{who}")).check()
        page.get_by_label(how).check()
        page.get_by_label("Their e-mail address").fill(address)
        is_fine(page)
        press(page, "Ask")
        heading(page, "Termly review")
    is_fine(page)
    picture(page, "review-asked")


def the_teacher_answers(page: Page) -> None:
    follow(page, "Asked of you")
    is_fine(page)
    follow(page, "Give your views")
    page.get_by_role("textbox").first.fill("She reads to the whole class now.")
    is_fine(page)
    press(page, "Send")
    expect(page.locator("main")).to_contain_text("Thank")
    is_fine(page)


def the_mother_answers_from_her_letter(visit, mailoutbox) -> None:
    (letter,) = [each for each in mailoutbox if each.to == ["grace.okafor@larkrise.example"] and "/view/" in each.body]
    address = next(line.strip() for line in letter.body.splitlines() if "/view/" in line)
    page = visit(None, "/view/" + address.partition("/view/")[2])
    is_fine(page)
    picture(page, "review-answer", "phone", full=True)
    page.get_by_role("textbox").first.fill("She reads to her cousins in the evening.")
    press(page, "Send")
    expect(page.locator("main")).to_contain_text("Thank")


def type_what_ada_said(page: Page) -> None:
    follow(page, re.compile(r"Type what they said\s*: Ada"))
    page.get_by_label("On paper").check()
    page.get_by_label("What do you like best?").fill("I like reading to the little ones.")
    is_fine(page)
    press(page, "Keep it")
    said(page, "Kept as")


def take_it_all_in(page: Page) -> None:
    heading(page, "What people told us")
    for words in ("She reads to the whole class now.", "She reads to her cousins", "I like reading to the"):
        expect(page.locator("main")).to_contain_text(words)
    is_fine(page)
    picture(page, "review-answers", full=True)
    press(page, "Take all into the record")
    said(page, "In the record")
    follow(page, "The review")


def prepare(page: Page) -> None:
    follow(page, "The page of the meeting")
    expect(page.locator("main")).to_contain_text("On that day this page opens to be written on")
    expect(page.get_by_role("textbox")).to_have_count(0)
    is_fine(page)


def open_the_meeting(page: Page) -> None:
    the_review(page)
    follow(page, "Termly review, 3 December 2026")
    follow(page, "Hold the meeting")
    heading(page, "Termly review, 3 December 2026")
    names = page.locator(".gt-heard__person h3").all_inner_texts()
    assert names[0].startswith("Ada"), names
    is_fine(page)


def who_is_here(page: Page) -> None:
    for name, capacity in (("Ada", "Contributed"), ("Grace Okafor", "Agreed to act"), ("Imran Khan", "Agreed to act")):
        page.get_by_role("checkbox", name=re.compile(f"^{name}")).check()
        page.get_by_label(re.compile(f"In what capacity {name}")).select_option(label=capacity)


def new_line(page: Page, box: str):
    return page.get_by_label(f"{box}, a new line", exact=True)


def write_what_is_found(page: Page) -> None:
    """Line after line: each press of "Another line" saves the page and gives an empty one, ready to type in."""
    new_line(page, "What is working").fill("Ada reads aloud without being asked.")
    choose(page, "Whose words? What is working, new line", "Imran Khan")
    press(page, re.compile(r"Another line\s*: What is working"))
    expect(new_line(page, "What is working")).to_be_focused()
    page.keyboard.type("She chooses the book herself.")
    new_line(page, "What is not working").fill("Loud rooms.")
    new_line(page, "What needs to change").fill("A quiet place at lunch.")
    new_line(page, "Where we see it differently").fill("I would like speech therapy every week.")
    press(page, re.compile(r"Another line\s*: What is working"))
    # Everything is kept, and somebody has still to be named for what is seen differently.
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say who sees it differently")
    expect(page.locator("main")).to_contain_text("Say who sees it differently")
    assert Finding.objects.count() == 5
    is_fine(page)
    choose(page, "Whose words? Where we see it differently, line 1", "Grace Okafor")
    page.get_by_role("button", name="Save", exact=True).click()
    said(page, "Saved.")
    assert Finding.objects.count() == 5


def judge(page: Page) -> None:
    target = page.get_by_role("group", name=READS)
    target.get_by_label("Met", exact=True).check(force=True)
    target.get_by_label(re.compile("Why, in a sentence")).fill("She read to the whole class.")


def agree(page: Page) -> None:
    new_line(page, "What was agreed").fill("Find a younger class to read to.")
    choose(page, "Who does it? What was agreed, new line", "Imran Khan")
    day(page, "By when? What was agreed, new line", "18 12 2026")
    press(page, re.compile(r"Another line\s*: what was agreed"))
    new_line(page, "What was agreed").fill("Read together at bedtime.")
    choose(page, "Who does it? What was agreed, new line", "Grace Okafor")
    day(page, "By when? What was agreed, new line", "26 3 2027")
    day(page, "By when do we look again?", "26 3 2027")
    page.get_by_role("button", name="Save", exact=True).click()
    said(page, "Saved.")
    is_fine(page)
    picture(page, "meeting", full=True)
    picture(page, "meeting-phone", "phone")


def it_saves_itself(page: Page) -> None:
    new_line(page, "What we do next").press_sequentially("Read to a class")
    expect(page.locator("[data-saved]").last).to_contain_text("Saved 10:", timeout=15_000)
    new_line(page, "What we do next").press_sequentially(" of younger children.")
    press(page, "Go on to the end")
    heading(page, "Conclude the termly review")
    assert Finding.objects.get(kind="next").text == "Read to a class of younger children."


def conclude(page: Page) -> None:
    main = page.locator("main")
    for words in ("1 outcome is judged", "2 actions are given out", "Version 2 is in force", "Version 1 is archived"):
        expect(main).to_contain_text(words)
    page.get_by_label("In plain words").fill("Ada reads to the whole class. Next she reads to younger children.")
    is_fine(page)
    picture(page, "conclude", full=True)
    page.get_by_role("button", name="Conclude and issue Version 2").dblclick()
    heading(page, "Version 2 of Ada’s plan is in force")
    for words in ("Version 1 is archived", "Find a younger class to read to.", "26 March 2027"):
        expect(main).to_contain_text(words)
    is_fine(page)
    picture(page, "concluded")
    assert PlanVersion.objects.count() == 2
    assert Action.objects.filter(source_room="reviews", cause="").count() == 2
    assert Outcome.objects.get(wording=READS).state == "met"
    follow(page, "Read what it found")
    expect(main).to_contain_text("I would like speech therapy every week.")
    expect(page.get_by_role("textbox")).to_have_count(0)
    is_fine(page)
    page.go_back()


def version_2_tells_of_it(page: Page) -> None:
    follow(page, "Read the new version")
    expect(page.locator("main")).to_contain_text("Version 2")
    expect(page.locator("main")).to_contain_text("Met 3 December 2026")
    is_fine(page)
    assert one_line("Version 2") in paper(page, "PDF")
    follow(page, re.compile("Versions issued|Every version"))
    expect(page.locator("main")).to_contain_text("Archived")


def reads_version_2(page: Page) -> None:
    expect(page.locator("main")).to_contain_text("Ada reads to the whole class.")
    is_fine(page)
