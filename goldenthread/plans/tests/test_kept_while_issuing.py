"""What a SENCO typed to issue a version is there again, whichever way she went meanwhile."""

import re

import pytest
import time_machine

from goldenthread.plans.models import PlanVersion
from goldenthread.plans.tests.desk import OCTOBER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel(OCTOBER):
        yield


TYPED = {"after": "0", "what_changed": "We met on Monday.", "review_by_day": "30", "review_by_month": "Feb",
         "review_by_year": "2027"}


@pytest.mark.parametrize(("go", "where"), [
    ("hopes", "plan/sections/hopes/"), ("record", "record/"), ("//x", "record/"), ("draft", "plan/draft/"),
    ("issue", "plan/issue/"), ("current", "plan/")])
def test_what_was_typed_to_issue_is_kept_while_what_is_missing_is_written(desk, at, client_for, go, where):
    client = client_for(desk.senco)
    left = client.post(at("issue/"), TYPED | {"go": go})
    assert left["Location"] == at(f"../{where}")
    assert kept(client.get(at("issue/"))) == ["We met on Monday.", "30", "Feb", "2027"]
    assert not PlanVersion.objects.exists()
    client.post(at("issue/"), {"key": "page-1", "after": "0", "what_changed": "We met.", "review_by_day": "1",
                               "review_by_month": "4", "review_by_year": "2027"})
    assert kept(client.get(at("issue/"))) == ["", "1", "4", "2027"]


def kept(reply):
    """What the boxes of the page to issue hold."""
    boxes = re.findall(r'name="review_by_\w+" value="(\w*)"', reply.content.decode())
    return [reply.context["form"]["what_changed"].value(), *boxes]


def test_the_way_back_at_the_top_keeps_what_was_typed_too(desk, at, client_for):
    page = client_for(desk.senco).get(at("issue/")).content.decode()
    assert '<button type="submit" form="issue" name="go" value="current" class="govuk-back-link">The plan' in page


def test_that_it_was_kept_is_said_after_the_buttons_and_leaves_no_gap_before_them(desk, at, client_for):
    form = client_for(desk.senco).get(at("issue/")).content.decode().split('<form method="post" id="issue"')[1]
    assert form.index("data-saved") > form.index("</button>")


def test_what_was_typed_to_issue_keeps_itself_on_any_other_way_out(desk, at, client_for):
    client = client_for(desk.senco)
    assert set(client.post(at("issue/"), TYPED | {"later": "1"}).json()) == {"at"}
    assert kept(client.get(at("issue/"))) == ["We met on Monday.", "30", "Feb", "2027"]
    assert not PlanVersion.objects.exists()


def test_what_was_typed_is_kept_while_the_draft_is_compared(desk, at, client_for):
    desk.issue("k1")
    left = client_for(desk.senco).post(at("issue/"), {"go": "compare", "what_changed": "We met on Monday."})
    assert left["Location"] == at("compare/?old=1&new=draft")
