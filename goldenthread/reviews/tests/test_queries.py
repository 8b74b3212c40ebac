"""What is due, who is behind with meetings, and that each read costs the same for few or many."""

from datetime import date, timedelta

import pytest

from goldenthread.actions.models import Action
from goldenthread.actions.operations import sweep as raise_actions
from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.plans import operations as plans
from goldenthread.plans.builders import BUILDERS, Section
from goldenthread.plans.causes import find_old
from goldenthread.reviews import operations as reviews
from goldenthread.reviews import queries
from goldenthread.reviews.clocks.agenda import entries
from goldenthread.reviews.clocks.evidence import Shown, shown_for
from goldenthread.reviews.models import Schedule
from goldenthread.reviews.states import CAME_MOVES, DUE_MOVES, MOVES, Came, Due, State
from goldenthread.reviews.tests.table import APRIL, DECEMBER, JUNE, NOVEMBER

YEAR_END = date(2027, 8, 20)


@pytest.mark.parametrize(("moves", "states"), [(MOVES, State), (DUE_MOVES, Due), (CAME_MOVES, Came)])
def test_every_state_has_its_moves_listed(moves, states):
    assert set(moves) == set(states)
    assert set().union(*moves.values()) <= set(states)


def test_a_plans_review_date_is_its_waiting_round_wherever_it_was_set(table):
    assert table.waiting.due_on == table.plan.review_by
    plans.set_review_by(plan=table.plan, review_by=JUNE, by=table.senco, on=NOVEMBER)
    assert table.waiting.due_on == JUNE
    reviews.schedule(plan=table.plan, due_on=APRIL, by=table.senco, on=NOVEMBER)
    assert table.plan.review_by == APRIL == table.waiting.due_on


def test_a_profile_is_looked_at_and_has_no_round(table):
    profile = plans.open_plan(learner=table.ada, type="one-page-profile", by=table.senco, on=NOVEMBER, review_by=APRIL)
    assert not Schedule.objects.filter(plan=profile).exists()
    with pytest.raises(Refused, match="looked at, not reviewed"):
        reviews.schedule(plan=profile, due_on=APRIL, by=table.senco, on=NOVEMBER)


def test_an_exempt_plan_waits_for_nothing_until_it_is_given_a_day_again(table):
    reviews.exempt(schedule=table.waiting, why="With the EHC plan.", by=table.senco, on=NOVEMBER)
    plans.set_review_by(plan=table.plan, review_by=JUNE, by=table.senco, on=NOVEMBER)
    assert not Schedule.objects.filter(state="waiting").exists()
    reviews.schedule(plan=table.plan, due_on=APRIL, by=table.senco, on=NOVEMBER)
    assert table.waiting.due_on == APRIL


def test_two_plans_reviewed_on_one_day_call_for_one_action_and_stand_once_in_the_calendar(table):
    day = table.waiting.due_on
    plans.open_plan(learner=table.ada, type="iep", by=table.senco, on=NOVEMBER, review_by=day)
    [cause] = queries.find_due(table.senco.school, day)
    assert cause.what.count(" of the ") == 2
    assert cause.key == f"review-due:{table.waiting.uuid}"
    [entry] = [each for each in entries(table.senco, day, day, day, own=False) if each.kind == "review"]
    assert entry.title.count(" of the ") == 2


def test_a_review_that_is_near_calls_for_an_action_which_closes_when_it_is_planned(table):
    system, near = Membership.system(table.senco.school), table.waiting.due_on - timedelta(days=20)
    raise_actions(school=table.senco.school, by=system, on=near, kinds=["review-due"])
    action = Action.objects.get(kind="review-due")
    assert (action.due_on, action.state) == (table.waiting.due_on, "open")
    table.review(held_on=table.waiting.due_on, on=near)
    action.refresh_from_db()
    assert action.state == "done"
    assert list(queries.find_due(table.senco.school, near)) == []
    assert list(queries.find_due(table.senco.school, near - timedelta(days=30))) == []


