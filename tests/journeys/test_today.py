"""A SENCO's day begins: what needs her, whom, and by when."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from goldenthread.plans import operations as plans
from goldenthread.story import operations as story
from tests.browser import is_fine, picture
from tests.journeys.steps import follow, heading

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Learner, and in how many days the review of their plan is due, as was settled in the summer.
SUMMER = date(2026, 7, 6)
REGISTER = {"Zofia Nowak": -3, "Sam Ashworth": 0, "Amina Begum": 9, "Leo Nguyen": 21, "Harry Booth": None,
            "Maya Patel": None, "Oliver Grant": "no plan", "Esme Doyle": "no plan"}


@pytest.fixture
def register(learner, senco, today):
    for name, days in REGISTER.items():
        about = {"learner": learner(name, stage="K", nc_year="4", tutor_group="4B"), "by": senco, "on": today}
        story.write(field="important-to-me", text="My football team", said_by="learner", **about)
        if days != "no plan":
            plan = plans.open_plan(type="iplan", **about)
            if days is not None:
                plans.set_review_by(plan=plan, review_by=today + timedelta(days=days), by=senco, on=SUMMER)


def test_the_first_page_says_what_needs_one_today(visit, ada, draft, register, senco, today):
    plans.issue(plan=draft, by=senco, on=today, what_changed="", key="k1", review_by=date(2026, 9, 18))
    page = visit(senco, f"/s/{senco.school.slug}/")
    heading(page, "Good morning, Priya")
    expect(page.locator("main")).to_contain_text("Finish Zofia Nowak’s draft (to be reviewed by 4 September 2026)")
    expect(page.locator("main")).to_contain_text("Review Ada Okafor’s plan (by 18 September 2026)")
    expect(page.locator("main")).to_contain_text("2 learners on the register have no plan yet")
    is_fine(page)
    follow(page, "no plan yet")
    expect(page.locator("main tbody tr")).to_have_count(2)
    follow(page, "Learners")
    expect(page.locator("main tbody tr")).to_have_count(9)
    is_fine(page)
    picture(page, "register")
