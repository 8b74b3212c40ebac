"""The main job: a spreadsheet, a draft by two people, Version 1, progress, Version 2, and who reads what."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.learners.models import Learner
from goldenthread.learners.operations import add_contact, open_learner_account, tie_contact
from goldenthread.plans.models import PlanVersion
from tests.browser import is_fine, picture
from tests.journeys.steps import (
    begin_writing,
    choose,
    day,
    follow,
    heading,
    of,
    one_line,
    paper,
    press,
    said,
    saved,
    screen_lines,
    spreadsheet,
    tab,
    tell,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATER = datetime(2026, 12, 3, 10, tzinfo=UTC)
READS = "Reads a page of her own choosing to Jo, three times a week"


def test_from_a_spreadsheet_to_version_2(visit, tmp_path, senco, teacher, parent, nia, learner, today):
    leo = learner("Leo Nguyen")
    priya = visit(senco, f"/s/{senco.school.slug}/")
    bring_in(priya, spreadsheet(tmp_path))
    ada = Learner.objects.get(legal_first="Ada")
    assert Learner.objects.filter(legal_last="Nguyen").get() == leo
    around(ada, senco, parent, today)
    tell(ada, senco, today)

    open_the_draft(priya)
    let_the_teacher_in(priya)
    imran = visit(teacher, f"/s/{teacher.school.slug}/")
    write_in_the_record(imran)
    set_a_target(imran)
    add_the_familys_words(priya)
    mark_sections(priya)
    issue_version_1(priya)
    assert PlanVersion.objects.count() == 1
    the_teacher_cannot_issue(imran, ada)
    note_progress(imran)

    with time_machine.travel(LATER):
        priya = visit(senco, f"/s/{senco.school.slug}/learners/")
        close_as_met(priya)
        issue_version_2(priya)
        compare(priya)
        paper_says_what_the_screen_says(priya)
        for who, sees in ((parent, the_family_reads), (Learner.objects.get(pk=ada.pk).account, the_learner_reads)):
            sees(visit(who, f"/s/{senco.school.slug}/"))
        finds_nothing_at(visit(parent, f"/s/{senco.school.slug}/"), "story:record", ada)
        finds_nothing_at(visit(nia, "/"), "plans:current", ada)


def bring_in(page: Page, file) -> None:
    heading(page, "Priya")
    is_fine(page)
    picture(page, "first-day")
    follow(page, "Bring learners in")
    heading(page, "Bring learners in from a spreadsheet")
    is_fine(page)
    page.get_by_label("Spreadsheet", exact=True).set_input_files(file)
    press(page, "Read the file")
    heading(page, "What this file would do")
    expect(page.locator("main")).to_contain_text("2 new learners")
    expect(page.locator("main")).to_contain_text("Password")
    is_fine(page)
    picture(page, "import-preview")
    follow(page, "Possible duplicates")
    expect(page.locator("main")).to_contain_text("May be: Leo Nguyen")
    follow(page, "Leonard Nguyen")
    is_fine(page)
    picture(page, "import-duplicate")
    page.go_back()
    follow(page, "Put them in")
    is_fine(page)
    press(page, "Put them in")
    heading(page, "2 new")
    is_fine(page)
    follow(page, "See the learners")
    is_fine(page)


def around(ada: Learner, senco, parent, today) -> None:
    """Ada's mother and Ada herself get their own way in."""
    grace = add_contact(learner=ada, name="Grace Okafor", relationship="PAM", responsibility=True, by=senco, on=today)
    tie_contact(contact=grace, member=parent, by=senco, on=today)
    open_learner_account(learner=ada, by=senco, on=today)


def open_the_draft(page: Page) -> None:
    follow(page, "Ada Okafor")
    heading(page, "Ada’s plan")
    is_fine(page)
    press(page, "Open a draft")
    heading(page, "Draft")
    is_fine(page)


def let_the_teacher_in(page: Page) -> None:
    draft = page.url
    tab(page, "Access")
    follow(page, "Give access")
    choose(page, "Who", "Imran Khan")
    press(page, "Give access")
    said(page, "Imran Khan can see Ada")
    is_fine(page)
    picture(page, "who-can-see")
    page.goto(draft)
    follow(page, "Who is let in")
    choose(page, "Who may read and work on this draft?", "Imran Khan")
    press(page, "Let in")
    expect(page.get_by_role("row", name="Imran Khan")).to_be_visible()
    is_fine(page)
    page.goto(draft)


def write_in_the_record(page: Page) -> None:
    heading(page, "Imran")
    is_fine(page)
    follow(page, "Learners")
    follow(page, "Ada Okafor")
    tab(page, "Record")
    is_fine(page)
    begin_writing(page, "hopes")
    page.get_by_label("Ada", exact=True).check()
    page.get_by_label("What was said or seen").press_sequentially("To have a friend who likes drawing too")
    saved(page)
    is_fine(page)
    picture(page, "write", "phone", full=True)
    press(page, "Save and go back")
    said(page, "Saved in Ada’s record.")
    expect(page.get_by_text("To have a friend who likes drawing too")).to_be_visible()
    is_fine(page)
    picture(page, "record")


def set_a_target(page: Page) -> None:
    for level, wording, due in (("End of year", "Joins in a game with two others", "20 7 2027"),
                                ("This term", READS, "11 12 2026")):
        tab(page, "Targets")
        follow(page, "Set a target")
        page.get_by_label(level).check()
        page.get_by_label("What do we hope will have happened?").fill(wording)
        page.get_by_text("More about this target").click()
        page.get_by_label("Where do we start from?").fill("Once a week, with help")
        day(page, "By when?", due)
        is_fine(page)
        press(page, "Save")  # what saves itself is let finish first, so the next page comes in its own time
        said(page, "targets.")
    is_fine(page)


