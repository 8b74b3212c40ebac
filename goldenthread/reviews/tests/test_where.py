"""Every action that a rule raises leads to where somebody sees to it, and the page opens for them."""

from datetime import timedelta

import pytest

from goldenthread.actions.causes import FINDERS, ORIGINS
from goldenthread.actions.models import Action
from goldenthread.actions.operations import sweep
from goldenthread.actions.templatetags.agreed import origin, origin_address
from goldenthread.people.models import Membership
from goldenthread.reviews.models import Invitation
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.tests.table import NOVEMBER

KINDS = ["review-due", "view-asked", "views-waiting", "clock-near", "move-ahead", "rights-pass"]


@pytest.fixture
def raised(table, learner):
    """One action of each kind that this room knows of."""
    review = table.review(held_on=table.waiting.due_on + timedelta(days=30), kind="interim")
    table.says(table.asks(review))
    table.asks_to_sign_in(review, table.teacher, "teacher")
    clocks.start(learner=table.ada, kind="annual_review", day=NOVEMBER - timedelta(days=300), by=table.senco,
                 on=NOVEMBER)
    learner("Sam Hill", dob=NOVEMBER.replace(year=NOVEMBER.year - 16), nc_year="11", stage="E")
    learner("Bo Small", nc_year="6", stage="E")
    on = table.waiting.due_on - timedelta(days=3)
    sweep(school=table.senco.school, by=Membership.system(table.senco.school), on=on, kinds=KINDS)
    return {each.kind: each for each in Action.objects.select_related("school", "learner")}


def test_every_rule_says_where_its_action_is_seen_to():
    assert [kind for kind in FINDERS if ORIGINS[kind].where is None] == []


def test_each_leads_to_a_page_that_opens(raised, table, client_for):
    assert sorted(raised) == sorted(KINDS)
    opened = {kind: client_for(table.senco).get(origin_address(action), follow=True).status_code
              for kind, action in raised.items()}
    assert opened == dict.fromkeys(KINDS, 200)
    mine = client_for(table.teacher).get(origin_address(raised["view-asked"]), follow=True)
    assert mine.status_code == 200


def test_who_runs_a_review_is_led_to_it_and_who_is_asked_to_what_is_asked(raised, table, client_for):
    at = origin_address(raised["view-asked"])
    review = Invitation.objects.get(uuid=raised["view-asked"].source_id).review
    assert client_for(table.senco).get(at).url.endswith(f"/learners/{table.ada.pk}/reviews/{review.uuid}/")
    assert client_for(table.teacher).get(at).url == f"/s/larkrise/asked/{raised['view-asked'].source_id}/"


def test_the_line_of_an_action_has_the_link(raised, table, client_for):
    said = client_for(table.senco).get(f"/s/larkrise/learners/{table.ada.pk}/actions/").content.decode()
    assert f'href="/s/larkrise/learners/{table.ada.pk}/reviews/">See to it' in said


def test_what_was_agreed_at_a_review_says_so(table):
    assert origin(Action(source_room="reviews")).name == "Agreed at a review"
