"""What rules raise and close by themselves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import causes, operations
from goldenthread.actions.causes import Cause
from goldenthread.actions.models import Action
from goldenthread.actions.operations import Swept
from goldenthread.actions.states import DONE, DROPPED, OPEN
from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.people.models import Membership

pytestmark = pytest.mark.django_db


class Rules:
    """Stands for a room above: what it knows to be due."""

    def __init__(self, school, monkeypatch):
        self.school, self.due = school, []
        monkeypatch.setattr(causes, "FINDERS", {"review-due": self.find, "clock-near": lambda school, on: []})

    def find(self, school, on):
        return [cause for cause in self.due if cause.learner.school_id == school.pk]

    def night(self, on, kinds=None):
        return operations.sweep(school=self.school, by=Membership.system(self.school), on=on, kinds=kinds)


@pytest.fixture
def rules(school, monkeypatch):
    return Rules(school, monkeypatch)


@pytest.fixture
def cause(ada, today):
    def made(key="review-due:1", **other):
        return Cause(**{"key": key, "kind": "review-due", "learner": ada, "what": "Review the plan", "why": "Its day",
                        "due_on": today + timedelta(days=14), "source_room": "reviews", "source_id": "1", **other})

    return made


def test_a_cause_raises_one_action_however_often_it_is_found(rules, cause, today):
    rules.due = [cause(), cause("review-due:2")]
    assert rules.night(today) == Swept(opened=2)
    assert rules.night(today) == rules.night(today + timedelta(days=1)) == Swept()
    action = Action.objects.get(cause="review-due:1")
    assert (action.owner_name, action.raised_by.name, action.source_room) == ("SENCO admin", "Golden Thread", "reviews")
    assert Event.objects.filter(kind="actions.raised").count() == 2


def test_it_closes_by_itself_when_the_cause_has_gone_and_comes_again_with_it(rules, cause, today):
    rules.due = [cause()]
    rules.night(today)
    rules.due = []
    assert rules.night(today + timedelta(days=1)) == Swept(closed=1)
    action = Action.objects.get()
    assert (action.state, action.closed_by.name, action.closed_on) == (DONE, "Golden Thread", today + timedelta(days=1))
    with pytest.raises(Refused, match="no longer so"):
        operations.reopen(action=action, by=action.closed_by, on=today)
    rules.due = [cause()]
    assert rules.night(today + timedelta(days=2)) == Swept(opened=1)
    assert list(Action.objects.order_by("pk").values_list("state", flat=True)) == [DONE, OPEN]


def test_nobody_ticks_off_what_is_still_so(rules, cause, senco, today):
    rules.due = [cause()]
    rules.night(today)
    with pytest.raises(Refused, match="closes by itself"):
        operations.done(action=Action.objects.get(), by=senco, on=today)
    with pytest.raises(Refused, match="follows from a rule"):
        operations.put_off(action=Action.objects.get(), due_on=today + timedelta(days=50), by=senco, on=today)


def test_what_somebody_dropped_stays_away_while_the_cause_lasts(rules, cause, senco, today):
    rules.due = [cause()]
    rules.night(today)
    operations.drop(action=Action.objects.get(), why="Held last week, on paper", by=senco, on=today)
    assert rules.night(today + timedelta(days=1)) == Swept()
    rules.due = []
    assert rules.night(today + timedelta(days=2)) == Swept()
    rules.due = [cause()]
    assert rules.night(today + timedelta(days=3)) == Swept(opened=1)
    assert list(Action.objects.order_by("pk").values_list("state", flat=True)) == [DROPPED, OPEN]


def test_what_was_dropped_can_be_opened_again_while_the_cause_lasts(rules, cause, senco, today):
    rules.due = [cause()]
    rules.night(today)
    action = operations.drop(action=Action.objects.get(), why="A slip", by=senco, on=today)
    assert operations.reopen(action=action, by=senco, on=today).is_open
    assert rules.night(today) == Swept()


def test_the_operation_that_ends_a_cause_closes_its_action_at_once(rules, cause, senco, school, next_door, today):
    rules.due = [cause(), cause("review-due:2")]
    rules.night(today)
    assert operations.close_for(school=next_door, causes=["review-due:1"], by=senco, on=today) == 0
    assert operations.close_for(school=school, causes=["review-due:1", "", "none"], by=senco, on=today) == 1
    assert operations.close_for(school=school, causes=["review-due:1"], by=senco, on=today) == 0
    action = Action.objects.get(cause="review-due:1")
    assert (action.state, action.closed_by) == (DONE, senco)
    assert Action.objects.get(cause="review-due:2").is_open


def test_an_action_keeps_in_step_with_its_cause_and_stays_with_whom_it_was_handed_to(rules, cause, senco, teacher,
                                                                                     today):
    rules.due = [cause()]
    rules.night(today)
    operations.hand_to(action=Action.objects.get(), owner=teacher, by=senco, on=today)
    rules.due = [cause(due_on=today + timedelta(days=20), why="Its day was moved")]
    assert rules.night(today) == Swept(changed=1)
    action = Action.objects.get()
    assert (action.due_on, action.why, action.owner) == (today + timedelta(days=20), "Its day was moved", teacher)


def test_a_sweep_of_one_kind_leaves_the_others(rules, cause, today):
    rules.due = [cause()]
    rules.night(today)
    rules.due = []
    assert rules.night(today, kinds=["clock-near"]) == Swept()
    assert rules.night(today, kinds=["review-due"]) == Swept(closed=1)


def test_what_people_agreed_is_never_swept(rules, cause, ada, senco, teacher, today):
    own = operations.agree(learner=ada, what="Ring mum", owner=teacher, due_on=today, by=senco, on=today)
    rules.due = [cause()]
    rules.night(today)
    rules.due = []
    rules.night(today + timedelta(days=400))
    own.refresh_from_db()
    assert own.is_open


def test_the_database_holds_one_action_for_a_cause(rules, cause, today):
    rules.due = [cause()]
    rules.night(today)
    again = Action.objects.get()
    again.pk, again.uuid = None, "00000000-0000-4000-8000-000000000001"
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_a_sweep_costs_the_same_however_much_it_opens_and_closes(rules, cause, today):
    def nights(n):
        rules.due = [cause(f"review-due:{n}-{number}") for number in range(n)]
        with CaptureQueriesContext(connection) as caught:
            rules.night(today)
        return len(caught)

    nights(2)
    few, many = nights(3), nights(30)
    assert few == many <= 20


def test_what_nobody_did_is_no_longer_called_for_rather_than_done(rules, cause, monkeypatch, today):
    monkeypatch.setattr(causes, "OVER", {"review-due": lambda keys, on: {"review-due:1": "The day has passed"}})
    rules.due = [cause(), cause("review-due:2")]
    rules.night(today)
    rules.due = []
    assert rules.night(today + timedelta(days=1)) == Swept(closed=2)
    over, was_done = Action.objects.order_by("cause")
    assert (over.state_name, over.dropped_why, was_done.state_name) == (
        "No longer called for", "The day has passed", "Done")
    assert set(Event.objects.filter(kind__startswith="actions.").values_list("kind", flat=True)) == {
        "actions.raised", "actions.no_longer_called_for", "actions.closed_by_itself"}


def test_what_was_no_longer_called_for_comes_back_and_is_not_raised_twice(rules, cause, monkeypatch, today):
    monkeypatch.setattr(causes, "OVER", {"review-due": lambda keys, on: dict.fromkeys(keys, "The day has passed")})
    for days in range(3):
        rules.due = [cause(due_on=today + timedelta(days=20 + days))]
        assert rules.night(today + timedelta(days=2 * days)) == Swept(opened=1)
        action = Action.objects.get()
        assert (action.is_open, action.due_on, action.dropped_why) == (True, today + timedelta(days=20 + days), "")
        rules.due = []
        assert rules.night(today + timedelta(days=2 * days + 1)) == Swept(closed=1)
    assert Action.objects.get().is_over
