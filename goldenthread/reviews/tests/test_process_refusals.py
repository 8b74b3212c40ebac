"""What is refused in a statutory process, in a sentence: days that cannot be, and who may not keep them."""

from datetime import date

import pytest
from django.db import transaction

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.learners.operations import block
from goldenthread.reviews.clocks.rules import book
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.tests.at_dates import at, clock_of, met


@pytest.mark.parametrize(("act", "sentence"), [
    (lambda p, w: clocks.happened(process=p, what="advice_asked", day=date(2026, 9, 8), **w), "has not come yet"),
    (lambda p, w: clocks.happened(process=p, what="advice_asked", day=date(2026, 9, 1), **w), "Nothing in it"),
    (lambda p, w: clocks.happened(process=p, what="meeting", day=date(2026, 9, 7), **w), "Choose what happened"),
    (lambda p, w: clocks.happened(process=p, what="plan_received", day=date(2026, 9, 7), **w), "with the plan that"),
    (lambda p, w: clocks.decided(process=p, decision="keep", day=date(2026, 9, 7), **w), "Choose what the authority"),
    (lambda p, w: clocks.arrange(process=p, day=date(2026, 9, 9), **w), "Only an annual review"),
    (lambda p, w: clocks.take_back(process=p, what="request", **w), "can be changed, not taken away"),
    (lambda p, w: clocks.call_off(process=p, why=" ", **w), "Say why"),
    (lambda p, w: clocks.allow(clock=clock_of(p, "EHC-FINAL"), exception="away", why="", **w), "Say what happened"),
    (lambda p, w: clocks.allow(clock=clock_of(p, "EHC-FINAL"), exception="snow", why="Snow", **w), "no such exception"),
    (lambda p, w: clocks.disallow(clock=clock_of(p, "EHC-FINAL"), **w), "no exception to lift"),
    (lambda p, w: clocks.start(learner=p.learner, kind="phase_transfer", day=date(2027, 9, 1), **w), "Choose where"),
    (lambda p, w: clocks.start(learner=p.learner, kind="annual_review", day=date(2013, 1, 1), **w), "Check the year"),
])
def test_what_cannot_be_is_refused_in_a_sentence(assessment, with_senco, act, sentence):
    before = Event.objects.count()
    with transaction.atomic(), pytest.raises(Refused) as refusal:
        act(assessment, with_senco)
    assert sentence in str(refusal.value)
    assert Event.objects.count() == before


def test_a_decision_waits_for_the_meeting_and_is_never_before_it(annual, senco):
    met_on, after = date(2026, 11, 25), date(2026, 12, 9)
    with pytest.raises(Refused, match="Write down first on which day the meeting was held"):
        clocks.decided(process=annual, decision="keep", day=after, **at(after, senco))
    clocks.arrange(process=annual, day=met_on, **at(date(2026, 11, 9), senco))
    with pytest.raises(Refused, match="“The meeting” is arranged for 25 November 2026"):
        clocks.decided(process=annual, decision="keep", day=date(2026, 11, 10), **at(date(2026, 11, 10), senco))
    with pytest.raises(Refused, match="Write down first on which day the meeting was held"):
        clocks.decided(process=annual, decision="cease", day=after, **at(after, senco))  # arranged, not held
    clocks.meeting_held(process=annual, day=met_on, **at(met_on, senco))
    with pytest.raises(Refused, match="“The meeting” was on 25 November 2026, and this comes after it"):
        clocks.decided(process=annual, decision="keep", day=date(2026, 11, 24), **at(after, senco))
    annual.refresh_from_db()
    assert annual.is_open
    assert not annual.decision


def test_nobody_refuses_to_assess_who_has_drafted_a_plan(assessment, senco):
    served, after = date(2026, 11, 25), date(2026, 12, 9)
    clocks.happened(process=assessment, what="draft_served", day=served, **at(served, senco))
    refused = {"process": assessment, "decision": "not-assess", "day": served, **at(after, senco)}
    with pytest.raises(Refused, match="A draft plan was noted for 25 November 2026"):
        clocks.decided(**refused)
    clocks.take_back(process=assessment, what="draft_served", **at(after, senco))
    assert not clocks.decided(**refused).is_open


