"""The thread in a real browser: for everyone, in every font, and with hints that come as one types."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from goldenthread.outcomes import operations as outcomes
from goldenthread.outcomes.bank import operations as bank
from goldenthread.outcomes.bank.models import BankOutcome
from goldenthread.outcomes.levels import LEVELS
from goldenthread.outcomes.models import Outcome
from goldenthread.story.tests.cast import DAY, cast
from tests.browser import is_fine

__all__ = ["cast"]
pytestmark = pytest.mark.browser
LONG = timedelta(weeks=9)

CUT = """() => [...document.querySelectorAll('.gt-hung')].filter(card =>
    card.getBoundingClientRect().bottom > card.closest('foreignObject').getBoundingClientRect().bottom + 1
    || [...card.querySelectorAll('*')].some(part => part.scrollWidth > card.clientWidth))
    .map(card => card.textContent)"""


def at(cast, name, **more):
    return reverse(name, kwargs={"slug": cast.school.slug, **more})


@pytest.fixture
def thread(cast):
    """A thread of every level and state, with long words, numbers and gaps."""
    made = None
    for level in LEVELS:
        made = outcomes.set_outcome(learner=cast.ada, level=level, parent=made, by=cast.priya, on=DAY,
                                    wording="Tells a story of three parts, Donaudampfschifffahrtsgesellschaft and all, "
                                            "to somebody who was not there, without a picture", baseline="0 words",
                                    target="120 words")
    outcomes.note_progress(outcome=made, judgement="behind", by=cast.jo, on=DAY)
    outcomes.set_outcome(learner=cast.ada, level="term", wording="Reads a sign", by=cast.priya, on=DAY - LONG,
                         due_on=DAY - LONG)
    for state in ("met", "partly_met", "not_met"):
        over = outcomes.set_outcome(learner=cast.ada, level="step", wording="Says hello", by=cast.priya, on=DAY)
        outcomes.close(outcome=over, result=state, by=cast.priya, on=DAY)
    return made


def test_the_thread_is_for_everyone(cast, visit, thread):
    page = visit(cast.khan, at(cast, "home:thread", pk=cast.ada.pk) + "?closed=show")
    is_fine(page)
    assert page.evaluate("matchMedia('print').matches") is False
    page.get_by_role("link", name="Tells a story").first.focus()
    page.keyboard.press("Enter")
    assert "#knot-" in page.url


@pytest.mark.parametrize("font", ["", "lexend", "opendyslexic"])
def test_no_words_are_cut_off_whatever_the_font(cast, visit, thread, font):
    cast.school.vocabulary = {"font": font}
    cast.school.save()
    page = visit(cast.khan, at(cast, "home:thread", pk=cast.ada.pk) + "?closed=show")
    page.evaluate("document.fonts.ready")
    assert page.evaluate(CUT) == []


def test_a_thread_can_be_walked_by_keyboard_on_a_phone(cast, visit, thread):
    page = visit(cast.khan, at(cast, "home:thread", pk=cast.ada.pk), "phone")
    region = page.get_by_role("region", name="Ada’s thread as a picture")
    assert region.bounding_box()["height"] <= 0.7 * 900  # a window onto it, not a page of its own
    region.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(50):  # it glides; a page that allows no eval cannot be waited for by an expression
        if moved := region.evaluate("region => region.scrollLeft"):
            break
        page.wait_for_timeout(100)
    assert moved > 0


def test_hints_come_while_one_types_and_saving_is_never_stopped(cast, visit):
    page = visit(cast.khan, at(cast, "outcomes:new", pk=cast.ada.pk))
    hints = page.locator("[data-hints-here]")
    page.get_by_label("What do we hope will have happened?").fill("Improve reading")
    expect(hints).to_contain_text("“improve” can mean several things")
    page.get_by_label("How will we know?").fill("Jo counts the words each Friday")
    expect(hints).not_to_contain_text("Say how we will know")
    is_fine(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved among Ada’s targets.")).to_be_visible()
    assert Outcome.objects.get().wording == "Improve reading"


def test_the_bank_is_for_everyone(cast, visit):
    bank.bring_starting_set(by=cast.priya, on=DAY)
    target = outcomes.set_outcome(learner=cast.ada, level="term", wording="Ada reads", by=cast.khan, on=DAY)
    page = visit(cast.priya, at(cast, "outcomes:bank"))
    for path in (at(cast, "outcomes:choose", pk=cast.ada.pk), at(cast, "outcomes:bank_new"),
                 at(cast, "outcomes:bank_change", uuid=BankOutcome.objects.all()[0].uuid),
                 at(cast, "outcomes:to_bank", pk=cast.ada.pk, uuid=target.uuid)):
        is_fine(page)
        page.goto(path)
    page.get_by_label("What will have happened?").fill("Ada reads")
    page.get_by_role("button", name="Put it into the bank").click()
    expect(page.get_by_role("alert")).to_contain_text("This names Ada")
    is_fine(page)
