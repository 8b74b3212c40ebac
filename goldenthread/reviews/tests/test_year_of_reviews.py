"""A year of reviews with time passing, in any order that Hypothesis can think of."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from goldenthread.audit.queries import broken_links
from goldenthread.audit.refusals import Refused
from goldenthread.plans.models import PlanVersion
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.models import Contribution, Review, Schedule
from goldenthread.reviews.tests.table import NOVEMBER

WORDS = st.text(alphabet="abc é", min_size=1, max_size=10).filter(str.strip)


class Year(RuleBasedStateMachine):
    """A model beside the database: what was said, what was concluded, whether the plan is exempt."""

    table = None

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.day, self.presses, self.exempt = NOVEMBER, 0, False
        self.told: dict[int, str] = {}
        self.concluded: dict[int, tuple] = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def key(self):
        self.presses += 1
        return f"press-{self.presses}"

    def current(self):
        return Review.objects.filter(state__in=["planned", "open"]).order_by("pk").last()

    @rule(days=st.integers(1, 60))
    def time_passes(self, days):
        self.day = min(self.day + timedelta(days=days), NOVEMBER + timedelta(days=365))
        reviews.sweep(school=self.table.senco.school, by=self.table.senco, on=self.day)

    @precondition(lambda self: self.current() is None)
    @rule(days=st.integers(-3, 20), kind=st.sampled_from(["termly", "interim", "emergency"]))
    def plan(self, days, kind):
        self.table.review(held_on=self.day + timedelta(days=days), on=self.day, kind=kind)

    @precondition(lambda self: self.current() is not None)
    @rule(answers=st.booleans(), text=WORDS)
    def ask_and_answer(self, answers, text):
        self.presses += 1
        asked = self.table.asks(self.current(), self.day, name=f"Person {self.presses}",
                                email=f"p{self.presses}@people.example")
        if answers and asked.links.exists():
            for said in self.table.says(asked, text, self.key(), self.day):
                self.told[said.pk] = said.text

    @precondition(lambda self: self.current() is not None)
    @rule()
    def chase_everybody(self):
        for asked in self.current().invitations.all():
            try:
                reviews.chase(invitation=asked, by=self.table.senco, on=self.day)
            except Refused:
                asked.refresh_from_db()
                assert asked.chased_times <= 3  # nobody is pressed more than that, whatever was tried

    @precondition(lambda self: self.told)
    @rule(data=st.data(), take=st.booleans())
    def decide(self, data, take):
        said = Contribution.objects.get(pk=data.draw(st.sampled_from(sorted(self.told))))
        if said.state == "taken_in":
            return
        if take:
            reviews.take_in(contribution=said, by=self.table.senco, on=self.day)
        elif said.state == "waiting":
            reviews.set_aside(contribution=said, why="Not now.", by=self.table.senco, on=self.day)

    @precondition(lambda self: self.current() is not None)
    @rule(move=st.integers(0, 30))
    def move(self, move):
        reviews.move(review=self.current(), held_on=self.day + timedelta(days=move), by=self.table.senco, on=self.day)

    @precondition(lambda self: self.current() is not None)
    @rule()
    def cancel(self):
        reviews.cancel(review=self.current(), why="Nobody could come.", by=self.table.senco, on=self.day)

    @precondition(lambda self: self.current() is not None and self.current().held_on <= self.day)
    @rule(issue=st.booleans(), months=st.integers(1, 11), twice=st.booleans())
    def conclude(self, issue, months, twice):
        review = self.current()
        asked = self.table.asks(review, self.day, name=f"Guest {self.key()}", route="paper", email="")
        reviews.note_who_came(invitation=asked, came=True, by=self.table.senco, on=self.day)
        reviews.find(review=review, kind="next", text="We go on.", by=self.table.senco, on=self.day)
        how = {"review": review, "on": self.day, "next_on": self.day + timedelta(days=30 * months), "key": self.key()}
        versions = PlanVersion.objects.count()
        act = self.table.issues if issue else self.table.concludes
        for _ in range(1 + twice):
            act(**how)
        assert PlanVersion.objects.count() == versions + issue
        self.concluded[review.pk] = self.snapshot(review.pk)

    @rule(months=st.integers(1, 11))
    def schedule(self, months):
        reviews.schedule(plan=self.table.plan, due_on=self.day + timedelta(days=30 * months), by=self.table.senco,
                         on=self.day)
        self.exempt = False

    @precondition(lambda self: Schedule.objects.filter(state="waiting").exists())
    @rule()
    def exempt_it(self):
        reviews.exempt(schedule=self.table.waiting, why="Away for a term.", by=self.table.senco, on=self.day)
        self.exempt = True

    def snapshot(self, pk):
        review = Review.objects.get(pk=pk)
        return (*[getattr(review, field.attname) for field in Review._meta.concrete_fields],
                tuple(review.findings.values_list()), tuple(review.judgements.values_list()))

    @invariant()
    def one_round_waits_unless_the_plan_is_exempt(self):
        waiting = Schedule.objects.filter(plan=self.table.desk.plan, state="waiting").count()
        assert waiting == (0 if self.exempt else 1)

    @invariant()
    def the_plan_and_its_round_name_the_same_day(self):
        for waiting in Schedule.objects.filter(state="waiting").select_related("plan"):
            assert waiting.due_on == waiting.plan.review_by

    @invariant()
    def a_concluded_review_never_changes(self):
        assert {pk: self.snapshot(pk) for pk in self.concluded} == self.concluded

    @invariant()
    def nothing_said_is_ever_lost(self):
        assert dict(Contribution.objects.values_list("pk", "text")) == self.told

    @invariant()
    def nothing_looks_tampered_with(self):
        assert list(broken_links()) == []


@pytest.fixture
def machine(table):
    return type("Machine", (Year,), {"table": table})


STEPS = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def test_a_year_of_reviews_holds_together(machine):
    run_state_machine_as_test(machine, settings=settings(max_examples=6, stateful_step_count=12, **STEPS))


@pytest.mark.long
def test_a_year_of_reviews_holds_together_for_long(machine):
    run_state_machine_as_test(machine, settings=settings(max_examples=200, stateful_step_count=40, **STEPS))
