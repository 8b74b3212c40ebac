"""Several processes write at the same moment: one entry for one page, one winner of two, nobody's words gone."""

import os
import uuid

import pytest

from goldenthread.audit.queries import broken_links
from goldenthread.story import operations
from goldenthread.story.models import Entry
from goldenthread.story.operations import Conflict
from goldenthread.story.tests.cast import DAY
from tests.rigs.processes import apart, original, together

pytestmark = [pytest.mark.django_db(transaction=True),
              pytest.mark.skipif(not hasattr(os, "fork"), reason="the rigs fork, and Windows cannot")]


def test_eight_sends_of_one_new_page_are_one_entry(transactional_db, cast):
    key = uuid.uuid4()

    def send():
        return operations.write(learner=cast.ada, field="hopes", text="To fly", said_by="learner", by=cast.khan, on=DAY,
                                uuid=key).pk

    with original() as now, now.copy() as copy:
        assert len({ended.result() for ended in together(copy, [send] * 8)}) == 1
        assert apart(copy, lambda: (Entry.objects.count(), list(broken_links()))).result() == (1, [])


def test_of_eight_changes_at_once_one_is_kept_and_seven_are_shown_both(transactional_db, cast):
    entry = operations.write(learner=cast.ada, field="hopes", text="To fly", said_by="learner", by=cast.khan, on=DAY)

    def change(number):
        def changed():
            try:
                operations.revise(entry=entry, text=f"Wish {number}", revision=1, by=cast.tom, on=DAY)
            except Conflict as both:
                return both.mine, both.theirs.text
            return "", f"Wish {number}"

        return changed

    with original() as now, now.copy() as copy:
        told = sorted(ended.result() for ended in together(copy, [change(number) for number in range(8)]))
        won = told[0][1]
        assert told[0][0] == ""
        assert [(mine != "", theirs) for mine, theirs in told[1:]] == [(True, won)] * 7
        stands = apart(copy, lambda: [(each.text, [before.text for before in each.revisions.all()])
                                      for each in Entry.objects.all()]).result()
        assert stands == [(won, ["To fly"])]
