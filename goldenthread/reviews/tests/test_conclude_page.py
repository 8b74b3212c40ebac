"""The page that concludes a review: what will happen before it does, one press, and what happened."""

import re

import pytest
import time_machine
from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.actions.operations import done
from goldenthread.outcomes.models import Outcome
from goldenthread.plans.models import PlanVersion
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.tests.table import DECEMBER, JUNE
from goldenthread.reviews.views import concluding
from goldenthread.schools.forms import in_words
from goldenthread.story.operations import write


@pytest.fixture(autouse=True)
def the_day_of_the_meeting():
    with time_machine.travel("2026-12-03 10:00"):
        yield


@pytest.fixture
def review(table):
    review = table.held()
    outcome = Outcome.objects.get(learner=table.ada, level="term")
    reviews.judge(review=review, outcome=outcome, state="met", words="Every day.", by=table.senco, on=DECEMBER)
    reviews.find(review=review, kind="agreed", text="Find a younger class.", owner=table.teacher, due_on=JUNE,
                 by=table.senco, on=DECEMBER)
    return review


def address(review, page="conclude"):
    return reverse(f"reviews:{page}", kwargs={"slug": review.school.slug, "pk": review.learner_id, "uuid": review.uuid})


def press(client, review, how="issue", **more):
    """What the browser sends: the page as it was opened, then a press."""
    page = client.get(address(review)).content.decode() if "key" not in more else ""
    hidden = dict(re.findall(r'name="(key|after|shown)" value="([^"]*)"', page))
    return client.post(address(review), hidden | {
        "how": how, "next_on_day": "1", "next_on_month": "4", "next_on_year": "2027",
        "what_changed": "Ada reads every day."} | more)


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_it_says_what_will_happen_before_it_does(review, table, client_for):
    page = words(client_for(table.senco).get(address(review)))
    assert "1 outcome is judged" in page
    assert "1 action is given out" in page
    assert "Imran Khan, by 10 June 2027" in page
    assert "Version 2 is in force from today and Version 1 is archived" in page
    assert PlanVersion.objects.count() == 1


def test_one_press_concludes_issues_and_says_it_back(review, table, client_for):
    client = client_for(table.senco)
    answer = press(client, review)
    assert answer.url == address(review, "concluded")
    page = words(client.get(answer.url))
    assert "Version 2 of Ada’s plan is in force" in page
    assert "Version 1 is archived" in page
    assert "looked at again by 1 April 2027" in page
    assert "Find a younger class. Imran Khan, by 10 June 2027" in page
    assert PlanVersion.objects.latest("pk").what_changed == "Ada reads every day."


def test_what_rules_raised_for_it_is_not_among_what_was_agreed(review, table, client_for):
    table.says(review.invitations.get(name="Grace Okafor"), on=DECEMBER)
    client = client_for(table.senco)
    page = words(client.get(press(client, review).url))
    assert Action.objects.filter(kind="views-waiting").exists()
    assert "Read what people told us for the review" not in page


def test_pressed_twice_it_is_done_once(review, table, client_for):
    client, more = client_for(table.senco), {"key": "one-page", "after": "1"}
    assert press(client, review, **more).url == press(client, review, **more).url == address(review, "concluded")
    assert (PlanVersion.objects.count(), Action.objects.filter(source_room="reviews").count()) == (2, 1)


def test_the_second_of_two_reads_who_did_it_and_keeps_what_was_typed(review, table, client_for, senco_team):
    client_of_tom = client_for(senco_team)
    press(client_for(table.senco), review)
    answer = press(client_of_tom, review, how="only", key="toms", what_changed="Tom's own words.")
    assert answer.status_code == 422
    assert "Priya Shah concluded this review on 3 December 2026" in words(answer)
    assert "Tom&#x27;s own words." in answer.content.decode()
    assert b'name="how"' not in answer.content


def test_the_loser_of_two_at_once_has_nothing_left_to_press(review, table, client_for, senco_team, monkeypatch):
    send = concluding.conclude

    def outrun(request, loaded, said):
        table.concludes(review)
        send(request, loaded, said)

    monkeypatch.setattr(concluding, "conclude", outrun)
    answer = press(client_for(senco_team), review, how="only", key="toms", what_changed="Tom's own words.")
    assert answer.status_code == 422
    assert "It was concluded by Priya Shah. See what was concluded" in words(answer)
    assert f'href="{address(review, "concluded")}"' in answer.content.decode()
    assert b'name="how"' not in answer.content
    assert "Tom&#x27;s own words." in answer.content.decode()


def test_who_may_not_issue_reads_why_and_concludes_without_a_version(review, table, client_for, senco_team):
    client = client_for(senco_team)
    page = client.get(address(review))
    assert "Only a SENCO admin" in words(page)
    assert b'value="issue"' not in page.content
    assert press(client, review, how="only").url == address(review, "concluded")
    assert "The termly review is concluded" in words(client.get(address(review, "concluded")))
    assert PlanVersion.objects.count() == 1


def test_a_line_written_while_the_page_was_open_is_not_issued_unseen(review, table, client_for, teacher):
    client = client_for(table.senco)
    page = client.get(address(review)).content.decode()
    opened = dict(re.findall(r'name="(key|after|shown)" value="([^"]*)"', page))
    write(learner=table.ada, field="strengths", text="Sings.", said_by="staff", by=teacher, on=DECEMBER)
    answer = press(client, review, **opened)
    assert answer.status_code == 422
    assert "The record has changed since this page was opened: “Strengths”." in words(answer)
    assert "Ada reads every day." in answer.content.decode()
    review.refresh_from_db()
    assert (review.state, PlanVersion.objects.count()) == ("open", 1)
    again = dict(re.findall(r'name="(key|after|shown)" value="([^"]*)"', answer.content.decode()))
    for _ in range(2):
        assert press(client, review, **again).status_code == 302
    assert PlanVersion.objects.count() == 2


