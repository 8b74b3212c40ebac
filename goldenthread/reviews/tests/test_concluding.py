"""Concluding a review, and issuing the next version with it: all of it or nothing."""

from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from conftest import member, queries
from goldenthread.actions.models import Action
from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.outcomes.models import Outcome
from goldenthread.plans.composing import compose, mark_of
from goldenthread.plans.document import Document
from goldenthread.plans.models import Plan, PlanVersion, Standing
from goldenthread.plans.operations import open_plan
from goldenthread.plans.operations.receiving import Told, receive
from goldenthread.plans.rendering.statement import arrange_node
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.models import Finding, Judgement, Review, Schedule
from goldenthread.reviews.queries import version_of
from goldenthread.reviews.tests.table import APRIL, DECEMBER, JUNE, NOVEMBER
from goldenthread.schools.forms import in_words


def term_outcome(table):
    return Outcome.objects.get(learner=table.ada, level="term")


def test_concluding_closes_this_round_and_opens_the_next(table):
    before = table.waiting
    review = table.concludes(table.held())
    before.refresh_from_db()
    assert (review.state, review.concluded_by_name, review.next_on) == ("concluded", "Priya Shah", APRIL)
    assert (before.state, before.closed_on, review.schedule) == ("held", DECEMBER, before)
    assert table.waiting.due_on == APRIL == table.plan.review_by


def test_a_judgement_reaches_its_outcome_when_the_review_is_concluded_and_not_before(table):
    review, outcome = table.held(), term_outcome(table)
    reviews.judge(review=review, outcome=outcome, state="met", words="She does it daily.", by=table.senco, on=DECEMBER)
    outcome.refresh_from_db()
    assert outcome.is_open
    table.concludes(review)
    outcome.refresh_from_db()
    assert (outcome.state, outcome.closed_on, outcome.result_why) == ("met", DECEMBER, "She does it daily.")


@pytest.mark.parametrize(("state", "name"), [("on_track", "On track"), ("at_risk", "At risk")])
def test_a_judgement_that_closes_nothing_is_said_by_targets_thread_and_version(table, client_for, state, name):
    review, outcome = table.held(), term_outcome(table)
    reviews.judge(review=review, outcome=outcome, state=state, words="Slowly.", by=table.senco, on=DECEMBER)
    version = table.issues(review)
    outcome.refresh_from_db()
    assert outcome.state == state
    (told,) = [node for node in sections_of(version)["targets"] if node.id == f"outcome:{outcome.uuid}"]
    assert told.data["state_name"] == name
    at = f"/s/larkrise/learners/{table.ada.pk}/"
    with time_machine.travel(DECEMBER):
        client = client_for(table.senco)
        for page in ("targets/", "thread/", "plan/"):
            assert name in client.get(at + page).content.decode(), page


def test_what_was_agreed_becomes_actions_in_the_same_stroke(table):
    review = table.held()
    reviews.find(review=review, kind="agreed", text="Start a reading group.", owner=table.teacher, due_on=JUNE,
                 by=table.senco, on=DECEMBER)
    reviews.find(review=review, kind="agreed", text="Read together at home.", said_by="family",
                 said_by_name="Grace Okafor", due_on=JUNE, by=table.senco, on=DECEMBER)
    assert not Action.objects.filter(source_room="reviews").exists()
    table.concludes(review)
    found = list(Action.objects.filter(source_id=str(review.uuid)).order_by("pk"))
    assert [(each.what, each.owner, each.due_on) for each in found] == [
        ("Start a reading group.", table.teacher, JUNE), ("Grace Okafor: Read together at home.", None, JUNE)]


def test_conclude_and_issue_makes_the_next_version_that_tells_of_it(table):
    review, outcome = table.held(), term_outcome(table)
    reviews.judge(review=review, outcome=outcome, state="met", by=table.senco, on=DECEMBER)
    version = table.issues(review)
    review.refresh_from_db()
    assert (version.label, version_of(review), review.issued) == ("2", version, True)
    assert Standing.objects.get(version__number=1).state == "archived"
    assert table.waiting.due_on == APRIL
    assert '"closed_on":"2026-12-03"' in version.body.json
    kinds = list(Event.objects.filter(learner_id=table.ada.pk).order_by("-number").values_list("kind", flat=True))
    assert kinds.index("reviews.concluded") > kinds.index("plans.version_issued")


def test_the_same_request_twice_concludes_once_and_answers_twice(table):
    review = table.held()
    first = table.issues(review)
    assert table.issues(review) == first
    assert PlanVersion.objects.count() == 2
    assert Schedule.objects.filter(state="waiting").count() == 1


