"""A learner who was added by mistake is taken out again, as long as nobody wrote anything about them."""

from datetime import date, timedelta

import pytest

from goldenthread.actions import operations as actions
from goldenthread.actions.models import Action
from goldenthread.audit.models import Event
from goldenthread.audit.queries import broken_links, sentence
from goldenthread.audit.refusals import Refused
from goldenthread.learners import operations, policies
from goldenthread.learners.models import Learner
from goldenthread.learners.operations import NeedGiven
from goldenthread.people.models import Membership
from goldenthread.plans.operations import open_plan
from goldenthread.story.models import Begun


@pytest.fixture
def mistake(learner):
    return learner("Mis Take", tutor_group="8K", stage="K")


def at(one, name):
    return f"/s/larkrise/learners/{one.pk}/{name}/"


def test_a_learner_added_by_mistake_is_taken_out_from_the_foot_of_their_details(mistake, senco, client_for):
    client = client_for(senco)
    assert at(mistake, "take-out") in client.get(at(mistake, "details")).content.decode()
    assert "as if they had never come" in client.get(at(mistake, "take-out")).content.decode()
    page = client.post(at(mistake, "take-out"), follow=True)
    assert "Mis Take is taken out." in page.content.decode()
    assert page.redirect_chain == [("/s/larkrise/learners/", 302)]
    assert not Learner.objects.filter(pk=mistake.pk).exists()
    assert "Mis" not in sentence(Event.objects.get(kind="learners.taken_back"))
    assert list(broken_links()) == []


WRITTEN = {
    "details": lambda one, by, on: operations.amend(learner=one, changes={"communication": "Signs"}, by=by, on=on),
    "needs": lambda one, by, on: operations.set_needs(learner=one, needs=[NeedGiven(type="HI")], by=by, on=on),
    "contact": lambda one, by, on: operations.add_contact(learner=one, name="Mo", relationship="MTH", by=by, on=on),
    "account": lambda one, by, on: operations.open_learner_account(learner=one, by=by, on=on),
    "plan": lambda one, by, on: open_plan(learner=one, by=by, on=on),
    "words begun": lambda one, by, on: Begun.objects.create(
        school=one.school, learner=one, field="strengths", by=by, words={}, kept_at="2026-09-07T09:00Z"),
}


HELD = {"details": "stay: how they communicate.", "needs": "stay: a change to what is known of them.",
        "contact": "stay: a contact.", "account": "stay: an account, access given to somebody.",
        "plan": "stay: a plan.", "words begun": "stay: words begun in the record."}


@pytest.mark.parametrize("what", WRITTEN)
def test_they_stay_once_anything_is_written_about_them(mistake, senco, today, client_for, what):
    WRITTEN[what](mistake, senco, today)
    assert HELD[what] in policies.why_not_take_out(mistake)
    with pytest.raises(Refused, match="mark them as leaving"):
        operations.take_out_by_hand(learner=mistake, by=senco, on=today)
    client = client_for(senco)
    assert at(mistake, "take-out") not in client.get(at(mistake, "details")).content.decode()
    answer = client.post(at(mistake, "take-out"), follow=True)
    assert answer.redirect_chain == [(at(mistake, "details"), 302)]
    assert "“Mis is leaving”, at the foot" in answer.content.decode()


def test_a_child_with_a_note_for_an_emergency_stays_even_if_they_came_with_it(learner, senco, today):
    ill = learner("Leo Nowak", emergency="Epilepsy")
    with pytest.raises(Refused, match="held about Leo Nowak, so they stay: the note for an emergency"):
        operations.take_out_by_hand(learner=ill, by=senco, on=today)


def test_a_child_who_came_in_more_than_30_days_ago_leaves_instead(mistake, senco, today):
    assert policies.why_not_take_out_by_hand(mistake, senco, today + timedelta(30)) == ""
    with pytest.raises(Refused, match="came in on 7 September 2026, more than 30 days ago, so they stay"):
        operations.take_out_by_hand(learner=mistake, by=senco, on=today + timedelta(31))


def test_an_import_may_still_be_undone_with_the_note_it_brought(learner, senco, school):
    operations.take_back(school=school, learners=[learner("Leo Nowak", emergency="Epilepsy")], by=senco)
    assert not Learner.objects.exists()


@pytest.fixture
def raised(learner, school):
    """An action that a rule raised: rights are about to pass to them."""
    learner("Mis Take", dob=date(2011, 1, 10), nc_year="11", stage="E")
    actions.sweep(school=school, by=Membership.system(school), on=date(2027, 2, 1))
    return Action.objects.get(kind="rights-pass")


def test_what_a_rule_asks_for_goes_with_them(raised, senco, today):
    operations.take_out_by_hand(learner=raised.learner, by=senco, on=today)
    assert not Action.objects.filter(pk=raised.pk).exists()


def test_unless_somebody_has_answered_it(raised, senco, today):
    actions.drop(action=raised, why="Known", by=senco, on=today)
    assert policies.why_not_take_out(raised.learner)


def test_it_is_for_the_senco_admin(mistake, senco_team, today, client_for):
    with pytest.raises(Refused, match="Only a SENCO admin"):
        operations.take_out_by_hand(learner=mistake, by=senco_team, on=today)
    assert at(mistake, "take-out") not in client_for(senco_team).get(at(mistake, "details")).content.decode()
