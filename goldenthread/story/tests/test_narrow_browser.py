"""The record and the register on a phone: nothing runs off the page, nothing has the focus that is not seen."""

import pytest
from django.urls import reverse

from goldenthread.plans import operations as plans
from goldenthread.story import operations
from goldenthread.story.tests.cast import DAY
from tests.browser import is_fine, overflow

pytestmark = pytest.mark.browser

LINK = "https://example.org/" + "a-long-way-" * 12
SEEN = """() => [...document.querySelectorAll('thead a')].map(link => {
    const box = link.getBoundingClientRect();
    return link.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
})"""


def test_a_long_link_stays_on_the_page(cast, visit):
    operations.write(learner=cast.ada, field="strengths", text=LINK, said_by="staff", by=cast.khan, on=DAY)
    plans.open_plan(learner=cast.ada, by=cast.priya, on=DAY)
    here = {"slug": cast.school.slug, "pk": cast.ada.pk}
    page = visit(cast.priya, reverse("story:record", kwargs=here), "phone")
    for path in (reverse("story:record", kwargs=here),
                 reverse("plans:section", kwargs={**here, "type": "iplan", "key": "strengths"})):
        page.goto(path)
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert "example.org" in page.content()
            assert overflow(page) == ""


def test_the_register_is_sorted_on_a_phone_by_links_that_are_seen(cast, visit):
    page = visit(cast.priya, reverse("home:register", args=[cast.school.slug]) + "?show=everyone", "phone")
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 1200})
        page.evaluate("document.querySelector('thead').scrollIntoView()")
        assert page.evaluate(SEEN) == [True] * 7
    is_fine(page)
