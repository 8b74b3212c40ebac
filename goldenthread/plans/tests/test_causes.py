"""What plans and the record call for: found when it is due, and gone when it has happened."""

from datetime import timedelta

import pytest

from goldenthread.actions.models import Action
from goldenthread.actions.operations import sweep
from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import Enrolment
from goldenthread.learners.operations import NeedGiven
from goldenthread.people.models import Membership
from goldenthread.plans import causes, operations
from goldenthread.plans.models import Look
from goldenthread.plans.tests.desk import DECEMBER, OCTOBER, REVIEW, SEPTEMBER, tell_all
from goldenthread.schools.models import Term
from goldenthread.story.operations import write

pytestmark = pytest.mark.django_db


def found(finder, school, on):
    return list(finder(school, on))


def test_a_plan_past_its_months_and_its_day_is_old(desk, school):
    desk.issue("one")
    assert found(causes.find_old, school, REVIEW) == []
    (cause,) = found(causes.find_old, school, REVIEW + timedelta(days=1))
    assert cause.what == "Look at Ada’s plan afresh, and issue a new version"
    assert cause.why == "Version 1 is of 7 September 2026; after 4 months it is time"
    assert cause.owner_role == "senco_admin"


def test_a_plan_whose_day_has_gone_but_not_its_months_is_for_reviews_to_say(desk, senco, school):
    desk.issue("one")
    operations.set_review_by(plan=desk.plan, review_by=OCTOBER, by=senco, on=SEPTEMBER)
    assert found(causes.find_old, school, DECEMBER) == []


def test_nothing_is_called_for_about_who_has_left(desk, school):
    desk.issue("one")
    Enrolment.objects.filter(learner=desk.ada).update(left_on=OCTOBER)
    later = REVIEW + timedelta(days=90)
    assert [found(finder, school, later) for finder, _ in causes.FINDERS.values()] == [[], [], []]


def test_a_draft_has_four_weeks_to_hear_the_learner_and_the_family(ada, senco, school, today):
    operations.open_plan(learner=ada, type="iplan", by=senco, on=today)
    later = today + timedelta(days=28)
    assert found(causes.find_voices, school, later - timedelta(days=1)) == []
    (cause,) = found(causes.find_voices, school, later)
    assert cause.what == "Ask Ada and Ada’s family what they think, and write it down in their words"
    assert cause.due_on == later
    write(learner=ada, field="hopes", text="To fly", said_by="learner", by=senco, on=today)
    (cause,) = found(causes.find_voices, school, later)
    assert "Ask Ada’s family what" in cause.what
    write(learner=ada, field="views-of-family", text="She can", said_by="family", by=senco, on=today)
    assert found(causes.find_voices, school, later) == []


def test_before_a_review_who_was_not_heard_since_the_version_before_is_asked(desk, senco, school):
    desk.issue("one", on=OCTOBER)
    assert found(causes.find_voices, school, REVIEW) == []
    desk.tell("hopes", "To be a vet.", "learner", on=DECEMBER)
    desk.issue("two", on=DECEMBER)
    near = REVIEW - causes.BEFORE_REVIEW
    assert found(causes.find_voices, school, near - timedelta(days=1)) == []
    (cause,) = found(causes.find_voices, school, near)
    assert "Ask Ada’s family what" in cause.what
    assert cause.why == "They have not been heard since the version before Version 2"
    assert cause.due_on == REVIEW


def test_in_the_last_weeks_of_a_term_a_profile_nobody_looked_at_is_asked_for(ada, senco, teacher, school, learner,
                                                                            today):
    learner("Leo Nguyen")  # no SEN provision: nobody is asked
    term = Term.objects.get(school=school, name="Autumn term", year__starts=2026)
    assert found(causes.find_profiles, school, today) == []
    near = term.ends_on - timedelta(days=20)
    (cause,) = found(causes.find_profiles, school, near)
    assert cause.what == "Look at Ada’s one page profile with Ada, and say that you did"
    night(school, near)
    action = Action.objects.get(kind=causes.PROFILE)
    operations.look_at(learner=ada, with_whom="Ada and her mum", by=teacher, on=near)
    action.refresh_from_db()
    assert (action.state, action.closed_by) == ("done", teacher)
    assert found(causes.find_profiles, school, near) == []
    night(school, near)
    assert Action.objects.filter(kind=causes.PROFILE).count() == 1


def night(school, on):
    return sweep(school=school, by=Membership.system(school), on=on, kinds=[causes.PROFILE])


def test_looking_twice_with_one_press_is_one_look_and_only_those_who_work_with_them_look(ada, ta, parent, nia, today):
    key = "9b2fd1ab-0000-4000-8000-000000000002"
    first = operations.look_at(learner=ada, with_whom="Ada", by=ta, on=today, uuid=key)
    assert operations.look_at(learner=ada, with_whom="Ada", by=ta, on=today, uuid=key) == first
    for who in (parent, nia):
        with pytest.raises(Refused):
            operations.look_at(learner=ada, with_whom="", by=who, on=today)
    with pytest.raises(Refused, match="others have versions"):
        operations.look_at(learner=ada, with_whom="", by=ta, on=today, type="iplan")
    assert Look.objects.count() == 1


@pytest.mark.parametrize("kind", causes.FINDERS)
def test_each_finder_costs_the_same_for_few_and_many(kind, school, senco, learner, same_queries_however_many):
    finder, _ = causes.FINDERS[kind]
    number = iter(range(100))

    def more(n):
        for _ in range(n):
            someone = learner(f"Kit Number{next(number)}", stage="K", needs=(NeedGiven(type="SLCN"),))
            plan = operations.open_plan(learner=someone, type="iplan", by=senco, on=SEPTEMBER, review_by=OCTOBER)
            if kind == causes.OLD:
                tell_all(someone, senco)
                operations.issue(plan=plan, by=senco, on=SEPTEMBER, what_changed="", key="one")

    when = {causes.OLD: REVIEW, causes.VOICE: DECEMBER, causes.PROFILE: DECEMBER}[kind]
    assert same_queries_however_many(lambda: found(finder, school, when), more) <= 8
    assert len(found(finder, school, when)) == 10


def test_the_profile_says_when_it_was_looked_at_and_takes_a_look(ada, client_for, ta):
    client, at = client_for(ta), f"/s/larkrise/learners/{ada.pk}/profile/"
    assert "Nobody has said yet" in client.get(at).content.decode()
    press = {"key": client.get(at).context["key"], "with_whom": "Ada and her mum"}
    for _ in range(2):
        answer = client.post(f"{at}looked-at/", press, follow=True)
    assert "Last looked at 7 September 2026 with" in answer.content.decode()
    assert Look.objects.count() == 1
    assert client.post(f"{at}looked-at/", {"key": "x", "with_whom": "A" * 201}, follow=True).status_code == 200
    assert Look.objects.count() == 1
