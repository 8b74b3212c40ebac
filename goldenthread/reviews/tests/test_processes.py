"""Statutory processes as they go: what is due when something happens, and what a correction changes."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.audit.models import Event
from goldenthread.plans.operations.receiving import Told, receive
from goldenthread.reviews.clocks import rules
from goldenthread.reviews.clocks.policies import OF_A_YEAR
from goldenthread.reviews.clocks.queries import owed
from goldenthread.reviews.clocks.showing import state_of
from goldenthread.reviews.models import Clock, Process
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.tests.at_dates import at, clock_of, dates, met
from goldenthread.reviews.tests.table import MADE


def test_a_request_sets_six_sixteen_and_twenty_weeks_going(assessment):
    assert dates(assessment) == {
        "EHC-DECIDE": date(2026, 10, 19), "EHC-NOPLAN": date(2026, 12, 28), "EHC-FINAL": date(2027, 1, 25)}


def test_starting_twice_starts_once(assessment, with_senco, ada, today):
    assert clocks.start(learner=ada, kind="needs_assessment", day=today, **with_senco) == assessment
    assert Process.objects.count() == 1
    assert Event.objects.filter(kind="reviews.process_started").count() == 1


def test_the_schools_advice_is_due_six_weeks_after_it_is_asked(assessment, senco):
    asked = date(2026, 10, 20)
    clocks.happened(process=assessment, what="advice_asked", day=asked, **at(asked, senco))
    clock = Clock.objects.get(process=assessment, rule="EHC-ADVICE")
    assert (clock.due_on, clock.owed_by, clock.triggered_on) == (date(2026, 12, 1), "school", asked)


def test_an_annual_review_is_planned_back_from_the_day_it_must_be_complete(annual):
    assert dates(annual) == {
        "AR-CYCLE": date(2026, 12, 23), "AR-NOTICE": date(2026, 11, 11), "AR-PAPERS": date(2026, 11, 11),
        "AR-REPORT": date(2026, 12, 9), "AR-DECISION": date(2026, 12, 23), "AR-FINAL": date(2027, 2, 17)}
    expected = set(Clock.objects.filter(expected=True).values_list("rule", flat=True))
    assert expected == {"AR-REPORT", "AR-DECISION", "AR-FINAL"}  # counted from a meeting that is still to come


def test_the_last_day_for_the_meeting_is_a_school_day_and_notice_is_counted_from_it(ada, with_senco):
    saturday = clocks.start(learner=ada, kind="annual_review", day=date(2025, 12, 27), **with_senco)
    assert saturday.milestones.get(kind="meeting").on == date(2026, 11, 27)  # a Friday; the year alone gives the 28th
    assert dates(saturday)["AR-NOTICE"] == date(2026, 11, 13)


@pytest.mark.parametrize("made", [date(2026, 1, 23), date(2026, 1, 24)])
def test_no_meeting_is_to_be_held_on_christmas_day_or_the_day_after_it(ada, with_senco, made):
    annual = clocks.start(learner=ada, kind="annual_review", day=made, **with_senco)
    assert annual.milestones.get(kind="meeting").on == date(2026, 12, 24)


def test_arranging_the_meeting_moves_what_hangs_on_it_and_nothing_else(annual, with_senco):
    clocks.arrange(process=annual, day=date(2026, 11, 4), **with_senco)
    assert dates(annual)["AR-NOTICE"] == date(2026, 10, 21)
    assert dates(annual)["AR-REPORT"] == date(2026, 11, 18)
    assert dates(annual)["AR-CYCLE"] == date(2026, 12, 23)


def test_the_meeting_sets_the_report_the_decision_and_the_final_plan_going(annual, senco):
    day = date(2026, 11, 25)
    clocks.meeting_held(process=annual, day=day, **at(day, senco))
    assert not Clock.objects.filter(expected=True).exists()
    assert {rule: due for rule, due in dates(annual).items() if rule in {"AR-REPORT", "AR-DECISION", "AR-FINAL"}} == {
        "AR-REPORT": date(2026, 12, 9), "AR-DECISION": date(2026, 12, 23), "AR-FINAL": date(2027, 2, 17)}


def test_an_annual_review_to_its_end(annual, ada, senco):
    """Notice, papers, meeting, report, decision to amend, proposed changes, the final plan: and the next round."""
    told, met_on, decided = date(2026, 11, 9), date(2026, 11, 25), date(2026, 12, 16)
    for what in ("notice_given", "papers_sent"):
        clocks.happened(process=annual, what=what, day=told, **at(told, senco))
    clocks.meeting_held(process=annual, day=met_on, **at(met_on, senco))
    clocks.happened(process=annual, what="report_sent", day=date(2026, 12, 2), **at(decided, senco))
    clocks.decided(process=annual, decision="amend", day=decided, **at(decided, senco))
    clocks.happened(process=annual, what="amendment_notice", day=decided, **at(decided, senco))
    assert dates(annual)["AR-REPS"] == date(2026, 12, 30)
    assert dates(annual)["AR-FINAL"] == date(2027, 2, 10)  # eight weeks from the proposed changes come first
    came = date(2027, 2, 8)
    following = clocks.plan_received(learner=ada, dated_on=date(2027, 2, 5), received_on=came, **at(came, senco))
    annual.refresh_from_db()
    assert (annual.state, annual.ended, annual.closed_on) == ("closed", "received", came)
    assert met(annual) == {"AR-CYCLE", "AR-NOTICE", "AR-PAPERS", "AR-REPORT", "AR-DECISION", "AR-AMEND", "AR-FINAL"}
    # Twelve months from the last review, which was complete when the authority decided.
    assert dates(following)["AR-CYCLE"] == date(2027, 12, 15)


def test_a_plan_that_is_kept_needs_no_final_plan_and_the_next_round_begins(annual, ada, senco):
    day, decided = date(2026, 11, 25), date(2026, 12, 9)
    clocks.meeting_held(process=annual, day=day, **at(day, senco))
    clocks.decided(process=annual, decision="keep", day=decided, **at(decided, senco))
    final = Clock.objects.get(process=annual, rule="AR-FINAL")
    assert (final.exception, final.exception_why) == ("not-needed", "The authority keeps the plan as it is.")
    assert dates(clocks.running(ada, "annual_review"))["AR-CYCLE"] == date(2027, 12, 8)


def test_a_plan_that_ceases_has_no_next_round(annual, ada, senco):
    day = date(2026, 11, 25)
    clocks.meeting_held(process=annual, day=day, **at(day, senco))
    clocks.decided(process=annual, decision="cease", day=day, **at(day, senco))
    assert clocks.running(ada, "annual_review") is None


def test_a_first_plan_ends_the_assessment_and_begins_the_annual_review(assessment, ada, senco):
    came = date(2027, 1, 20)
    first = clocks.plan_received(learner=ada, dated_on=date(2027, 1, 18), received_on=came, **at(came, senco))
    assessment.refresh_from_db()
    assert assessment.ended == "received"
    assert "EHC-FINAL" in met(assessment)
    assert Clock.objects.get(process=assessment, rule="EHC-NOPLAN").exception_why == "A plan was made."
    assert dates(first)["AR-CYCLE"] == date(2028, 1, 17)


def test_a_plan_amended_between_reviews_leaves_the_round_going(annual, ada, with_senco, today):
    assert clocks.plan_received(learner=ada, dated_on=today, received_on=today, **with_senco) == annual
    annual.refresh_from_db()
    assert annual.is_open


def test_a_refusal_to_assess_ends_it(assessment, senco):
    day = date(2026, 10, 12)
    clocks.decided(process=assessment, decision="not-assess", day=day, **at(day, senco))
    assessment.refresh_from_db()
    assert assessment.ended == "not-assess"
    assert met(assessment) == {"EHC-DECIDE"}


def test_a_date_put_right_keeps_the_old_ones_in_the_event(assessment, with_senco):
    clocks.happened(process=assessment, what="request", day=date(2026, 9, 3), **with_senco)
    assert dates(assessment)["EHC-FINAL"] == date(2027, 1, 21)
    told = Event.objects.get(kind="reviews.date_corrected").facts
    assert (told["was"], told["day"]) == ("2026-09-07", "2026-09-03")
    assert {"rule": "EHC-FINAL", "was": "2027-01-25", "due": "2027-01-21"} in told["changed"]
    assessment.refresh_from_db()
    assert assessment.started_on == date(2026, 9, 3)


def test_the_same_date_twice_writes_nothing(assessment, with_senco, today):
    clocks.happened(process=assessment, what="advice_asked", day=today, **with_senco)
    before = Event.objects.count()
    clocks.happened(process=assessment, what="advice_asked", day=today, **with_senco)
    assert Event.objects.count() == before


def test_what_is_taken_back_stops_what_it_set_going(assessment, with_senco, today):
    clocks.happened(process=assessment, what="advice_asked", day=today, **with_senco)
    clocks.take_back(process=assessment, what="advice_asked", **with_senco)
    assert "EHC-ADVICE" not in dates(assessment)


def test_a_later_pack_changes_no_date_that_is_stored(assessment, with_senco, monkeypatch, today):
    shorter = rules.book()
    rule = shorter.rules["EHC-FINAL"]
    new = type(rule)(**{**rule.__dict__, "periods": (rules.Period("request", "weeks", 8),)})
    monkeypatch.setitem(shorter.rules, "EHC-FINAL", new)
    clocks.happened(process=assessment, what="advice_asked", day=today, **with_senco)
    assert dates(assessment)["EHC-FINAL"] == date(2027, 1, 25)
    clocks.happened(process=assessment, what="request", day=today - timedelta(days=1), **with_senco)
    assert dates(assessment)["EHC-FINAL"] == date(2026, 11, 1)


def test_a_phase_transfer_is_ready_before_its_day(ada, with_senco):
    process = clocks.start(learner=ada, kind="phase_transfer", day=date(2027, 9, 1), route="other", **with_senco)
    clock = clock_of(process, "PT-OTHER")
    assert (clock.rule, clock.due_on, clock.before, clock.expected) == ("PT-OTHER", date(2027, 2, 15), True, False)


def test_a_child_under_five_is_looked_at_sooner(learner, with_senco, today):
    small = learner("Bo Small", dob=date(2022, 6, 1), nc_year="N2")
    process = clocks.start(learner=small, kind="annual_review", day=today, **with_senco)
    assert dates(process)["AR-UNDER5"] == date(2027, 3, 7)


@pytest.mark.parametrize(("dob", "counted"), [(date(2022, 3, 8), True), (date(2022, 3, 7), False)])
def test_nobody_is_under_five_who_is_five_on_the_day_it_is_due(learner, with_senco, today, dob, counted):
    small = learner("Bo Small", dob=dob, nc_year="R")
    assert ("AR-UNDER5" in dates(clocks.start(learner=small, kind="annual_review", day=today, **with_senco))) is counted


def test_an_exception_lifts_the_time_limit_with_its_reason_and_can_be_taken_back(assessment, with_senco):
    clock = Clock.objects.get(process=assessment, rule="EHC-FINAL")
    clocks.allow(clock=clock, exception="away", why="The family was abroad for six weeks.", **with_senco)
    clock.refresh_from_db()
    assert (clock.exception, clock.due_on) == ("away", date(2027, 1, 25))
    clocks.disallow(clock=clock, **with_senco)
    clock.refresh_from_db()
    assert clock.exception == ""


def test_a_lifted_time_limit_stays_lifted_when_other_dates_are_noted(assessment, with_senco, today):
    clock = Clock.objects.get(process=assessment, rule="EHC-FINAL")
    clocks.allow(clock=clock, exception="personal", why="A bereavement.", **with_senco)
    clocks.happened(process=assessment, what="advice_asked", day=today, **with_senco)
    clock.refresh_from_db()
    assert clock.exception == "personal"


def test_a_plan_that_came_before_the_meeting_leaves_the_round_going(annual, ada, senco):
    met_on, came = date(2026, 11, 25), date(2026, 11, 20)
    clocks.meeting_held(process=annual, day=met_on, **at(met_on, senco))
    assert clocks.plan_received(learner=ada, dated_on=came, received_on=came, **at(met_on, senco)) == annual
    annual.refresh_from_db()
    assert annual.is_open


def test_starting_for_ten_costs_as_much_as_for_two(learner, with_senco):
    counted = []
    for number in (2, 10):
        openings = [clocks.Opening(learner(f"Child {number}x{chr(65 + at)}"), "annual_review", MADE)
                    for at in range(number)]
        with CaptureQueriesContext(connection) as caught:
            clocks.start_many(openings=openings, **with_senco)
        counted.append(len(caught))
    assert counted[0] == counted[1]


def test_an_ehc_plan_kept_as_received_closes_the_round_and_begins_the_next(annual, ada, senco):
    """The whole chain, through the room that keeps plans."""
    day, came = date(2026, 11, 25), date(2027, 2, 8)
    clocks.meeting_held(process=annual, day=day, **at(day, senco))
    clocks.decided(process=annual, decision="amend", day=date(2026, 12, 16), **at(came, senco))
    receive(learner=ada, dated_on=date(2027, 2, 5), received_on=came, from_authority="823", note="", key="k",
            triples=[Told("Reading", "Reads a page aloud")], **at(came, senco))
    annual.refresh_from_db()
    assert annual.ended == "received"
    assert "AR-FINAL" in met(annual)
    assert clocks.running(ada, "annual_review").started_on == date(2026, 12, 16)


def test_a_first_ehc_plan_kept_as_received_begins_the_annual_review(ada, with_senco, today):
    receive(learner=ada, dated_on=today, received_on=today, from_authority="823", note="", key="k",
            triples=[Told("Reading", "Reads a page aloud")], **with_senco)
    begun = clocks.running(ada, "annual_review")
    assert dates(begun)["AR-CYCLE"] == date(2027, 9, 6)
    assert (begun.assumed, first_of(begun)) == (
        "the date on the plan, which may have been amended since it was made", "counted_from")


def first_of(process):
    return process.milestones.filter(kind__in=OF_A_YEAR).values_list("kind", flat=True).get()


def test_what_a_plan_is_to_its_year_follows_from_where_it_came_from(ada, assessment, with_senco, today):
    def came(key, authority="823"):
        receive(learner=ada, dated_on=today, received_on=today, from_authority=authority, note="", key=key,
                triples=[Told("Reading", "Reads a page aloud")], **with_senco)
        return clocks.running(ada, "annual_review")
    first = came("first")
    assert (first.assumed, first_of(first)) == ("", "plan_made")  # the request made here ended in it
    clocks.call_off(process=first, why="Started anew.", **with_senco)
    second = came("second")
    assert first_of(second) == "plan_amended"
    assert "amended plan" in second.assumed


def test_a_plan_of_another_authority_is_said_to_be_one(ada, with_senco, today):
    type(ada).objects.filter(pk=ada.pk).update(home_authority="823")
    receive(learner=ada, dated_on=today, received_on=today, from_authority="822", note="", key="k",
            triples=[Told("Reading", "Reads a page aloud")], **with_senco)
    assert first_of(clocks.running(ada, "annual_review")) == "plan_moved"


def test_the_start_that_was_taken_from_the_record_gives_way_to_what_somebody_knows(ada, client_for, senco, with_senco,
                                                                                   today):
    process = clocks.start(learner=ada, kind="annual_review", day=date(2026, 3, 2), assumed="the stage", **with_senco)
    assert first_of(process) == "counted_from"
    at = f"/s/larkrise/learners/{ada.pk}/dates/{process.uuid}/"
    assert "The review before was completed" in client_for(senco).get(at).content.decode()
    clocks.happened(process=process, what="last_review", day=date(2026, 4, 2), **with_senco)
    process.refresh_from_db()
    assert (process.assumed, first_of(process)) == ("", "last_review")
    assert dates(process)["AR-CYCLE"] == date(2027, 4, 1)


def test_time_that_the_family_had_is_over_and_never_overdue(assessment, senco, with_senco, today):
    clocks.happened(process=assessment, what="draft_served", day=today, **with_senco)
    clock = Clock.objects.select_related("process").get(rule="EHC-DRAFT")
    assert state_of(clock, date(2026, 9, 21)) == "near"
    assert state_of(clock, date(2026, 9, 22)) == "elapsed"
    assert "EHC-DRAFT" in set(owed(senco, date(2026, 9, 21)).values_list("rule", flat=True))
    assert "EHC-DRAFT" not in set(owed(senco, date(2026, 9, 22)).values_list("rule", flat=True))


def test_what_is_due_before_a_day_is_overdue_on_it(ada, with_senco):
    clocks.start(learner=ada, kind="phase_transfer", day=date(2027, 9, 1), route="other", **with_senco)
    clock = Clock.objects.select_related("process").get(rule="PT-OTHER")
    assert state_of(clock, date(2027, 2, 14)) == "near"
    assert state_of(clock, date(2027, 2, 15)) == "overdue"