def test_a_refusal_leaves_everything_typed_and_nothing_done(review, table, client_for):
    answer = press(client_for(table.senco), review, next_on_year="2020")
    assert answer.status_code == 422
    assert "still to come" in words(answer)
    assert "Ada reads every day." in answer.content.decode()
    review.refresh_from_db()
    assert (review.state, PlanVersion.objects.count()) == ("open", 1)


def test_what_is_missing_is_said_instead_of_the_buttons(review, table, client_for):
    review.invitations.update(came=None)
    page = client_for(table.senco).get(address(review))
    assert "Note who came first." in words(page)
    assert b'name="how"' not in page.content


def test_a_concluded_review_is_read_and_offers_nothing_to_press(review, table, client_for):
    client = client_for(table.senco)
    press(client, review)
    assert client.get(address(review)).url == address(review, "concluded")
    page = client.get(address(review, "meeting"))
    assert "Ada asks for help now." in words(page)
    assert "Every day." in words(page)
    assert b"<textarea" not in page.content
    assert client_for(table.teacher).get(address(review, "concluded")).status_code == 200
    assert client_for(table.parent).get(address(review, "concluded")).status_code == 404


def test_a_review_that_is_not_concluded_has_nothing_to_say_back(review, table, client_for):
    assert client_for(table.senco).get(address(review, "concluded")).status_code == 404


def test_it_says_of_whom_it_will_be_recorded_that_no_reply_came(review, table, client_for):
    silent = table.asks(review, on=DECEMBER, name="Mary Shaw", email="mary.shaw@nhs.example", asked_as="professional")
    page = words(client_for(table.senco).get(address(review)))
    assert "1 person has not been heard: Mary Shaw. It will be recorded that no reply came." in page
    press(client_for(table.senco), review, how="only")
    silent.refresh_from_db()
    assert silent.no_reply_on == DECEMBER
    assert review.invitations.get(name="Grace Okafor").no_reply_on is None


def test_it_names_learner_and_family_nobody_asked_and_who_came_and_said_nothing(review, table, client_for):
    client, staff_only = client_for(table.senco), table.review(kind="interim")
    assert "Nobody asked Ada or the family." in words(client.get(address(staff_only)))
    page = words(client.get(address(review)))
    assert "Nobody asked Ada." in page
    assert "Grace Okafor came, and nothing is written down in their words." in page
    reviews.find(review=review, kind="change", text="More time.", said_by="family", said_by_name="Grace Okafor",
                 by=table.senco, on=DECEMBER)
    table.asks(review, on=DECEMBER, name="Ada Okafor", asked_as="learner", route="paper", email="")
    page = words(client.get(address(review)))
    assert "Nobody asked" not in page
    assert "came, and nothing" not in page


def test_what_was_done_since_is_said_to_be_done(review, table, client_for):
    client = client_for(table.senco)
    press(client, review)
    done(action=Action.objects.get(source_room="reviews"), by=table.senco, on=DECEMBER)
    assert "Done Find a younger class." in words(client.get(address(review, "concluded")))


def test_it_says_what_else_in_the_draft_goes_out_with_the_new_version(review, table, client_for):
    client = client_for(table.senco)
    assert "the draft goes out as it stands" not in words(client.get(address(review)))
    table.desk.tell("hopes", "To ride a horse.", said_by="learner", on=DECEMBER)
    page = client.get(address(review)).content.decode()
    assert "the draft goes out as it stands" in page
    assert "?old=1&amp;new=draft" in page


def test_it_names_those_whose_answers_wait_to_be_taken_in(review, table, client_for):
    client = client_for(table.senco)
    assert "has not been taken in" not in words(client.get(address(review)))
    table.says(review.invitations.get(name="Grace Okafor"), on=DECEMBER)
    page = client.get(address(review))
    assert "What Grace Okafor told us has not been taken in" in words(page)
    assert address(review, "answers") in page.content.decode()


def test_a_concluded_review_asks_nobody_any_more(review, table, client_for):
    client = client_for(table.senco)
    assert "Not heard yet. Ask now" in words(client.get(address(review, "meeting")))
    press(client, review)
    page = words(client.get(address(review, "meeting")))
    assert "Not heard yet" not in page
    assert "Nothing was written down." in page


def test_an_annual_review_without_a_recommendation_is_warned_of_before_it_is_concluded(table, client_for):
    client, annual = client_for(table.senco), table.held(kind="annual")
    page = words(client.get(address(annual)))
    assert "The meeting has not said what it recommends for the EHC plan" in page
    assert "The iPlan keeps its own review day" in page
    reviews.find(review=annual, kind="recommendation", text="Amend the EHC plan.", by=table.senco, on=DECEMBER)
    assert b'id="unchosen"' not in client.get(address(annual)).content


@pytest.mark.parametrize("kind", ["interim", "emergency"])
def test_a_meeting_between_rounds_leaves_the_day_that_stands_and_says_when_it_moves(table, client_for, kind):
    client, between, stood = client_for(table.senco), table.held(kind=kind), table.plan.review_by
    page = client.get(address(between))
    assert f"looked at again by {in_words(stood)}, as before" in words(page)
    assert page.context["form"]["next_on"].initial == stood
    assert client.get(address(between, "meeting")).context["next"]["next_on"].initial == stood
    done = client.get(press(client, between, how="only", next_on_month="5").url)
    assert f"by 1 May 2027, and no longer by {in_words(stood)}" in words(done)


def test_only_an_annual_review_is_asked_for_its_recommendation(review, table, client_for):
    assert b'id="unchosen"' not in client_for(table.senco).get(address(review)).content
