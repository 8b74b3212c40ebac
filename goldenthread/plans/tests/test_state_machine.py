"""Two editors at one plan, in any order that Hypothesis can think of; what must always hold is looked at throughout."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from conftest import member
from goldenthread.audit.queries import broken_links
from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import reader_who_sees
from goldenthread.plans import operations as plans
from goldenthread.plans.composing import compose
from goldenthread.plans.models import Body, PlanVersion, Standing, Withdrawal
from goldenthread.plans.policies import missing
from goldenthread.plans.queries import tampered
from goldenthread.plans.reading import read
from goldenthread.plans.tests.desk import SEPTEMBER
from goldenthread.schools.words import clean
from goldenthread.story.models import Entry
from goldenthread.story.operations import Conflict, retire, revise, write

WORDS = st.text(alphabet="abc \né", min_size=1, max_size=12).filter(str.strip)
WHO = st.sampled_from(["senco", "other"])


class Plans(RuleBasedStateMachine):
    """A model kept beside the database: what was frozen, and what was taken back."""

    entries = Bundle("entries")
    desk, other = None, None

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.day, self.presses = SEPTEMBER, 0
        self.frozen: dict[int, str] = {}
        self.back: set[str] = set()

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def by(self, who):
        return self.desk.senco if who == "senco" else self.other

    def key(self):
        self.presses += 1
        return f"press-{self.presses}"

    def freeze(self, version):
        self.frozen[version.pk] = version.body.json
        return version

    @rule(days=st.integers(0, 40))
    def time_passes(self, days):
        self.day = min(self.day + timedelta(days=days), SEPTEMBER + timedelta(days=180))

    @rule(target=entries, who=WHO, text=WORDS, field=st.sampled_from(["hopes", "staff-notes", "strategies"]))
    def write(self, who, text, field):
        return write(learner=self.desk.ada, field=field, text=text, said_by="staff", by=self.by(who), on=self.day).pk

    @rule(entry=entries, who=WHO, text=WORDS, late=st.booleans())
    def revise(self, entry, who, text, late):
        stands = Entry.objects.get(pk=entry)
        theirs = None
        try:
            revise(entry=stands, text=text, revision=stands.revision - late, by=self.by(who), on=self.day)
        except Conflict as conflict:
            theirs = conflict.theirs.text
        assert theirs is None or (late and theirs == stands.text)

    @rule(entry=consumes(entries), who=WHO)
    def retire(self, entry, who):
        retire(entry=Entry.objects.get(pk=entry), why="No longer so.", by=self.by(who), on=self.day)

    @rule(who=WHO, twice=st.booleans())
    def issue(self, who, twice):
        asked = {"plan": self.desk.plan, "by": self.by(who), "on": self.day, "what_changed": "", "key": self.key()}
        if missing(self.desk.plan, compose(self.desk.plan, self.day), set(), self.day):
            with pytest.raises(Refused, match="Not yet complete"):
                plans.issue(**asked)
            return
        version = self.freeze(plans.issue(**asked))
        if twice:
            assert plans.issue(**asked) == version

    @precondition(lambda self: self.frozen)
    @rule(who=WHO)
    def issue_from_a_stale_page(self, who):
        current = Standing.objects.get(plan=self.desk.plan, state="current").version
        with pytest.raises(Refused, match="while this page was open"):
            plans.issue(plan=self.desk.plan, by=self.by(who), on=self.day, what_changed="", key=self.key(),
                        after=current.number - 1)

    @precondition(lambda self: self.frozen)
    @rule(who=WHO, text=WORDS, data=st.data())
    def correct(self, who, text, data):
        current = Standing.objects.get(plan=self.desk.plan, state="current").version
        shown = [node for node in self.read(current).nodes if node.kind == "entry"]
        if not shown:  # every word of it was taken back or retired
            return
        node = data.draw(st.sampled_from(shown))
        asked = {"version": current, "patches": {node.id: {"text": text}}, "reason": "A slip.", "by": self.by(who),
                 "on": self.day, "key": self.key()}
        if node.data["text"] == clean(text):
            with pytest.raises(Refused, match="No words were changed"):
                plans.correct(**asked)
        else:
            assert self.freeze(plans.correct(**asked)).number == current.number

    @precondition(lambda self: self.frozen)
    @rule(who=WHO, data=st.data())
    def withdraw(self, who, data):
        version = data.draw(st.sampled_from(sorted(self.frozen)))
        shown = [node.id for node in self.read(PlanVersion.objects.get(pk=version)).nodes if node.kind == "entry"]
        if shown:
            node = data.draw(st.sampled_from(shown))
            plans.withdraw(plan=self.desk.plan, node=node, reason="confidential", by=self.by(who), on=self.day)
            self.back.add(node)

    @precondition(lambda self: self.back)
    @rule(who=WHO, data=st.data())
    def restore(self, who, data):
        node = data.draw(st.sampled_from(sorted(self.back)))
        plans.restore_withdrawn(withdrawal=Withdrawal.objects.get(node=node, ended_on=None), by=self.by(who),
                                on=self.day)
        self.back.remove(node)

    def read(self, version):
        return read(version, reader_who_sees(self.desk.senco, self.desk.ada), self.day)

    @invariant()
    def what_was_frozen_stays_as_it_was(self):
        assert dict(Body.objects.values_list("version", "json")) == self.frozen

    @invariant()
    def the_newest_is_in_force_and_every_other_archived(self):
        rows = Standing.objects.order_by("version__number", "version__correction")
        states = list(rows.values_list("state", flat=True))
        assert states == ["archived"] * (len(states) - 1) + ["current"] * bool(states)

    @invariant()
    def nobody_reads_what_was_taken_back(self):
        for version in PlanVersion.objects.all():
            assert not self.back & {node.id for node in self.read(version).nodes}

    @invariant()
    def nothing_looks_tampered_with(self):
        assert [*tampered(), *broken_links()] == []


@pytest.fixture
def machine(desk):
    return type("Machine", (Plans,), {"desk": desk, "other": member(desk.senco.school, "senco_admin", "Sam Hill")})


STEPS = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def test_versions_hold_whatever_two_editors_do(machine):
    run_state_machine_as_test(machine, settings=settings(max_examples=6, stateful_step_count=12, **STEPS))


@pytest.mark.long
def test_versions_hold_whatever_two_editors_do_for_long(machine):
    run_state_machine_as_test(machine, settings=settings(max_examples=300, stateful_step_count=40, **STEPS))
