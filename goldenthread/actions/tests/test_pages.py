"""What the pages show and do: a learner's actions, one's own, the school's."""

from datetime import timedelta

import pytest

from goldenthread.actions import operations
from goldenthread.actions.models import Action
from goldenthread.actions.states import DONE, DROPPED
from goldenthread.learners.models import Grant
from goldenthread.learners.operations import block, end_grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def agree(ada, senco, teacher, today):
    def agreed(what="Ring the speech therapist", **other):
        return operations.agree(what=what, **{
            "learner": ada, "owner": teacher, "due_on": today + timedelta(days=7), "by": senco, "on": today, **other})

    return agreed


def of(ada, part=""):
    return f"/s/larkrise/learners/{ada.pk}/actions/{part}"


def at(action, part):
    return f"/s/larkrise/actions/{action.uuid}/{part}/"


def day(when):
    return {"due_on_day": when.day, "due_on_month": when.month, "due_on_year": when.year}


def test_a_learner_with_none_is_told_what_belongs_here(ada, client_for, teacher):
    page = client_for(teacher).get(of(ada)).content.decode()
    assert "Nothing waits to be done" in page
    assert "Add an action" in page


def test_a_teacher_agrees_an_action_and_finds_it_on_both_lists(ada, client_for, teacher, ta, today):
    client = client_for(teacher)
    form = client.get(of(ada, "new/")).context["form"]
    data = {"uuid": form["uuid"].value(), "what": "Try the quiet corner", "why": "Noise", "owner": ta.pk,
            "audience": "staff", **day(today + timedelta(days=3))}
    answer = client.post(of(ada, "new/"), data, follow=True)
    assert "It is on the list of Jo Bell." in answer.content.decode()
    client.post(of(ada, "new/"), data)
    assert Action.objects.get().owner == ta
    mine = client_for(ta).get("/s/larkrise/actions/").content.decode()
    assert "Try the quiet corner" in mine
    assert "Ada Okafor" in mine


def test_what_was_typed_is_kept_when_something_is_missing(ada, client_for, senco):
    answer = client_for(senco).post(of(ada, "new/"), {"what": "Ring mum", "why": "She asked"})
    assert answer.status_code == 422
    assert "Ring mum" in answer.content.decode()
    assert "Answer the question: By when?" in answer.content.decode()


def test_only_those_who_see_the_learner_are_offered_and_no_family(ada, client_for, senco, governor, teacher, today):
    names = [str(text) for _, text in client_for(senco).get(of(ada, "new/")).context["form"].fields["owner"].choices]
    assert names == ["Whoever is SENCO admin", "Helen Cross, professional from outside", "Imran Khan, teacher",
                     "Jo Bell, teaching assistant", "Priya Shah, SENCO admin"]
    block(learner=ada, member=teacher, basis="Order", by=senco, on=today)
    names = [str(text) for _, text in client_for(senco).get(of(ada, "new/")).context["form"].fields["owner"].choices]
    assert "Imran Khan, teacher" not in names


def test_done_dropped_handed_on_and_moved_from_ones_own_list(agree, client_for, teacher, ta, today):
    one, two, three = agree("One"), agree("Two"), agree("Three")
    client, back = client_for(teacher), "/s/larkrise/actions/"
    answer = client.post(at(one, "done"), {"next": back}, follow=True)
    assert answer.redirect_chain[0][0] == back
    assert "Done: “One”." in answer.content.decode()
    assert client.post(at(two, "drop"), {"why": ""}).status_code == 422
    client.post(at(two, "drop"), {"why": "Not needed", "next": back})
    client.post(at(three, "day"), {**day(today + timedelta(days=20)), "next": back})
    client.post(at(three, "hand-on"), {"owner": ta.pk, "next": back})
    assert list(Action.objects.order_by("pk").values_list("state", flat=True)) == [DONE, DROPPED, "open"]
    three.refresh_from_db()
    assert (three.owner, three.due_on) == (ta, today + timedelta(days=20))
    page = client.get(of(one.learner)).content.decode()
    assert "Why: Not needed" in page
    client.post(at(one, "open-again"))
    assert Action.objects.get(pk=one.pk).is_open


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/s/ashfield/actions/", ""])
def test_nobody_is_led_away_from_the_school(agree, client_for, teacher, elsewhere):
    action = agree()
    where = client_for(teacher).post(at(action, "done"), {"next": elsewhere})["Location"]
    assert where == of(action.learner) + f"#action-{action.uuid}"


def test_who_may_not_change_it_has_no_buttons_and_is_refused_in_words(agree, client_for, ta):
    action, client = agree(), client_for(ta)
    assert ">Done<" not in client.get(of(action.learner)).content.decode()
    answer = client.post(at(action, "done"), follow=True)
    assert "Only Imran Khan" in answer.content.decode()
    assert client.post(at(action, "drop"), {"why": "No"}).status_code == 422


