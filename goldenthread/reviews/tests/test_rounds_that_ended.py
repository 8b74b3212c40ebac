"""A round that has ended: what it leaves to be done, what may still be noted, and how it is opened again."""

from datetime import date

import pytest
from django.utils import timezone

from goldenthread.actions.models import Action
from goldenthread.actions.operations import sweep
from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.learners.operations import set_stage
from goldenthread.people.models import Membership
from goldenthread.reviews.clocks.agenda import statutory
from goldenthread.reviews.clocks.queries import near, owed, rounds
from goldenthread.reviews.models import Clock
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.operations.beginning import begin
from goldenthread.reviews.operations.catching_up import catch_up
from goldenthread.reviews.tests.at_dates import at, boxes, clock_of, page, url

MET, DECIDED, LATER = date(2026, 11, 13), date(2026, 11, 20), date(2026, 11, 23)


@pytest.fixture
def met(annual, senco):
    """Ada's annual review, met and not yet reported on."""
    return clocks.meeting_held(process=annual, day=MET, **at(MET, senco))


def report_of(process):
    return Action.objects.get(cause=f"clock-near:{process.pk}:AR-REPORT")


def ended(met, senco, how):
    if how == "received":
        clocks.plan_received(learner=met.learner, dated_on=DECIDED, received_on=DECIDED, **at(DECIDED, senco))
    elif how == "next-begun":
        clocks.begin_next(process=met, **at(DECIDED, senco))
    else:
        clocks.decided(process=met, decision=how, day=DECIDED, **at(DECIDED, senco))
    met.refresh_from_db()
    assert met.ended == how


@pytest.mark.parametrize("how", ["keep", "cease", "received", "next-begun"])
def test_the_report_stays_owed_when_its_round_ends_before_it_was_sent(met, senco, school, how):
    ended(met, senco, how)
    clock = clock_of(met, "AR-REPORT")
    assert report_of(met).is_open
    assert clock in owed(senco, LATER)
    assert clock in near(school, LATER)
    days = (date(2026, 11, 27), date(2026, 11, 27))
    assert [each.title for each in statutory(senco, *days, LATER, "larkrise", own=False)] == ["Send the report"]
    assert [line.rule.key for each in rounds(met.learner, LATER) for line in each.left] == ["AR-REPORT"]
    clocks.happened(process=met, what="report_sent", day=LATER, **at(LATER, senco))
    assert (report_of(met).state, clock_of(met, "AR-REPORT").met_on) == ("done", LATER)
    assert not [each for each in rounds(met.learner, LATER) if each.left]


def test_a_round_that_was_called_off_owes_no_report(met, senco, school):
    clocks.call_off(process=met, why="Started by mistake", **at(DECIDED, senco))
    assert not owed(senco, LATER).exists()
    assert not near(school, LATER)
    assert not report_of(met).is_open


def test_what_a_round_left_behind_is_noted_from_its_page(met, senco, client_for, ada, monkeypatch):
    ended(met, senco, "cease")
    monkeypatch.setattr(timezone, "localdate", lambda: LATER)
    client = client_for(senco)
    said = page(client, url(ada))
    assert "Still owed: send the report" in said
    assert "One thing is still owed: send the report, by 27 November 2026." in said
    assert "No time limit runs" not in said
    assert f"{url(ada, f'{met.uuid}/')}?what=report_sent" in said
    asked = page(client, url(ada, f"{met.uuid}/"))
    assert 'value="report_sent"' in asked
    assert 'value="decision"' not in asked
    client.post(url(ada, f"{met.uuid}/"), {"what": "report_sent", **boxes(LATER)})
    assert clock_of(met, "AR-REPORT").met_on == LATER
    said = page(client, url(ada))
    assert "still owed" not in said.lower()
    assert "No time limit runs" in said


@pytest.mark.parametrize(("on", "is_there"), [(date(2026, 5, 1), True), (date(2029, 11, 23), False)])
def test_nobody_looks_early_at_a_child_who_is_five_now(learner, with_senco, senco, on, is_there):
    small = learner("Wren Small", dob=date(2022, 10, 1))
    process = clocks.start(learner=small, kind="annual_review", day=date(2026, 3, 2), **with_senco)
    assert clock_of(process, "AR-UNDER5").due_on < date(2027, 10, 1)
    assert ("AR-UNDER5" in [clock.rule for clock in owed(senco, on)]) is is_there
    assert ("AR-UNDER5" in [line.rule.key for each in rounds(small, on) for line in each.lines]) is is_there


