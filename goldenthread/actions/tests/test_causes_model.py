"""A model of nights: whatever comes and goes, and whatever people do meanwhile, each live cause has one action."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from goldenthread.actions import causes, operations
from goldenthread.actions.causes import Cause
from goldenthread.actions.models import Action
from goldenthread.actions.states import DONE, DROPPED, OPEN
from goldenthread.people.models import Membership

KEYS = [f"{kind}:{number}" for kind in ("a", "b") for number in range(3)]
LIVE = st.sets(st.sampled_from(KEYS))


class Nights(RuleBasedStateMachine):
    """`live` is what is so; `known` what the last night found of it; `dropped` what people put aside meanwhile."""

    cast: SimpleNamespace

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.live, self.known, self.dropped, self.own, self.on = set(), set(), set(), {}, self.cast.today
        causes.FINDERS.update({kind: self.finder(kind) for kind in "ab"})

    def finder(self, kind):
        return lambda school, on: [
            Cause(key=key, kind=kind, learner=self.cast.ada, what="Do it", why="Why", due_on=on + timedelta(days=3))
            for key in sorted(self.live) if key.startswith(kind)]

    @rule(live=LIVE, days=st.integers(0, 3), twice=st.booleans())
    def night(self, live, days, twice):
        self.live, self.on = live, self.on + timedelta(days=days)
        for _ in range(1 + twice):
            operations.sweep(school=self.cast.school, by=Membership.system(self.cast.school), on=self.on)
        self.known = set(live)
        self.dropped &= live

    @rule(live=LIVE)
    def night_of_one_kind(self, live):
        self.live = {key for key in live if key.startswith("a")} | {k for k in self.live if k.startswith("b")}
        operations.sweep(school=self.cast.school, by=Membership.system(self.cast.school), on=self.on, kinds=["a"])
        self.known = {k for k in self.live if k.startswith("a")} | {k for k in self.known if k.startswith("b")}
        self.dropped &= self.known

    @rule(key=st.sampled_from(KEYS))
    def ends(self, key):
        """An operation ends a cause, and says so."""
        self.live.discard(key)
        self.known.discard(key)
        self.dropped.discard(key)
        operations.close_for(school=self.cast.school, causes=[key], by=self.cast.senco, on=self.on)

    @precondition(lambda self: self.known - self.dropped)
    @rule(data=st.data())
    def dropped_by_hand(self, data):
        key = data.draw(st.sampled_from(sorted(self.known - self.dropped)))
        operations.drop(action=Action.objects.get(cause=key, state=OPEN), why="No", by=self.cast.senco, on=self.on)
        self.dropped.add(key)

    @precondition(lambda self: self.dropped)
    @rule(data=st.data())
    def opened_again(self, data):
        key = data.draw(st.sampled_from(sorted(self.dropped)))
        action = Action.objects.get(cause=key, state=DROPPED, cause_gone_on=None)
        operations.reopen(action=action, by=self.cast.senco, on=self.on)
        self.dropped.discard(key)

    @rule()
    def agreed(self):
        own = operations.agree(learner=self.cast.ada, what="Own", owner=self.cast.teacher, due_on=self.on,
                               by=self.cast.senco, on=self.on)
        self.own[own.pk] = OPEN

    @precondition(lambda self: OPEN in self.own.values())
    @rule()
    def done(self):
        pk = next(pk for pk, state in self.own.items() if state == OPEN)
        operations.done(action=Action.objects.get(pk=pk), by=self.cast.teacher, on=self.on)
        self.own[pk] = DONE

    @invariant()
    def open_actions_are_the_causes_known_less_what_was_dropped(self):
        found = sorted(Action.objects.open().exclude(cause="").values_list("cause", flat=True))
        assert found == sorted(self.known - self.dropped)

    @invariant()
    def peoples_own_are_as_people_left_them(self):
        assert dict(Action.objects.filter(cause="").values_list("pk", "state")) == self.own

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)


@pytest.mark.django_db
def test_each_live_cause_has_one_action_and_peoples_own_are_left_alone(ada, senco, teacher, school, today, monkeypatch):
    monkeypatch.setattr(causes, "FINDERS", {})
    Nights.cast = SimpleNamespace(ada=ada, senco=senco, teacher=teacher, school=school, today=today)
    run_state_machine_as_test(Nights, settings=settings(max_examples=25, stateful_step_count=15, deadline=None,
                                                        derandomize=True))
