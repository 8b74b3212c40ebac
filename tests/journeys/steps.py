"""What people do on the pages, in their words. Nothing here knows an address that a link could have given."""

import io
import re
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.story import operations as story

SAVED = re.compile(r"Saved \d\d:\d\d")
HEADINGS = ["First names", "Surname", "Date of birth", "Year group", "Tutor group", "Gender", "Ethnicity", "UPN",
            "SIMS number", "SEN status", "SEN need", "Password"]
JOINERS = [
    ["Ada", "Okafor", "14/03/2016", "6", "6K", "F", "BAFR", "A352000824929", "1001", "K", "SLCN", "swordfish"],
    ["Ben", "Hughes", "02/10/2015", "6", "6K", "M", "WBRI", "", "1002", "K", "SPLD", "swordfish"],
    ["Sana", "Iqbal", "", "6", "6K", "F", "APKN", "", "1003", "", "", "swordfish"],  # nobody wrote down when
    ["Leonard", "Nguyen", "02/05/2018", "4", "4B", "M", "AOTH", "", "1004", "K", "ASD", "swordfish"],  # Leo, perhaps
]
# What the record must say besides, before a first version: told before the journey begins.
TOLD = {
    "people-admire": ("My drawings, and that I look after my cousins", "learner"),
    "how-to-support": ("Show me a picture first. Give me ten seconds to answer.", "learner"),
    "strengths": ("Ada draws what she means when words are slow to come", "staff"),
    "needs-communication": ("Instructions of more than two parts are lost by the second part", "staff"),
    "strategies": ("One instruction at a time, with a picture; check by asking Ada to show", "staff"),
    "views-of-staff": ("She starts more talk than she did in Year 5", "staff"),
    "staff-notes": ("Sits best by the door; tell the cover teacher", "staff"),
}


def spreadsheet(folder: Path, rows: list[list[str]] = JOINERS) -> Path:
    """A list as an office sends it: a title, an empty row, headings, then the learners."""
    book = Workbook()
    for row in (["Larkrise Primary School: new learners"], [], HEADINGS, *rows):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(folder / "joiners.xlsx")
    return folder / "joiners.xlsx"


def tell(ada: Learner, by: Membership, on: Any) -> None:
    for field, (text, said_by) in TOLD.items():
        story.write(learner=ada, field=field, text=text, said_by=said_by, by=by, on=on)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.wait_for_load_state()  # a person does not press before the page stands
    page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """A link, whether it looks like one or like a button."""
    looks_like_one = page.locator("a").and_(page.get_by_role("button", name=name))
    page.get_by_role("link", name=name).or_(looks_like_one).first.click()


def of(act: str, what: str) -> re.Pattern[str]:
    """A link or button whose name goes on, out of sight, with what it is about."""
    return re.compile(rf"{re.escape(act)}\s*: {re.escape(what)}")


def tab(page: Page, name: str) -> None:
    """One of the parts of a learner's record."""
    page.get_by_role("navigation", name="Parts of the record").get_by_role("link", name=name, exact=True).click()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def said(page: Page, words: str) -> None:
    """What happened is said back at the top of the page, in one of what may be several notes."""
    expect(page.locator(".govuk-notification-banner").filter(has_text=words)).to_be_visible()


def choose(page: Page, label: str, words: str) -> None:
    """The option that holds these words: `Imran Khan` where the list says `Imran Khan, teacher`."""
    box = page.get_by_label(label)
    value = box.locator("option", has_text=words).first.get_attribute("value")
    box.select_option(value)


def day(page: Page, question: str, typed: str) -> None:
    """A date in its three boxes: `7 12 2026`."""
    group = page.get_by_role("group", name=question)
    for part, text in zip(("Day", "Month", "Year"), typed.split(), strict=True):
        group.get_by_label(part).fill(text)


def begin_writing(page: Page, field: str) -> None:
    """Under a heading with nothing written yet; folded away where others have something."""
    folded = page.locator(f"details:not([open]):has(#{field}) > summary")
    if folded.count():
        folded.click()
    page.locator(f"#{field}").get_by_role("link").click()


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=15_000)


def paper(page: Page, name: str | re.Pattern[str]) -> str:
    """The text of the PDF behind a link, as one line."""
    address = page.get_by_role("link", name=name).first.get_attribute("href")
    answer = page.context.request.get(address)
    assert answer.ok, answer.status
    assert answer.headers["content-type"] == "application/pdf"
    return one_line(" ".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(answer.body())).pages))


def one_line(text: str) -> str:
    """Without what a line break does to words."""
    return re.sub(r"\s+", "", text.replace("\u00ad", ""))


def screen_lines(page: Page) -> list[str]:
    """What a version says on the screen, statement by statement."""
    return [one_line(text) for text in page.locator("article .gt-prose p, article .gt-facts dd").all_inner_texts()]
