"""At night: what was worked out before a rule was known, or by other terms, is worked out again, once."""

from datetime import date

import pytest

from goldenthread.audit.models import Event
from goldenthread.people.models import Membership
from goldenthread.reviews.models import Clock, Milestone
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.operations.catching_up import catch_up
from goldenthread.reviews.tasks import sweep_reviews
from goldenthread.reviews.tests.at_dates import set_terms

REVIEWED, MOVE = date(2026, 4, 2), date(2027, 9, 1)


@pytest.fixture
def leo(learner):
    return learner("Leo Nguyen", stage="E", nc_year="6")


@pytest.fixture
def round_of_leo(leo, with_senco):
    return clocks.start(learner=leo, kind="annual_review", day=REVIEWED, first="last_review", **with_senco)


@pytest.fixture
def night(school, today):
    return {"school": school, "by": Membership.system(school), "on": today}


def meeting(process):
    return Milestone.objects.get(process=process, kind="meeting").on


def begun_earlier(leo, with_senco, **more):
    """A move as it was kept before it was counted by when its meeting is held."""
    move = clocks.start(learner=leo, kind="phase_transfer", day=MOVE, route="other", **with_senco | more)
    Clock.objects.filter(process=move, rule="PT-MEET-NEXT").delete()
    Milestone.objects.filter(process__learner=leo, kind="meeting", standing="latest").update(on=date(2027, 3, 4))
    Milestone.objects.filter(process=move, kind="review_held").delete()
    return move


def test_a_move_begun_earlier_gets_its_meeting_and_brings_the_review_forward_once(leo, round_of_leo, with_senco, night):
    move = begun_earlier(leo, with_senco)
    assert catch_up(**night) == 1
    assert Clock.objects.get(process=move, rule="PT-MEET-NEXT").due_on == date(2026, 11, 22)
    assert meeting(round_of_leo) == date(2026, 11, 20)
    before = Event.objects.count()
    assert catch_up(**night) == 0
    assert Event.objects.count() == before


def test_the_meeting_of_a_move_that_was_held_meanwhile_is_met(leo, round_of_leo, senco, night):
    on = date(2026, 10, 12)
    clocks.meeting_held(process=round_of_leo, day=on, by=senco, on=on)
    move = begun_earlier(leo, {"by": senco, "on": on})
    catch_up(**night | {"on": on})
    assert Clock.objects.get(process=move, rule="PT-MEET-NEXT").met_on == on


def test_a_last_day_as_it_was_once_reckoned_is_put_right_by_the_nightly_task(round_of_leo, school):
    Milestone.objects.filter(process=round_of_leo, kind="meeting").update(on=date(2027, 3, 6))  # a Saturday
    sweep_reviews.func(school.pk)
    assert meeting(round_of_leo) == date(2027, 3, 4)


def test_a_last_day_in_holidays_that_were_not_known_is_brought_forward(learner, with_senco, school, senco, night):
    child = learner("Bo Small", stage="E")
    process = clocks.start(learner=child, kind="annual_review", day=date(2026, 1, 31), **with_senco)
    assert meeting(process) == date(2026, 12, 31)
    set_terms(school, senco)
    catch_up(**night)
    assert meeting(process) == date(2026, 12, 18)
    told = Event.objects.get(kind="reviews.worked_out_again").facts["changed"]
    assert {"rule": "AR-NOTICE", "was": "2026-12-17", "due": "2026-12-04"} in told


def test_a_meeting_that_somebody_arranged_stays_where_it_is(round_of_leo, with_senco, school, senco, night):
    clocks.arrange(process=round_of_leo, day=date(2026, 12, 23), **with_senco)
    set_terms(school, senco)
    assert catch_up(**night) == 0
    assert meeting(round_of_leo) == date(2026, 12, 23)


def test_it_costs_the_same_for_any_number_that_is_up_to_date(learner, with_senco, night, same_queries_however_many):
    made = []

    def more(number):
        for _ in range(number):
            child = learner(f"Child {chr(65 + len(made))}x", stage="E", nc_year="6")
            made.append(clocks.start(learner=child, kind="annual_review", day=REVIEWED, **with_senco))
            clocks.start(learner=child, kind="phase_transfer", day=MOVE, route="other", **with_senco)

    same_queries_however_many(lambda: catch_up(**night), more)