def add_the_familys_words(page: Page) -> None:
    page.reload()
    is_fine(page)
    picture(page, "draft")
    tab(page, "Record")
    begin_writing(page, "views-of-family")
    page.get_by_label("Ada’s family").check()
    page.get_by_label("Their name").fill("Ada’s mum")
    page.get_by_label("What was said or seen").fill("She talks all the way home. At school we hear she is quiet.")
    page.get_by_text("When, how, where it comes from").click()
    page.get_by_label("How did we find out?").fill("Meeting at school")
    press(page, "Save and go back")
    expect(page.locator("main")).to_contain_text("Ada’s mum")
    expect(page.locator("main")).to_contain_text("7 September 2026 · Meeting at school")


def mark_sections(page: Page) -> None:
    tab(page, "Plan")
    follow(page, "Review date")
    day(page, "Date of the next review", "11 12 2026")
    press(page, "Save")
    for title in ("About me", "Hopes and interests"):
        follow(page, of("Mark or arrange", title))
        is_fine(page)
        press(page, "Mark as complete")
        said(page, f"“{title}” is now complete.")
        follow(page, "The draft")


def issue_version_1(page: Page) -> None:
    follow(page, "+ New plan version")
    heading(page, "Make Version 1 of Ada’s plan")
    page.get_by_label("In plain words").fill("Ada’s first plan. We wrote it together in September.")
    is_fine(page)
    picture(page, "issue", full=True)
    page.get_by_role("button", name="Issue Version 1").dblclick()
    heading(page, "Version 1 of Ada’s plan is in force")
    is_fine(page)
    follow(page, "Read it")
    expect(page.locator("main")).to_contain_text("To have a friend who likes drawing too")
    is_fine(page)
    picture(page, "version")


def the_teacher_cannot_issue(page: Page, ada: Learner) -> None:
    tab(page, "Plan")
    expect(page.locator("main")).to_contain_text("Version 1")
    expect(page.locator("main")).not_to_contain_text("New plan version")
    finds_nothing_at(page, "plans:issue", ada)
    page.go_back()


def finds_nothing_at(page: Page, name: str, ada: Learner) -> None:
    answer = page.goto(reverse(name, kwargs={"slug": ada.school.slug, "pk": ada.pk}))
    assert answer
    assert answer.status == 404
    heading(page, "This page is not here")
    expect(page.locator("body")).not_to_contain_text("Okafor")


def note_progress(page: Page) -> None:
    tab(page, "Targets")
    page.get_by_text("Note progress").last.click()
    page.get_by_label("A few words, if you like").last.fill("Three pages this week, one to the class")
    is_fine(page)
    picture(page, "progress", "phone", full=True)
    page.get_by_role("button", name="More than expected").last.click()
    expect(page.locator("main")).to_contain_text("Three pages this week")


def close_as_met(page: Page) -> None:
    follow(page, "Ada Okafor")
    expect(page.locator("main")).to_contain_text("Since 7 September 2026")
    tab(page, "Targets")
    follow(page, of("Close with a result", READS[:30]))
    page.get_by_label("Met", exact=True).check()
    page.get_by_label("What happened?").fill("She read to the whole class")
    is_fine(page)
    press(page, "Close")
    is_fine(page)
    picture(page, "targets")


def issue_version_2(page: Page) -> None:
    tab(page, "Plan")
    follow(page, "+ New plan version")
    heading(page, "Make Version 2")
    is_fine(page)
    page.get_by_label("In plain words").fill("Ada met her reading target.")
    day(page, "Date of the next review", "26 3 2027")
    press(page, "Issue Version 2")
    heading(page, "Version 2 of Ada’s plan is in force")
    expect(page.locator("main")).to_contain_text("Version 1 is archived")
    is_fine(page)


def compare(page: Page) -> None:
    follow(page, "compared")
    heading(page, "What changed from Version 1 to Version 2")
    expect(page.locator("main")).to_contain_text("Met 3 December 2026")
    expect(page.locator("main")).not_to_contain_text("emoved")
    is_fine(page)
    picture(page, "compare", full=True)
    follow(page, "The plan")


def paper_says_what_the_screen_says(page: Page) -> None:
    heading(page, "Ada")
    text = paper(page, "PDF")
    assert one_line("Version 2") in text
    assert [line for line in screen_lines(page) if line and line not in text] == []


def the_family_reads(page: Page) -> None:
    expect(page.locator("main")).to_contain_text("Ada met her reading target.")
    expect(page.locator("main")).to_contain_text("She talks all the way home")
    expect(page.locator("body")).not_to_contain_text("Sits best by the door")
    text = paper(page, "PDF")
    assert one_line("copy for Ada’s family") in text or one_line("copy for Ada's family") in text
    assert one_line("Sits best by the door") not in text
    is_fine(page)
    picture(page, "family", "phone")


def the_learner_reads(page: Page) -> None:
    expect(page.locator("body")).to_contain_text("My plan")
    expect(page.locator("body")).not_to_contain_text("Sits best by the door")
    expect(page.get_by_role("link", name="Record")).to_have_count(0)
    assert one_line("Sits best by the door") not in paper(page, "PDF")
    is_fine(page)
    picture(page, "learner")