def test_an_action_for_the_teams_eyes_does_not_exist_for_others(agree, client_for, ta, nia):
    action = agree(audience="senco")
    for who in (ta, nia):
        assert client_for(who).post(at(action, "done")).status_code == 404


def test_the_schools_list_is_the_teams_and_filters(agree, client_for, senco, teacher, ta, today):
    late, soon = agree("Late", owner=ta), agree("Soon")
    Action.objects.filter(pk=late.pk).update(due_on=today - timedelta(days=1))
    agree("Nobody named", owner=None, due_on=today + timedelta(days=60))
    assert client_for(teacher).get("/s/larkrise/actions/school/").status_code == 404
    client = client_for(senco)

    def shown(query):
        return [action.what for action in client.get(f"/s/larkrise/actions/school/{query}").context["page"]]

    assert shown("") == ["Late", "Soon", "Nobody named"]
    assert shown("?when=overdue") == ["Late"]
    assert shown("?when=week") == ["Late", "Soon"]
    assert shown(f"?owner={teacher.pk}") == ["Soon"]
    assert shown("?owner=0") == ["Nobody named"]
    assert shown("?kind=agreed&when=overdue") == ["Late"]
    assert shown("?kind=review-due") == []
    assert shown("?state=nonsense&owner=x&when=y") == ["Late", "Soon", "Nobody named"]
    operations.done(action=soon, by=senco, on=today)
    assert shown("?state=done") == ["Soon"]
    assert "No action fits" in client.get("/s/larkrise/actions/school/?state=dropped").content.decode()


def test_filters_and_pages_stay_in_the_address(agree, client_for, senco, ada, teacher, today):
    operations.agree_many(by=senco, on=today, actions=[
        Action(learner=ada, what=f"Number {number}", owner=teacher, due_on=today) for number in range(60)])
    page = client_for(senco).get(f"/s/larkrise/actions/school/?owner={teacher.pk}").content.decode()
    assert f"?owner={teacher.pk}&amp;page=2" in page
    assert "60 actions, 1 to 50 here" in page


def test_an_action_of_somebody_who_can_see_to_it_no_more_says_so(agree, client_for, senco, ta, today):
    agree(owner=ta)
    client = client_for(senco)
    assert "Cannot see to this any more" not in client.get("/s/larkrise/actions/school/").content.decode()
    end_grant(grant=Grant.objects.get(member=ta), by=senco, on=today)
    assert "Cannot see to this any more" in client.get("/s/larkrise/actions/school/").content.decode()
    assert "Jo Bell cannot see to this any more" in client.get(of(agree().learner)).content.decode()


def test_what_is_about_the_school_names_no_learner(client_for, senco, teacher, today):
    client = client_for(senco)
    client.post("/s/larkrise/actions/new/", {
        "uuid": "9b2fd1ab-0000-4000-8000-000000000001", "what": "Book the hall", "owner": teacher.pk,
        **day(today + timedelta(days=3))})
    assert Action.objects.get().learner is None
    mine = client_for(teacher).get("/s/larkrise/actions/").content.decode()
    assert "Book the hall" in mine
    assert "About the school" in mine
    action = Action.objects.get()
    assert client_for(teacher).get(at(action, "drop")).status_code == 200
    assert client_for(teacher).post(at(action, "done"))["Location"] == "/s/larkrise/actions/"


@pytest.mark.parametrize("path", ["actions/", "actions/school/"])
def test_whose_it_is_comes_first_then_what_and_by_when_and_only_then_why(agree, client_for, senco, path):
    agree(owner=senco, why="Her last report is old")
    page = client_for(senco).get(f"/s/larkrise/{path}").content.decode()
    page = page[page.index("gt-action\"" if path == "actions/" else "<tbody"):]
    said = ["Ada Okafor</a>", "Ring the speech therapist", "14 September 2026"]
    said += ["Her last report is old"] if path == "actions/" else []
    places = [page.index(words) for words in said]
    assert places == sorted(places)


@pytest.mark.parametrize("path", ["actions/", "actions/school/", "learners/{pk}/actions/"])
def test_lists_cost_the_same_however_long(path, ada, senco, ta, teacher, today, client_for, learner,
                                          same_queries_however_many):
    client = client_for(senco)
    url = f"/s/larkrise/{path.format(pk=ada.pk)}"

    def more(n):
        for number in range(n):
            who = [None, ta, teacher][number % 3]
            other = learner(f"Leo Number{Action.objects.count()}")
            operations.agree(learner=ada, what="x", owner=who, due_on=today, by=senco, on=today)
            operations.agree(learner=other, what="x", owner=senco, due_on=today, by=senco, on=today)

    more(6)
    assert same_queries_however_many(lambda: client.get(url), more) <= 15
