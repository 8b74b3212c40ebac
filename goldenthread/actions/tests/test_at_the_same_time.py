"""Several processes sweep, agree and close at the same moment: one action for a cause, and one for a page."""

import os
import uuid
from datetime import timedelta

import pytest

from goldenthread.actions import causes, operations
from goldenthread.actions.causes import Cause
from goldenthread.actions.models import Action
from goldenthread.audit.queries import broken_links
from goldenthread.people.models import Membership
from goldenthread.story.tests.cast import DAY
from tests.rigs.processes import apart, original, together

pytestmark = [pytest.mark.django_db(transaction=True),
              pytest.mark.skipif(not hasattr(os, "fork"), reason="the rigs fork, and Windows cannot")]


def test_eight_sweeps_at_once_raise_each_action_once(transactional_db, ada, school, monkeypatch):
    monkeypatch.setattr(causes, "FINDERS", {"x": lambda school, on: [
        Cause(key=f"x:{number}", kind="x", learner=ada, what="Do it", why="Why", due_on=on) for number in range(20)]})
    hand = Membership.system(school)

    def sweep():
        return operations.sweep(school=school, by=hand, on=DAY).opened

    with original() as now, now.copy() as copy:
        assert sorted(ended.result() for ended in together(copy, [sweep] * 8)) == [0] * 7 + [20]
        assert apart(copy, lambda: (Action.objects.count(), list(broken_links()))).result() == (20, [])


def test_a_page_sent_eight_times_at_once_is_one_action_and_eight_hands_drop_it_once(transactional_db, ada, senco):
    key = uuid.uuid4()

    def send():
        made = operations.agree(learner=ada, what="Ring", due_on=DAY + timedelta(days=1), by=senco, on=DAY, uuid=key)
        operations.drop(action=made, why="Done already", by=senco, on=DAY)
        return made.pk

    with original() as now, now.copy() as copy:
        assert len({ended.result() for ended in together(copy, [send] * 8)}) == 1
        assert apart(copy, lambda: (Action.objects.get().state, list(broken_links()))).result() == ("dropped", [])
