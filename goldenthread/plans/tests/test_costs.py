"""A page costs the same however much it shows; an issue costs little enough to be done many times over."""

from functools import partial

import pytest
import time_machine

from conftest import queries
from goldenthread.outcomes.operations import note_progress, set_outcome
from goldenthread.plans import operations as plans
from goldenthread.plans.composing import compose_many
from goldenthread.plans.models import Plan
from goldenthread.plans.tests.desk import OCTOBER, SEPTEMBER, tell_all


@pytest.fixture
def much(desk):
    """Adds so many entries and outcomes, with progress, to Ada's record."""

    def add(n):
        for i in range(n):
            desk.tell("hopes", f"Hope {i} of {n}.")
            outcome = set_outcome(learner=desk.ada, level="term", wording=f"Target {i} of {n}", by=desk.senco,
                                  on=OCTOBER)
            note_progress(outcome=outcome, judgement="expected", by=desk.senco, on=OCTOBER)

    return add


@pytest.mark.parametrize(("path", "most"), [("", 15), ("draft/", 30), ("history/", 12), ("issue/", 30)])
def test_a_page_of_a_plan_costs_the_same_for_any_number(desk, much, client_for, same_queries_however_many, path, most):
    desk.issue("k1")
    client, address = client_for(desk.senco), f"/s/larkrise/learners/{desk.ada.pk}/plan/{path}"
    with time_machine.travel(OCTOBER):
        assert same_queries_however_many(lambda: client.get(address), much) <= most


def test_composing_costs_the_same_for_any_number_of_plans(desk, learner, same_queries_however_many):
    def more(n):
        for _ in range(n):
            other = learner("Leo Nguyen", upn="")
            tell_all(other, desk.senco)
            plans.open_plan(learner=other, by=desk.senco, on=SEPTEMBER)

    def composed():
        return compose_many(Plan.objects.select_related("learner__school", "key_person"), OCTOBER)

    assert same_queries_however_many(composed, more) <= 13


def test_issuing_costs_the_same_the_tenth_time_as_the_first(desk):
    asked = [len(queries(partial(desk.issue, f"k{n}"))) for n in range(10)]
    assert max(asked[1:]) == min(asked[1:])
    assert max(asked) <= 60