def told_of(process, rule):
    return Action.objects.get(cause=f"clock-near:{process.pk}:{rule}")


def test_what_was_not_done_before_the_meeting_is_no_longer_called_for_and_once(annual, senco):
    near_it = date(2026, 11, 9)
    clocks.arrange(process=annual, day=MET, **at(near_it, senco))
    assert told_of(annual, "AR-PAPERS").is_open
    for _ in range(2):
        clocks.meeting_held(process=annual, day=MET, **at(MET, senco))
        papers = told_of(annual, "AR-PAPERS")
        assert (papers.state_name, papers.dropped_why) == (
            "No longer called for", "Not recorded, and the day of the meeting has come.")
        clocks.take_back(process=annual, what="meeting", **at(MET, senco))
        assert told_of(annual, "AR-PAPERS").is_open
    clocks.happened(process=annual, what="papers_sent", day=MET, **at(MET, senco))
    assert told_of(annual, "AR-PAPERS").state_name == "Done"


def test_at_night_too_nothing_is_done_by_the_day_of_the_meeting_alone(annual, senco, school):
    clocks.arrange(process=annual, day=MET, **at(date(2026, 11, 9), senco))
    sweep(school=school, by=Membership.system(school), on=MET, kinds=["clock-near"])
    assert told_of(annual, "AR-NOTICE").dropped_why == "Not recorded, and the day of the meeting has come."


def test_what_is_due_later_than_it_was_is_not_done(annual, senco, school):
    clocks.arrange(process=annual, day=MET, **at(date(2026, 10, 1), senco))
    sweep(school=school, by=Membership.system(school), on=date(2026, 10, 10), kinds=["clock-near"])
    assert told_of(annual, "AR-PAPERS").is_open
    clocks.arrange(process=annual, day=date(2026, 12, 11), **at(date(2026, 10, 12), senco))
    sweep(school=school, by=Membership.system(school), on=date(2026, 10, 13), kinds=["clock-near"])
    assert told_of(annual, "AR-PAPERS").dropped_why == "It is due on a later day now."


def test_what_a_round_that_was_called_off_asked_for_was_not_done(met, senco):
    clocks.call_off(process=met, why="Started by mistake", **at(DECIDED, senco))
    assert report_of(met).dropped_why == "The round has ended: called off."


def test_the_proposed_changes_are_owed_until_they_are_sent(met, senco, school):
    clocks.decided(process=met, decision="amend", day=DECIDED, **at(DECIDED, senco))
    assert clock_of(met, "AR-DECISION").met_on == DECIDED
    notice = clock_of(met, "AR-AMEND")
    assert (notice.due_on, notice.met_on, notice.owed_by) == (date(2026, 12, 11), None, "la")
    assert notice in owed(senco, LATER)
    Clock.objects.filter(process=met, rule="AR-AMEND").delete()  # as it was decided before this was counted
    assert catch_up(school=school, by=senco, on=LATER) == 1
    assert catch_up(school=school, by=senco, on=LATER) == 0
    clocks.happened(process=met, what="amendment_notice", day=LATER, **at(LATER, senco))
    assert clock_of(met, "AR-AMEND").met_on == LATER
    clocks.take_back(process=met, what="amendment_notice", **at(LATER, senco))
    clocks.take_back(process=met, what="decision", **at(LATER, senco))
    assert not Clock.objects.filter(rule="AR-AMEND").exists()


def test_a_decision_noted_by_mistake_is_taken_back_and_the_round_runs_again(met, senco, client_for, ada, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: LATER)
    client, where = client_for(senco), f"{url(ada)}{met.uuid}/"
    assert "“Cease” ends it" in page(client, where)
    client.post(where, {"what": "decision", "decision": "cease", **boxes(DECIDED)})
    assert "Take back<span class=\"govuk-visually-hidden\">: The authority decided" in page(client, url(ada))
    said = client.post(f"{where}take-back/", {"what": "decision"}, follow=True).content.decode()
    assert "Annual review runs again." in said
    met.refresh_from_db()
    assert (met.state, met.decision, met.closed_on, met.ended) == ("open", "", None, "")
    assert clock_of(met, "AR-DECISION").met_on is None
    assert not clock_of(met, "AR-FINAL").exception
    assert Event.objects.filter(kind="reviews.process_reopened").count() == 1


