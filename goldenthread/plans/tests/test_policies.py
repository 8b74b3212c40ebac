"""Why not? Each rule, in its sentence, for each of the cast."""

from datetime import date

import pytest

from goldenthread.audit.refusals import Refused
from goldenthread.learners.operations import block
from goldenthread.people.roles import ROLES
from goldenthread.plans import operations as plans
from goldenthread.plans import policies
from goldenthread.plans.models import Plan, PlanVersion
from goldenthread.plans.states import MOVES, STANDING_MOVES, Section, State
from goldenthread.plans.tests.desk import OCTOBER, REVIEW, SEPTEMBER
from goldenthread.story.operations import retire

EVERYBODY = ["senco", "senco_team", "teacher", "ta", "parent", "learner_member", "professional", "governor", "nia"]


@pytest.fixture
def cast(desk, request):
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


RULES = {
    "issue": (lambda plan, who: policies.why_not_issue(plan, who, SEPTEMBER), {"senco"}),
    "arrange": (lambda plan, who: policies.why_not_arrange(plan, who, SEPTEMBER), {"senco", "senco_team"}),
    "read draft": (lambda plan, who: policies.why_not_read_draft(plan, who, SEPTEMBER), {"senco", "senco_team", "nia"}),
    "mark": (lambda plan, who: policies.why_not_mark(plan, "hopes", "complete", who, SEPTEMBER),
             {"senco", "senco_team"}),
}


@pytest.mark.parametrize("rule", RULES)
def test_who_may(desk, cast, rule):
    why_not, allowed = RULES[rule]
    assert {name for name, who in cast.items() if not why_not(desk.plan, who)} == allowed


@pytest.mark.parametrize("who", [name for name in EVERYBODY if name != "senco"])
def test_nobody_but_a_senco_admin_of_the_school_issues_corrects_withdraws_or_erases(desk, cast, who):
    version = desk.issue("k1")
    entry = desk.ada.entries.first()
    by = {"by": cast[who], "on": OCTOBER}
    for deed in (
        lambda: plans.issue(plan=desk.plan, what_changed="", key="k2", **by),
        lambda: plans.correct(version=version, patches={f"entry:{entry.uuid}": {"text": "x"}}, reason="r", key="c",
                              **by),
        lambda: plans.withdraw(plan=desk.plan, node=f"entry:{entry.uuid}", reason="court", **by),
        lambda: plans.erase_body(version=version, reason="r", **by),
    ):
        with pytest.raises(Refused, match="Only a SENCO admin at this school"):
            deed()
    assert PlanVersion.objects.count() == 1


def test_being_let_in_opens_the_draft_to_those_who_work_with_the_learner_and_nobody_else(desk, cast):
    plans.let_in(plan=desk.plan, member=None, by=desk.senco, on=SEPTEMBER)
    readers = {name for name, who in cast.items()
               if not policies.why_not_read_draft(desk.plan, who, SEPTEMBER)
               and not policies.why_not_mark(desk.plan, "hopes", "complete", who, SEPTEMBER)}
    assert readers == {"senco", "senco_team", "teacher", "ta", "professional"}
    for name in ("parent", "governor"):
        with pytest.raises(Refused):
            plans.let_in(plan=desk.plan, member=cast[name], by=desk.senco, on=SEPTEMBER)


def test_a_place_in_the_draft_ends_by_itself(desk, teacher):
    plans.let_in(plan=desk.plan, member=teacher, by=desk.senco, on=SEPTEMBER, until=OCTOBER)
    assert policies.why_not_read_draft(desk.plan, teacher, OCTOBER) == ""
    assert "has not let you in" in policies.why_not_read_draft(desk.plan, teacher, date(2026, 10, 6))


def test_a_blocked_senco_cannot_issue(desk, senco_team, school):
    from conftest import member

    sam = member(school, "senco_admin", "Sam Hill")
    block(member=desk.senco, learner=desk.ada, basis="Her own child.", by=sam, on=SEPTEMBER)
    with pytest.raises(Refused, match="not open to you"):
        desk.issue("k1")