def test_what_waits_to_be_read_and_what_is_asked_call_for_actions(table):
    review = table.review()
    asked = table.asks_to_sign_in(review, table.teacher, "teacher")
    cause, = queries.find_asked(table.senco.school, NOVEMBER)
    assert (cause.owner, cause.due_on) == (table.teacher, DECEMBER)
    reviews.answer(invitation=asked, answers={"try-next": "Less noise."}, key="k", by=table.teacher, on=NOVEMBER)
    assert list(queries.find_asked(table.senco.school, NOVEMBER)) == []
    assert [each.kind for each in queries.find_unread(table.senco.school, NOVEMBER)] == ["views-waiting"]


def test_only_meetings_concluded_with_the_family_there_count(table):
    review = table.held()
    assert queries.meetings_with_parents([table.ada.pk], DECEMBER) == {table.ada.pk: 0}
    table.concludes(review)
    assert queries.meetings_with_parents([table.ada.pk], DECEMBER) == {table.ada.pk: 1}
    alone = table.review(held_on=JUNE, on=JUNE)
    staff = table.asks(alone, JUNE, asked_as="professional", route="paper", email="", name="Helen Cross")
    reviews.note_who_came(invitation=staff, came=True, by=table.senco, on=JUNE)
    reviews.find(review=alone, kind="next", text="Go on.", by=table.senco, on=JUNE)
    table.concludes(alone, on=JUNE, next_on=date(2027, 10, 1), key="c2")
    assert queries.standing_for([table.ada.pk], YEAR_END)[table.ada.pk].meetings == 1
    assert shown_for([table.ada.pk], JUNE)[table.ada.pk]["meetings"] == Shown(1, DECEMBER)


@pytest.mark.parametrize(("since", "on", "meetings"), [
    (date(2025, 9, 1), date(2026, 12, 31), 0), (date(2025, 9, 1), date(2027, 1, 1), 1),
    (date(2025, 9, 1), date(2027, 4, 1), 2), (date(2025, 9, 1), date(2027, 8, 31), 3),
    (date(2025, 9, 1), date(2027, 9, 1), 0), (date(2026, 9, 2), date(2027, 1, 1), 0),
    (date(2027, 1, 1), date(2027, 8, 1), 2), (date(2027, 5, 1), date(2027, 8, 1), 0),
])
def test_a_meeting_is_expected_for_each_part_of_the_year_that_is_over(since, on, meetings):
    assert queries.expected(since, on) == meetings


def test_behind_is_said_of_the_same_learners_by_the_list_and_by_the_row(table, learner, senco):
    for on in (DECEMBER, date(2027, 1, 10), date(2027, 4, 2), YEAR_END):
        ids = list(Learner.objects.values_list("pk", flat=True))
        by_row = {pk for pk, standing in queries.standing_for(ids, on).items() if standing.behind}
        assert set(queries.behind(senco, on).values_list("pk", flat=True)) == by_row == queries.behind_of(ids, on)


def test_the_register_shows_who_is_behind(table, learner, client_for):
    import time_machine
    learner("Ben Stone", stage="E")
    with time_machine.travel(date(2028, 4, 10)):
        page = client_for(table.senco).get("/s/larkrise/learners/?meetings=behind").content.decode()
        everybody = client_for(table.senco).get("/s/larkrise/learners/").content.decode()
    assert "Ada Okafor" in page
    assert "Ben Stone" not in page
    assert "Ben Stone" in everybody
    assert everybody.count("Behind with meetings</strong>") == 1


