"""A model of the thread: whatever is set, changed, followed, closed and noted, in any order that Hypothesis can think
of, it stays a thread, progress shows at every level above, and nothing vanishes when versions are issued.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from conftest import member
from goldenthread.audit.refusals import Refused
from goldenthread.learners.audiences import AUDIENCES
from goldenthread.learners.operations import grant
from goldenthread.learners.policies import reader_who_sees
from goldenthread.outcomes import operations, queries
from goldenthread.outcomes.levels import DEPTH, JUDGEMENTS, LEVELS
from goldenthread.outcomes.models import Outcome, OutcomeWording, ProgressNote
from goldenthread.outcomes.states import RESULTS, STATES
from goldenthread.plans.models import PlanVersion
from goldenthread.plans.reading import open_body
from goldenthread.plans.tests.desk import SEPTEMBER

LEVEL, STATE, AUDIENCE = (st.sampled_from(sorted(names)) for names in (LEVELS, STATES, AUDIENCES))
WHICH = st.integers(0, 40)


class Threads(RuleBasedStateMachine):
    """Everything that can be done to a thread; `frozen` is what each version was issued as."""

    desk, teacher = None, None

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.day, self.frozen, self.begun = SEPTEMBER, {}, set()

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def one(self, which):
        found = list(Outcome.objects.filter(learner=self.desk.ada).order_by("pk"))
        return found[which % len(found)]

    def attempt(self, deed, **more):
        """A rule may refuse; then nothing may have happened, which the invariants see."""
        try:
            with transaction.atomic():
                return deed(by=self.desk.senco, on=self.day, **more)
        except Refused:
            return None

    @rule(days=st.integers(1, 30))
    def time_passes(self, days):
        self.day += timedelta(days=days)

    @rule(level=LEVEL, above=st.none() | WHICH, audience=AUDIENCE)
    def set_one(self, level, above, audience):
        self.attempt(operations.set_outcome, learner=self.desk.ada, level=level, wording=f"At {level}",
                     audience=audience, parent=None if above is None else self.one(above))

    @rule(which=WHICH, level=LEVEL, above=st.none() | WHICH)
    def hang_elsewhere(self, which, level, above):
        thing = self.one(which)
        self.attempt(operations.reword, outcome=thing, revision=thing.revision, level=level,
                     parent=None if above is None else self.one(above))

    @rule(which=WHICH, level=LEVEL, result=st.sampled_from(sorted(RESULTS)))
    def follow(self, which, level, result):
        self.attempt(operations.replace, outcome=self.one(which), wording=f"Now at {level}", level=level, result=result)

    @rule(which=WHICH, state=STATE)
    def judge(self, which, state):
        self.attempt(operations.judge, outcome=self.one(which), state=state, why="We looked at it.")

    @rule(which=WHICH)
    def reopen(self, which):
        self.attempt(operations.reopen, outcome=self.one(which))

    @rule(which=WHICH, judgement=st.sampled_from(sorted(JUDGEMENTS)), back=st.integers(0, 20))
    def note(self, which, judgement, back):
        self.attempt(lambda on, **more: operations.note_progress(on=on - timedelta(days=back), **more),
                     outcome=self.one(which), judgement=judgement)

    @rule()
    def issue(self):
        key = f"press-{len(self.frozen)}"
        if self.attempt(lambda by, on: self.desk.issue(key, on)):
            version = PlanVersion.objects.latest("pk")
            self.frozen[version.pk] = version.body.json
            shown = {node.id: node.data for node in open_body(version).nodes if node.kind == "outcome"}
            assert not self.begun - shown.keys(), "an open outcome of the version before is missing from this one"
            self.begun = {id for id, data in shown.items() if not data["closed_on"]}

    def strands(self, who):
        """Every strand of a reader's thread with the strand above it, or None."""
        def walk(strand, above):
            yield strand, above
            for child in strand.children:
                yield from walk(child, strand)
        reader = reader_who_sees(who, self.desk.ada)
        return [each for root in queries.thread(self.desk.ada, reader, self.day) for each in walk(root, None)]

    @invariant()
    def every_outcome_is_in_the_thread_once(self):
        there = sorted(strand.outcome.pk for strand, _ in self.strands(self.desk.senco))
        assert there == sorted(Outcome.objects.filter(learner=self.desk.ada).values_list("pk", flat=True))

    @invariant()
    def levels_descend_for_everybody(self):
        for who in (self.desk.senco, self.teacher):
            assert all(DEPTH[above.outcome.level] < DEPTH[strand.outcome.level]
                       for strand, above in self.strands(who) if above)

    @invariant()
    def a_reader_sees_what_they_may_and_what_is_hidden_leaves_no_trace(self):
        reader = reader_who_sees(self.teacher, self.desk.ada)
        whole = {strand.outcome.pk: above for strand, above in self.strands(self.desk.senco)}
        mine = {strand.outcome.pk: above for strand, above in self.strands(self.teacher)}
        assert mine.keys() == {pk for pk in whole if reader.may_read(Outcome.objects.get(pk=pk).audience)}
        for pk, above in mine.items():
            nearest = whole[pk]
            while nearest and nearest.outcome.pk not in mine:
                nearest = whole[nearest.outcome.pk]
            assert (above and above.outcome.pk) == (nearest and nearest.outcome.pk)

    @invariant()
    def progress_shows_at_every_level_above(self):
        strands = self.strands(self.desk.senco)
        newest = {}
        for note in ProgressNote.objects.filter(outcome__learner=self.desk.ada).order_by("on", "pk"):
            newest[note.outcome_id] = note
        for strand, _ in strands:
            assert strand.latest == newest.get(strand.outcome.pk)
            below = [strand.latest, *(child.latest_below for child in strand.children)]
            assert strand.latest_below == max(filter(None, below), key=lambda note: (note.on, note.pk), default=None)

    @invariant()
    def every_wording_is_kept(self):
        for outcome in Outcome.objects.filter(learner=self.desk.ada):
            earlier = set(OutcomeWording.objects.filter(outcome=outcome).values_list("revision", flat=True))
            assert outcome.revision not in earlier
            assert outcome.is_open == (outcome.closed_on is None)

    @invariant()
    def no_issued_word_is_lost(self):
        assert all(PlanVersion.objects.get(pk=pk).body.json == body for pk, body in self.frozen.items())


@pytest.fixture
def machine(desk):
    teacher = member(desk.senco.school, "teacher", "Noor Malik")
    grant(member=teacher, learner=desk.ada, by=desk.senco, on=SEPTEMBER)
    return type("Machine", (Threads,), {"desk": desk, "teacher": teacher})


STEPS = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def test_it_stays_a_thread_whatever_is_done(machine):
    run_state_machine_as_test(machine, settings=settings(max_examples=8, stateful_step_count=15, **STEPS))


@pytest.mark.long
def test_it_stays_a_thread_whatever_is_done_for_long(machine):
    run_state_machine_as_test(machine, settings=settings(max_examples=300, stateful_step_count=40, **STEPS))