@pytest.mark.parametrize(("spoil", "sentence"), [
    (lambda desk: Plan.objects.filter(pk=desk.plan.pk).update(review_by=None), "Not yet complete: Review date."),
    (lambda desk: Plan.objects.filter(pk=desk.plan.pk).update(review_by=SEPTEMBER), "Not yet complete: Review date."),
    (lambda desk: [retire(entry=desk.ada.entries.get(field=field), why="Wrong child.", by=desk.senco, on=SEPTEMBER)
                   for field in ("strategies", "hopes")], "Not yet complete: Hopes and interests, What we do."),
])
def test_a_plan_that_lacks_something_is_not_issued_and_nothing_changes(desk, spoil, sentence):
    spoil(desk)
    with pytest.raises(Refused) as refusal:
        desk.issue("k1")
    assert str(refusal.value) == sentence
    assert PlanVersion.objects.count() == 0


def test_an_empty_section_that_is_not_needed_stops_nobody(desk):
    retire(entry=desk.ada.entries.get(field="hopes"), why="Wrong child.", by=desk.senco, on=SEPTEMBER)
    plans.mark_section(plan=desk.plan, section="hopes", state="not-needed", by=desk.senco, on=SEPTEMBER)
    assert desk.issue("k1").number == 1


def test_the_review_date_can_be_given_with_the_issue(desk):
    Plan.objects.filter(pk=desk.plan.pk).update(review_by=None)
    desk.issue("k1", review_by=REVIEW)
    desk.plan.refresh_from_db()
    assert desk.plan.review_by == REVIEW


@pytest.mark.parametrize(("day", "sentence"), [
    (SEPTEMBER, "7 September 2026 has come. Choose a later day."), (date(2027, 10, 7), ""),
    (date(2027, 10, 8), "A plan is looked at again at least once a year. Choose a day on or before 7 October 2027."),
])
def test_a_review_date_is_to_come_and_within_a_year_and_a_month(desk, day, sentence):
    assert policies.why_not_review_by(day, SEPTEMBER) == sentence
    asked = {"by": desk.senco, "on": SEPTEMBER, "review_by": day}
    if not sentence:
        plans.set_review_by(plan=desk.plan, **asked)
        plans.open_plan(learner=desk.ada, type="iep", **asked)
        desk.issue("k1", review_by=day)
        return
    for setting in (lambda: plans.set_review_by(plan=desk.plan, **asked), lambda: desk.issue("k1", review_by=day),
                    lambda: plans.open_plan(learner=desk.ada, type="iep", **asked)):
        with pytest.raises(Refused, match=sentence):
            setting()


def test_a_slip_in_the_year_of_long_ago_is_not_issued_either(desk):
    Plan.objects.filter(pk=desk.plan.pk).update(review_by=date(2099, 4, 1))
    with pytest.raises(Refused, match="Not yet complete: Review date"):
        desk.issue("k1")


def test_a_live_plan_is_not_issued(desk):
    profile = plans.open_plan(learner=desk.ada, type="one-page-profile", by=desk.senco, on=SEPTEMBER)
    assert policies.why_not_issue(profile, desk.senco, SEPTEMBER) == (
        "“One page profile” is not issued: it always shows today's record.")


@pytest.mark.parametrize(("kind", "sentence"), [("iplan", "Ada has one already."), ("poem", "no such kind of plan")])
def test_a_plan_is_opened_once_and_of_a_known_kind(desk, kind, sentence):
    with pytest.raises(Refused, match=sentence):
        plans.open_plan(learner=desk.ada, type=kind, by=desk.senco, on=SEPTEMBER)


def test_every_state_has_its_moves_listed():
    assert set(MOVES) == set(Section)
    assert set(STANDING_MOVES) == set(State)
    assert all(after in Section for moves in MOVES.values() for after in moves)


@pytest.mark.parametrize("before", list(Section))
@pytest.mark.parametrize("after", list(Section))
def test_a_section_moves_as_the_table_says(before, after):
    assert (policies.why_not_move(before, after) == "") == (before == after or after in MOVES[before])


def test_only_roles_that_may_be_let_in_have_a_door_to_drafts():
    kinds = {role.kind for role in ROLES.values() if "read the draft of a plan, where let in" in role.may}
    assert kinds == {"senco", "staff", "professional", "system"}
