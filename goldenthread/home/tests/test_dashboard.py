"""What needs somebody today: by role, and only from what they may see."""

import re
from datetime import date, timedelta

import pytest

from goldenthread.actions import operations as actions
from goldenthread.audit.operations import record
from goldenthread.home import queries, today
from goldenthread.home.rows import Row
from goldenthread.learners.operations import NeedGiven, add_contact, grant, set_stage, tie_contact
from goldenthread.people.models import Membership
from goldenthread.plans import operations as plans
from goldenthread.plans.tests.desk import tell_all

TODAY = date(2026, 9, 7)
PATH = "/s/larkrise/"


@pytest.fixture
def planned(ada, senco):
    """Ada's draft, to be reviewed within three weeks."""
    plan = plans.open_plan(learner=ada, by=senco, on=TODAY)
    plans.set_review_by(plan=plan, review_by=TODAY + timedelta(weeks=3), by=senco, on=TODAY)
    return plan


def test_a_draft_whose_review_comes_near_is_named_with_its_day(planned, senco, client_for):
    page = client_for(senco).get(PATH).content.decode()
    assert "Finish Ada Okafor’s draft (to be reviewed by 28 September 2026)" in page
    assert "Good morning, Priya" in page


@pytest.mark.parametrize("name", ["teacher", "ta"])
def test_a_draft_is_finished_by_those_let_in_alone(planned, name, request, senco, client_for):
    writer = request.getfixturevalue(name)
    assert "Finish Ada" not in client_for(writer).get(PATH).content.decode()
    plans.let_in(plan=planned, member=writer, by=senco, on=TODAY)
    assert "Finish Ada" in client_for(writer).get(PATH).content.decode()


def test_a_review_is_for_those_who_may_hold_it(ada, senco, teacher, ta, professional):
    due = [row(ada, standing="Version 2", review_by=TODAY)]
    shown = [who for who in (senco, teacher, ta, professional) if today.for_me(due, who, TODAY)]
    assert shown == [senco, teacher]


def test_a_review_whose_day_has_passed_is_overdue(planned):
    found = today.review(row(planned.learner, standing="Version 2", review_by=TODAY - timedelta(days=3), overdue=True),
                         TODAY)
    assert (found.when, found.kind) == ("Overdue", "overdue")
    assert found.text == "Review Ada Okafor’s plan (due 4 September 2026)"


def test_what_is_overdue_stands_before_all_that_is_due_whatever_it_is(ada, senco, client_for):
    late = plans.open_plan(learner=ada, by=senco, on=TODAY)
    actions.agree(learner=ada, what="Order coloured overlays", why="", owner=senco, due_on=TODAY + timedelta(days=2),
                  by=senco, on=TODAY)
    tell_all(ada, senco)
    plans.issue(plan=late, by=senco, on=TODAY - timedelta(weeks=9), key="k", what_changed="",
                review_by=TODAY - timedelta(days=3))
    shown = client_for(senco).get(PATH).context
    assert [need.when for need in shown["needs"]][:2] == ["Overdue", "Due"]
    assert "coloured overlays" in shown["needs"][1].text
    assert shown["counts"][0].text == "plan review overdue"


def row(learner, **changes):
    return Row(**{"pk": learner.pk, "slug": "larkrise", "name": learner.name, "year": "6", "stage": "", "need": "",
                  "standing": "Draft", "standing_kind": "draft", "review_by": None, "overdue": False, "heard": (),
                  **changes})


def test_reviews_beyond_the_first_few_are_counted_not_listed(ada):
    lines = today.reviews([row(ada, review_by=TODAY)] * (today.NAMED + 3), TODAY, "/register/")
    assert len(lines) == today.NAMED + 1
    assert lines[-1].text == f"All {today.NAMED + 3} plans to review within four weeks, in order of date"


def test_a_review_months_away_does_not_need_anybody_today(ada, senco):
    far, near = (row(ada, review_by=TODAY + timedelta(weeks=weeks)) for weeks in (5, 4))
    assert today.due([far, near], senco, TODAY) == [near]


@pytest.mark.parametrize("name", ["senco", "teacher", "ta"])
def test_every_number_leads_to_a_list_of_so_many(name, request, ada, senco, teacher, ta, learner, client_for):
    """What is counted on the first page and what the register shows for it are the same learners."""
    for number in range(9):
        child = learner(f"Child {number}", stage="K", tutor_group="6K")
        grant(member=ta, learner=child, by=senco, on=TODAY)
        if number:
            plan = plans.open_plan(learner=child, by=senco, on=TODAY)
            plans.set_review_by(plan=plan, review_by=TODAY + timedelta(days=4 * number), by=senco, on=TODAY)
            plans.let_in(plan=plan, member=ta, by=senco, on=TODAY)
    client = client_for(request.getfixturevalue(name))
    shown = client.get(PATH).context
    told = [(str(count.number), count.href) for count in shown["counts"]]
    told += [(re.search(r"\d+", need.text)[0], need.href) for need in shown["needs"] if need.kind == "note"]
    assert len(told) == (4 if name == "teacher" else 5)
    for number, href in told:
        page = client.get(href).content.decode()
        assert (f"{number} of 10 learners" in page) if number != "0" else ("None of 10 learners" in page), href