def test_standing_costs_two_questions_for_any_number(table, learner, django_assert_num_queries):
    for n in range(5):
        learner(f"Child {n}", stage="K")
    ids = list(Learner.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        queries.standing_for(ids, DECEMBER)


def test_a_learners_reviews_cost_the_same_for_any_number(table, client_for, same_queries_however_many):
    client, days = client_for(table.senco), iter(range(1, 60))

    def more(number):
        for _ in range(number):
            review = table.review(held_on=DECEMBER + timedelta(days=next(days)))
            table.says(table.asks(review))

    same_queries_however_many(lambda: client.get(f"/s/larkrise/learners/{table.ada.pk}/reviews/"), more)


def test_a_review_costs_the_same_for_any_number_asked(table, client_for, same_queries_however_many):
    client, review, numbers = client_for(table.senco), table.review(), iter(range(60))

    def more(number):
        for _ in range(number):
            n = next(numbers)
            table.says(table.asks(review, name=f"Person {n}", email=f"p{n}@people.example"))

    for page in ("", "answers/"):
        same_queries_however_many(
            lambda page=page: client.get(f"/s/larkrise/learners/{table.ada.pk}/reviews/{review.uuid}/{page}"), more)


def test_the_night_reminds_once_a_week_before_and_notes_silence_after(table):
    system, review = Membership.system(table.senco.school), table.review()
    asked = table.asks(review)
    school = table.senco.school
    assert reviews.sweep(school=school, by=system, on=DECEMBER - timedelta(days=8)).reminded == 0
    assert reviews.sweep(school=school, by=system, on=DECEMBER - timedelta(days=7)).reminded == 1
    assert reviews.sweep(school=school, by=system, on=DECEMBER - timedelta(days=3)).reminded == 0
    assert reviews.sweep(school=school, by=system, on=DECEMBER + timedelta(days=1)).no_reply == 1
    asked.refresh_from_db()
    assert (asked.chased_times, asked.no_reply_on) == (1, DECEMBER + timedelta(days=1))


def test_plans_can_show_what_a_review_found_judged_and_who_was_there(table):
    from goldenthread.outcomes.models import Outcome
    review = table.held()
    reviews.find(review=review, kind="difference", text="I think he is tired.", said_by="family",
                 said_by_name="Grace Okafor", by=table.senco, on=DECEMBER)
    outcome = Outcome.objects.get(learner=table.ada, level="term")
    reviews.judge(review=review, outcome=outcome, state="at_risk", words="Slowly.", by=table.senco, on=DECEMBER)
    table.says(review.invitations.get(), on=DECEMBER)
    reviews.take_in(contribution=review.contributions.get(), by=table.senco, on=DECEMBER)
    table.concludes(review)
    section = Section(part=table.plan.as_template.sections[0], plan=table.plan, on=DECEMBER)
    shown = {name: list(BUILDERS[name].nodes(section, BUILDERS[name].load([table.plan], DECEMBER)))
             for name in ("review-findings", "review-judgements", "review-people", "review-views")}
    assert [node.data["heading"] for node in shown["review-findings"]] == [
        "What is working", "Where we see it differently"]
    assert shown["review-findings"][1].audience == "family"
    assert shown["review-judgements"][0].data["state_name"] == "At risk"
    assert shown["review-people"][0].data["capacity"] == "Contributed"
    assert shown["review-views"][0].data["text"] == "She reads to me now."


def test_a_draft_that_was_open_before_shows_what_was_agreed_since(table, client_for):
    client, draft = client_for(table.senco), f"/s/larkrise/learners/{table.ada.pk}/plan/draft/"
    review = table.held()
    reviews.find(review=review, kind="agreed", text="She rings the bell herself.",
                 owner=table.senco, due_on=APRIL, by=table.senco, on=DECEMBER)
    assert "She rings the bell herself." not in client.get(draft).content.decode()
    table.concludes(review)
    assert "She rings the bell herself." in client.get(draft).content.decode()


def test_a_plan_past_its_months_is_for_its_review_to_say_where_one_is_due_or_planned(table):
    late, school = table.waiting.due_on + timedelta(days=1), table.ada.school
    assert [each.kind for each in queries.find_due(school, late)] == ["review-due"]
    assert len(list(find_old(school, late))) == 1
    assert queries.unless_reviewed(find_old)(school, late) == []
    reviews.exempt(schedule=table.waiting, why="It is looked at with the EHC plan.", by=table.senco, on=NOVEMBER)
    assert len(list(queries.unless_reviewed(find_old)(school, late))) == 1
    table.review(held_on=late + timedelta(days=20), on=late)
    assert queries.unless_reviewed(find_old)(school, late) == []