def test_a_plan_that_is_to_cease_stays_in_force_and_nobody_is_asked_to_assess_again(met, senco, client_for, ada,
                                                                                   monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: LATER)
    client, said = client_for(senco), "the plan stays in force, and what it says must be provided"
    assert said in page(client, f"{url(ada)}{met.uuid}/")
    set_stage(learner=ada, stage="E", starts_on=MET, **at(LATER, senco))
    ended(met, senco, "cease")
    after = page(client, url(ada))
    assert said in after
    assert "Children and Families Act 2014, s.45(4)" in after
    assert "What a request to assess would need" not in after
    assert 'value="request"' not in page(client, url(ada, "start/"))
    set_stage(learner=ada, stage="K", **at(LATER, senco))  # it has ended
    assert said not in page(client, url(ada))
    assert 'value="request"' in page(client, url(ada, "start/"))


def test_refusing_to_assess_is_taken_back_too(assessment, senco):
    clocks.decided(process=assessment, decision="not-assess", day=DECIDED, **at(DECIDED, senco))
    assert clocks.take_back(process=assessment, what="assess_decision", **at(LATER, senco)).is_open


# ---------------------------------------------------------------- beginning by hand


@pytest.mark.parametrize(("first", "more"), [
    ("plan_made", {}), ("reassess_notified", {}), ("transfer", {"route": "other"})])
def test_what_follows_an_ehc_plan_is_not_begun_without_one(client_for, senco, learner, today, first, more):
    for stage, begun in (("K", False), ("E", True)):
        child = learner(f"Bo {stage}", stage=stage)
        answer = client_for(senco).post(url(child, "start/"), {"first": first, **boxes(today), **more})
        assert ("No EHC plan is recorded for Bo" in answer.content.decode()) is not begun
        assert child.processes.exists() is begun


@pytest.mark.parametrize(("dob", "day", "begun"), [
    (date(2018, 5, 2), date(2027, 9, 1), False), (date(2018, 5, 2), date(2034, 9, 1), True),
    (date(2011, 8, 31), date(2027, 9, 1), True)])
def test_no_move_to_post_16_is_begun_for_a_young_child(client_for, senco, learner, dob, day, begun):
    child = learner("Bo Small", stage="E", dob=dob)
    answer = client_for(senco).post(url(child, "start/"), {"first": "transfer", "route": "post16", **boxes(day)})
    assert ("comes after year 11" in answer.content.decode()) is not begun
    assert child.processes.exists() is begun


def test_nobody_is_reassessed_who_is_being_assessed(assessment, ada, senco, today):
    with pytest.raises(Refused, match="Ada is being assessed now"):
        begin(learner=ada, kind="reassessment", day=today, first="reassess_notified", by=senco, on=today)


def test_proposed_changes_are_no_longer_called_for_once_the_final_plan_came_and_may_be_noted_late(met, senco):
    clocks.decided(process=met, decision="amend", day=DECIDED, **at(DECIDED, senco))
    clocks.plan_received(learner=met.learner, dated_on=LATER, received_on=LATER, **at(LATER, senco))
    assert word_of(met, "AR-AMEND") == "Not needed"
    clocks.happened(process=met, what="amendment_notice", day=DECIDED, **at(LATER, senco))
    assert word_of(met, "AR-AMEND") == "Done"


def word_of(process, rule):
    return next(line.word for each in rounds(process.learner, LATER) for line in each.lines
                if (each.process.pk, line.rule.key) == (process.pk, rule))


@pytest.mark.parametrize(("kind", "first", "route", "said"), [
    ("needs_assessment", "request", "", "“The authority decided not to issue a plan” and “The final plan came from the "
     "authority” each close this. What is still open here is then looked for no more: Decision whether to assess."),
    ("phase_transfer", "transfer", "other", "“The plan was reviewed and names the next setting” closes this. What is "
     "still open here is then looked for no more: Annual review meeting in time for the next school."),
])
def test_what_closes_a_process_and_what_ends_with_it_is_said_before_it_is_saved(
        ada, senco, client_for, with_senco, today, kind, first, route, said):
    process = clocks.start(learner=ada, kind=kind, day=today, first=first, route=route, **with_senco)
    assert said in " ".join(page(client_for(senco), url(ada, f"{process.uuid}/")).split())