def test_who_has_nothing_to_do_is_not_told_that_nothing_is_overdue(ada, senco, professional, client_for):
    late = plans.open_plan(learner=ada, by=senco, on=TODAY)
    tell_all(ada, senco)
    plans.issue(plan=late, by=senco, on=TODAY - timedelta(weeks=9), key="k", what_changed="",
                review_by=TODAY - timedelta(days=3))
    grant(member=professional, learner=ada, purpose="Assessment", by=senco, on=TODAY)
    answer = client_for(professional).get(PATH)
    page = answer.content.decode()
    assert (answer.context["counts"][0].number, answer.context["needs"]) == (1, [])
    assert "Nothing is due from you today. The numbers above are of everybody you see" in page
    assert "Nothing is overdue" not in page


def test_an_empty_school_is_shown_its_first_step(senco, client_for):
    page = client_for(senco).get(PATH).content.decode()
    assert "Begin with your learners" in page
    assert "/s/larkrise/imports/new/" in page


def test_a_teacher_without_learners_is_told_why(teacher, client_for):
    page = client_for(teacher).get(PATH).content.decode()
    assert "once the SENCO has given you access" in page
    assert "/imports/" not in page


def test_a_teacher_reads_of_their_own_learners_alone(planned, teacher, learner, senco, client_for):
    other = learner("Leo Nguyen", stage="K")
    plans.open_plan(learner=other, by=senco, on=TODAY)
    page = client_for(teacher).get(PATH).content.decode()
    assert "Ada Okafor" in page
    assert "Leo" not in page


def test_a_parent_of_one_goes_straight_to_the_plan(ada, parent, client_for):
    assert client_for(parent).get(PATH)["Location"] == f"/s/larkrise/learners/{ada.pk}/plan/"


def test_a_parent_of_two_chooses(ada, parent, learner, senco, client_for):
    ben = learner("Ben Okafor")
    tie_contact(contact=add_contact(learner=ben, name="Grace Okafor", relationship="PAM", by=senco, on=TODAY),
                member=parent, by=senco, on=TODAY)
    page = client_for(parent).get(PATH).content.decode()
    assert "Ada Okafor" in page
    assert "Ben Okafor" in page


def test_a_learner_goes_straight_to_their_own(ada, learner_member, client_for):
    assert client_for(learner_member).get(PATH)["Location"] == f"/s/larkrise/learners/{ada.pk}/plan/"


def test_a_governor_is_told_counts_and_no_small_ones(ada, governor, client_for):
    """A-22: a count of one might be a child whom a governor knows."""
    page = client_for(governor).get(PATH).content.decode()
    assert "fewer than 5" in page
    assert "Ada" not in page


def test_who_has_no_need_recorded_is_a_part_of_the_whole_and_cannot_be_worked_out(school, senco, learner):
    """A-22: the needs told add up to those at a stage of SEN."""
    for number, need in enumerate(["", "", *["SLCN"] * 5, *["MLD"] * 5]):
        learner(f"Child {number}", stage="K", needs=(NeedGiven(type=need),) if need else ())
    learner("Somebody Else", stage="N", needs=(NeedGiven(type="MLD"),))
    assert dict(queries.patterns(school, TODAY))["Main need"] == [
        ("Moderate learning difficulty", "5"), ("All others together", "7")]


@pytest.mark.parametrize(("parts", "shown"), [
    ([], []),
    ([("a", 9), ("b", 6)], [("a", "9"), ("b", "6")]),
    ([("a", 9), ("b", 3), ("c", 2)], [("a", "9"), ("All others together", "5")]),
    # Two alone could be worked out from the whole: they are told with the next larger.
    ([("a", 9), ("b", 6), ("c", 2)], [("a", "9"), ("All others together", "8")]),
    ([("a", 2)], [("All others together", "fewer than 5")]),
])
def test_parts_of_a_whole_are_told_so_that_no_small_one_can_be_worked_out(parts, shown):
    """A-22: secondary suppression."""
    assert queries.told_together(parts) == shown


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"),
                                               (1234, "1,234")])
def test_how_a_count_is_told(number, words):
    assert queries.told(number) == words


@pytest.mark.parametrize(("hour", "words"), [(0, "Good morning"), (11, "Good morning"), (12, "Good afternoon"),
                                             (17, "Good afternoon"), (18, "Good evening")])
def test_greeting(hour, words):
    assert today.greeting(hour) == words


def test_the_dashboard_costs_the_same_for_any_number(ada, senco, learner, client_for, same_queries_however_many):
    client = client_for(senco)
    number = iter(range(100))

    def more(n):
        for _ in range(n):
            plans.open_plan(learner=learner(f"Child {next(number)}", stage="K"), by=senco, on=TODAY)

    assert same_queries_however_many(lambda: client.get(PATH), more) <= 15


def test_lately_tells_what_people_did_and_not_what_the_school_does_by_itself(ada, senco, client_for):
    set_stage(learner=ada, stage="K", starts_on=TODAY, by=senco, on=TODAY)
    draft = plans.open_plan(learner=ada, by=senco, on=TODAY)
    record("actions.raised", by=Membership.system(senco.school), about=draft, learner=ada, what="A review is due")
    page = client_for(senco).get(PATH).content.decode()
    lately = page.partition("Lately</h2>")[2]
    assert "Priya Shah" in lately
    assert "Golden Thread" not in lately.partition("</ul>")[0]