def test_a_second_person_is_told_who_concluded_it(table):
    review = table.held()
    table.concludes(review)
    tom = member(table.senco.school, "senco_team", "Tom Reed")
    with pytest.raises(Refused, match="Priya Shah concluded this review on 3 December 2026"):
        table.concludes(review, key="other", by=tom)


def test_where_a_rule_says_no_nothing_has_changed(table, senco_team):
    review, outcome = table.held(), term_outcome(table)
    reviews.judge(review=review, outcome=outcome, state="met", by=table.senco, on=DECEMBER)
    with pytest.raises(Refused, match="Only a SENCO admin"):
        table.issues(review, by=senco_team)
    with pytest.raises(Refused, match="still to come"):
        table.issues(review, next_on=DECEMBER)
    review.refresh_from_db()
    outcome.refresh_from_db()
    assert (review.state, outcome.is_open, PlanVersion.objects.count()) == ("open", True, 1)


@pytest.mark.parametrize(("spoil", "told"), [
    (lambda table, review: review.invitations.update(came=None), "Note who came first"),
    (lambda table, review: review.findings.all().delete(), "Write down what the meeting found"),
])
def test_a_review_is_concluded_with_somebody_there_and_something_found(table, spoil, told):
    review = table.held()
    spoil(table, review)
    with pytest.raises(Refused, match=told):
        table.concludes(review)


def test_the_next_day_is_asked_for_unless_the_plan_is_exempt(table):
    review = table.held()
    with pytest.raises(Refused, match="Say by when this is reviewed next"):
        table.concludes(review, next_on=None)
    reviews.exempt(schedule=table.waiting, why="Reviewed with the EHC plan.", by=table.senco, on=DECEMBER)
    table.concludes(review, next_on=None)
    assert not Schedule.objects.filter(state="waiting").exists()


def test_an_annual_review_is_followed_within_a_year(table):
    review = table.held(kind="annual")
    with pytest.raises(Refused, match="by 3 December 2027"):
        table.concludes(review, next_on=DECEMBER.replace(year=2027, day=4))


@pytest.mark.parametrize("how", ["concludes", "issues"])
def test_an_annual_review_leaves_the_termly_round_alone_and_sets_the_ehc_plans(table, how):
    receive(learner=table.ada, dated_on=DECEMBER.replace(year=2025), received_on=DECEMBER.replace(year=2025),
            from_authority="823", note="", key="k", triples=[Told("Reading", "Reads aloud")], by=table.senco,
            on=NOVEMBER)
    ehc, termly, next_on = Plan.objects.get(type="ehc-plan"), table.waiting.due_on, DECEMBER.replace(year=2027, day=2)
    getattr(table, how)(table.held(kind="annual"), next_on=next_on)
    assert (table.waiting.due_on, table.plan.review_by) == (termly, termly)
    assert Schedule.objects.get(plan=ehc, kind="annual", state="waiting").due_on == next_on
    ehc.refresh_from_db()
    assert ehc.review_by == next_on


def test_an_outcome_closed_meanwhile_is_named_to_whoever_concludes(table):
    from goldenthread.outcomes.operations import close
    review, outcome = table.held(), term_outcome(table)
    reviews.judge(review=review, outcome=outcome, state="met", by=table.senco, on=DECEMBER)
    close(outcome=outcome, result="not_met", by=table.senco, on=DECEMBER)
    with pytest.raises(Refused, match=r"“Ada answers in a group of two\.”: This outcome is already “not met”"):
        table.concludes(review)


def test_a_teacher_who_leads_it_may_conclude_a_review_of_their_own_learner(table):
    review = table.held(chair=table.teacher)
    table.concludes(review, by=table.teacher)
    assert table.waiting.due_on == APRIL


@pytest.mark.parametrize("change", [
    lambda review: Review.objects.filter(pk=review.pk).update(place="Elsewhere"),
    lambda review: Review.objects.filter(pk=review.pk).delete(),
    lambda review: Finding.objects.filter(review=review).update(text="Something else."),
    lambda review: Finding.objects.filter(review=review).delete(),
    lambda review: Judgement.objects.filter(review=review).update(state="met"),
])
def test_the_database_lets_nobody_change_a_concluded_review(table, change):
    review = table.held()
    reviews.judge(review=review, outcome=term_outcome(table), state="on_track", by=table.senco, on=DECEMBER)
    table.concludes(review)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(review)


def test_a_line_is_not_slipped_into_a_concluded_review(table):
    review = table.concludes(table.held())
    there = review.findings.get()
    there.pk = None
    there.uuid = review.uuid
    with pytest.raises(DatabaseError), transaction.atomic():
        there.save(force_insert=True)
    with pytest.raises(Refused, match="A concluded review stays as it is"):
        reviews.find(review=review, kind="next", text="More.", by=table.senco, on=DECEMBER)