def test_nothing_of_a_round_comes_before_what_it_follows(annual, senco):
    met_on, sent, on = date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 9)
    clocks.meeting_held(process=annual, day=met_on, **at(on, senco))
    with pytest.raises(Refused, match="this comes after it"):
        clocks.happened(process=annual, what="report_sent", day=date(2026, 11, 20), **at(on, senco))
    clocks.happened(process=annual, what="report_sent", day=sent, **at(on, senco))
    with pytest.raises(Refused, match="“The report was sent” was on 2 December 2026, and this comes before it"):
        clocks.meeting_held(process=annual, day=date(2026, 12, 3), **at(on, senco))
    clocks.meeting_held(process=annual, day=sent, **at(on, senco))  # put right, and still in order


def test_what_was_called_off_takes_no_more_dates_and_what_was_closed_takes_late_ones(annual, senco, with_senco, today):
    day = date(2026, 12, 9)
    clocks.meeting_held(process=annual, day=today, **with_senco)
    clocks.decided(process=annual, decision="keep", day=day, **at(day, senco))
    clocks.happened(process=annual, what="report_sent", day=today, **at(day, senco))
    assert "AR-REPORT" in met(annual)
    following = clocks.running(annual.learner, "annual_review")
    clocks.call_off(process=following, why="Ada moved to Ashfield.", **at(day, senco))
    with pytest.raises(Refused, match="called off"):
        clocks.happened(process=following, what="notice_given", day=day, **at(day, senco))


@pytest.mark.parametrize("who", ["teacher", "ta", "parent", "professional", "governor", "nia"])
def test_only_the_sencos_team_keeps_statutory_dates(request, annual, who, today):
    member = request.getfixturevalue(who)
    with pytest.raises(Refused):
        clocks.happened(process=annual, what="meeting", day=today, by=member, on=today)


def test_a_senco_who_is_kept_out_keeps_no_dates_either(annual, ada, senco_team, senco, today):
    block(learner=ada, member=senco_team, basis="Court order", by=senco, on=today)
    with pytest.raises(Refused):
        clocks.happened(process=annual, what="meeting", day=today, by=senco_team, on=today)


@pytest.mark.parametrize("known_by", ["stage", "round"])
def test_who_has_an_ehc_plan_is_reassessed_and_not_assessed(ada, learner, with_senco, today, known_by):
    child = learner("Leo Nguyen", stage="E") if known_by == "stage" else ada
    if known_by == "round":
        clocks.start(learner=child, kind="annual_review", day=today, **with_senco)
    with transaction.atomic(), pytest.raises(Refused, match=f"{child.first} has an EHC plan already"):
        clocks.start(learner=child, kind="needs_assessment", day=today, **with_senco)
    assert clocks.start(learner=child, kind="reassessment", day=today, **with_senco).is_open


def test_a_request_that_was_under_way_before_the_plan_goes_on(assessment, ada, with_senco, today):
    clocks.start(learner=ada, kind="annual_review", day=today, **with_senco)
    assert clocks.start(learner=ada, kind="needs_assessment", day=today, **with_senco) == assessment


@pytest.mark.parametrize(("rule", "given"), [
    ("EHC-FINAL", {"closure-school", "closure-early-years", "personal", "away"}),
    ("EHC-ADVICE", {"personal", "away", "appointment"}), ("EHC-DRAFT", set())])
def test_a_time_limit_is_lifted_by_an_exception_of_its_own_alone(assessment, with_senco, today, rule, given):
    for what in ("advice_asked", "draft_served"):
        clocks.happened(process=assessment, what=what, day=today, **with_senco)
    assert {key for key in book().exceptions if lifts(clock_of(assessment, rule), key, with_senco)} == given


def lifts(clock, exception, with_senco):
    try:
        return clocks.allow(clock=clock, exception=exception, why="It was so.", **with_senco).exception == exception
    except Refused:
        return False