def sections_of(version) -> dict[str, Any]:
    return {section.key: section.nodes for section in Document.from_json(version.body.json).sections}


def test_what_the_meeting_found_and_who_was_there_stand_in_the_plan_that_is_issued_with_it(table):
    review = table.held()
    reviews.find(review=review, kind="difference", text="I think she is tired.", said_by="family",
                 said_by_name="Grace Okafor", by=table.senco, on=DECEMBER)
    reviews.find(review=review, kind="agreed", text="A reading group.", owner=table.teacher, due_on=JUNE,
                 by=table.senco, on=DECEMBER)
    reviews.find(review=review, kind="change", text="More time.", said_by="family", said_by_name="Rose Okafor",
                 by=table.senco, on=DECEMBER)
    table.asks(review, DECEMBER, name="Rose Okafor", role="Grandmother", route="paper", email="")
    before = sections_of(table.plan.versions.get(number=1))
    assert not any(before[key] for key in ("review-found", "review-differed", "review-people"))
    told = sections_of(table.issues(review))
    assert [(node.data["text"], node.data["said_by_name"]) for node in told["review-found"]] == [
        ("Ada asks for help now.", ""), ("More time.", "Rose Okafor, Grandmother"), ("A reading group.", "")]
    assert [node.data["text"] for node in told["review-differed"]] == ["I think she is tired."]
    assert [(node.data["name"], node.data["capacity"]) for node in told["review-people"]] == [
        ("Grace Okafor", "Contributed")]


def test_the_report_says_when_the_meeting_was_who_did_not_come_and_who_was_not_invited(table):
    review = table.held(kind="annual")
    table.asks(review, DECEMBER, name="Mary Shaw", role="Therapist", asked_as="professional", route="paper", email="")
    table.asks(review, DECEMBER, name="Jo", asked_as="teacher", route="paper", email="", to_meeting=False)
    reviews.leave_out(review=review, seat="social-care", why="Nobody there knows Ada.", by=table.senco, on=DECEMBER)
    table.concludes(review)
    report = open_plan(learner=table.ada, type="annual-review", by=table.senco, on=DECEMBER, review_by=JUNE)
    (told,) = [section for section in compose(report, DECEMBER).sections if section.key == "meeting"]
    assert [(node.data["label"], node.data["value"], node.audience) for node in told.nodes] == [
        ("Day of the meeting", in_words(DECEMBER), "everyone"),
        ("Invited, and did not come", "Mary Shaw, Therapist", "family"),
        ("Not invited: The local authority’s social care officer", "Nobody there knows Ada.", "family")]


def test_why_a_target_was_stopped_stands_on_its_card(table):
    review, outcome = table.held(), term_outcome(table)
    reviews.judge(review=review, outcome=outcome, state="stopped", words="She reads in another group now.",
                  by=table.senco, on=DECEMBER)
    (told,) = [node for node in sections_of(table.issues(review))["targets"] if node.id == f"outcome:{outcome.uuid}"]
    assert {"label": "What happened", "value": "She reads in another group now."} in arrange_node(told)["facts"]


def test_what_is_kept_for_the_pages_of_a_plan_is_read_anew_once_a_review_is_concluded(table):
    review, before = table.held(), mark_of(table.ada)
    table.concludes(review)
    assert mark_of(table.ada) != before


def test_the_plan_that_tells_of_a_review_costs_no_more_than_its_pages_may(table, client_for):
    table.issues(table.held())
    client, address = client_for(table.senco), f"/s/larkrise/learners/{table.ada.pk}/plan/"
    with time_machine.travel(DECEMBER):
        for path, most in (("", 15), ("draft/", 30), ("issue/", 30)):
            client.get(address + path)
            assert len(queries(partial(client.get, address + path))) <= most, path


def test_a_person_is_thanked_once_however_her_role_was_written_beside_her(table):
    table.desk.tell("family-hopes", "That she has a friend.", said_by="family", said_by_name="Grace Okafor")
    table.desk.tell("views-of-family", "She sings.", said_by="family", said_by_name="Grace Okafor, mum")
    told = [node.data for node in sections_of(table.issues(table.held()))["people"]
            if node.data["name"].startswith("Grace Okafor")]
    assert [(each["name"], each["role"]) for each in told] == [("Grace Okafor", "mum")]


def test_a_next_day_that_concluding_would_refuse_is_refused_as_it_is_typed(table):
    review, last = table.held(), DECEMBER.replace(year=2028, month=1)
    with pytest.raises(Refused, match="Choose a day on or before 3 January 2028"):
        reviews.propose_next(review=review, next_on=last.replace(day=4), by=table.senco, on=DECEMBER)
    reviews.propose_next(review=review, next_on=last, by=table.senco, on=DECEMBER)
    assert table.concludes(review, next_on=last).state == "concluded"
