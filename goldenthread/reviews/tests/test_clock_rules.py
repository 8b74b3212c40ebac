"""The time limits, against the dates that the law's own readers worked out."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.learners.ages import end_of_compulsory_school_age
from goldenthread.reviews.clocks import checks, deadlines, rights, rules, school_days, spans, transfers
from goldenthread.reviews.clocks.deadlines import around, due, opens, plan_back, plan_back_from
from goldenthread.reviews.clocks.rules import named
from goldenthread.schools.clock import today
from goldenthread.schools.packs import PackError

DAYS = st.dates(date(2014, 9, 1), date(2099, 12, 31))
RULES = list(rules.book().rules.values())
FORWARD = [rule for rule in RULES if rule.periods and not rule.runs_back and not rule.strictly_before]
DATED = [rule for rule in RULES if rule.periods]


def test_every_rule_of_the_law_is_in_the_pack():
    assert {rule.key for rule in RULES} == {
        "EHC-DECIDE", "EHC-ADVICE", "EHC-NOPLAN", "EHC-DRAFT", "EHC-FINAL", "EHC-REASSESS", "AR-LIST", "AR-NOTICE",
        "AR-PAPERS", "AR-REPORT", "AR-DECISION", "AR-AMEND", "AR-REPS", "AR-FINAL", "AR-CYCLE", "AR-UNDER5",
        "PT-POST16",
        "PT-OTHER", "PT-BETWEEN", "PT-MEET-16", "PT-MEET-NEXT", "PT-MEET-MID", "PFA"}


@pytest.mark.parametrize(("key", "facts", "by"), [
    ("EHC-DECIDE", {"request": date(2026, 9, 7)}, date(2026, 10, 19)),
    ("EHC-NOPLAN", {"request": date(2026, 9, 7)}, date(2026, 12, 28)),
    ("EHC-FINAL", {"request": date(2026, 9, 7)}, date(2027, 1, 25)),
    ("EHC-ADVICE", {"advice_asked": date(2026, 10, 19)}, date(2026, 11, 30)),
    ("EHC-REASSESS", {"reassess_notified": date(2026, 9, 7)}, date(2026, 12, 14)),
    ("AR-NOTICE", {"meeting": date(2026, 11, 25)}, date(2026, 11, 11)),
    ("AR-PAPERS", {"meeting": date(2026, 11, 25)}, date(2026, 11, 11)),
    ("AR-REPORT", {"meeting": date(2026, 11, 25)}, date(2026, 12, 9)),
    ("AR-DECISION", {"meeting": date(2026, 11, 25)}, date(2026, 12, 23)),
    ("AR-FINAL", {"meeting": date(2026, 11, 25)}, date(2027, 2, 17)),
    # Proposed changes sent early bring the final plan forward; sent late they do not put it off.
    ("AR-FINAL", {"meeting": date(2026, 11, 25), "amendment_notice": date(2026, 12, 9)}, date(2027, 2, 3)),
    ("AR-FINAL", {"meeting": date(2026, 11, 25), "amendment_notice": date(2027, 1, 6)}, date(2027, 2, 17)),
    ("AR-CYCLE", {"plan_made": date(2019, 1, 1)}, date(2019, 12, 31)),
    ("AR-CYCLE", {"last_review": date(2025, 9, 8)}, date(2026, 9, 7)),
    # A year that begins on 29 February ends with the February after it; one that ends in a leap year keeps its day.
    ("AR-CYCLE", {"plan_made": date(2024, 2, 29)}, date(2025, 2, 28)),
    ("AR-CYCLE", {"plan_made": date(2023, 3, 1)}, date(2024, 2, 29)),
    ("AR-CYCLE", {"plan_made": date(2023, 2, 28)}, date(2024, 2, 27)),
    ("AR-UNDER5", {"plan_made": date(2026, 8, 31)}, date(2027, 2, 28)),
    # At least 15 days, the day it was sent being the first.
    ("EHC-DRAFT", {"draft_served": date(2026, 12, 1)}, date(2026, 12, 15)),
    ("AR-REPS", {"amendment_notice": date(2026, 12, 23)}, date(2027, 1, 6)),
    ("AR-LIST", {"term": date(2027, 1, 4)}, date(2026, 12, 21)),
    ("PT-POST16", {"transfer": date(2027, 9, 1)}, date(2027, 3, 31)),
    ("PT-OTHER", {"transfer": date(2027, 9, 1)}, date(2027, 2, 15)),
    ("PT-BETWEEN", {"transfer": date(2027, 9, 1)}, date(2027, 4, 1)),
    ("PT-BETWEEN", {"transfer": date(2027, 7, 31)}, date(2027, 2, 28)),
    # Twelve weeks before the last day on which the plan is in time: 30 March, 14 February, five months before.
    ("PT-MEET-16", {"transfer": date(2027, 9, 1)}, date(2027, 1, 5)),
    ("PT-MEET-16", {"transfer": date(2028, 9, 1)}, date(2028, 1, 6)),
    ("PT-MEET-NEXT", {"transfer": date(2027, 9, 1)}, date(2026, 11, 22)),
    ("PT-MEET-MID", {"transfer": date(2027, 9, 1)}, date(2027, 1, 7)),
])
def test_a_duty_is_due_on_its_day(key, facts, by):
    assert due(named(key), facts) == by


def test_a_duty_whose_trigger_has_not_happened_has_no_date():
    assert due(named("AR-REPORT"), {"plan_made": date(2026, 1, 1)}) is None
    assert due(named("PFA"), {"meeting": date(2026, 1, 1)}) is None


def test_a_child_under_five_is_looked_at_from_three_months_to_six():
    assert opens(named("AR-UNDER5"), {"plan_made": date(2026, 11, 30)}) == date(2027, 2, 28)
    assert due(named("AR-UNDER5"), {"plan_made": date(2026, 11, 30)}) == date(2027, 5, 30)
    assert rights.is_under_five(date(2022, 3, 1), date(2027, 2, 28))
    assert not rights.is_under_five(date(2022, 3, 1), date(2027, 3, 1))


def test_a_review_is_planned_backwards_from_the_anniversary():
    back = plan_back_from(date(2026, 12, 24))
    assert back == deadlines.Back(
        complete_by=date(2026, 12, 23), meeting_by=date(2026, 11, 25), notice_by=date(2026, 11, 11),
        papers_by=date(2026, 11, 11), report_by=date(2026, 12, 9), decision_by=date(2026, 12, 23),
        final_by=date(2027, 2, 17))


@given(DAYS)
def test_a_review_planned_back_is_in_time_at_every_step(complete_by):
    back = plan_back(complete_by)
    assert back.notice_by == back.papers_by < back.meeting_by < back.report_by < back.decision_by <= complete_by
    assert back == around(back.meeting_by, complete_by)
    assert due(named("AR-DECISION"), {"meeting": back.meeting_by + timedelta(days=1)}) > complete_by


@given(DAYS, st.sampled_from(FORWARD))
def test_nothing_is_due_before_what_sets_it_going(on, rule):
    assert all(deadlines.due_from(period, on) >= on for period in rule.periods)


@given(DAYS, DAYS, st.sampled_from(DATED))
def test_a_later_trigger_never_brings_a_date_forward(one, two, rule):
    sooner, later = sorted([one, two])
    for period in rule.periods:
        assert deadlines.due_from(period, sooner) <= deadlines.due_from(period, later)


@given(DAYS, st.sampled_from(list(transfers.ROUTES)))
def test_a_plan_amended_as_late_as_may_be_is_ready_for_the_move(transfer, route):
    ready = named(transfers.READY_FOR[route])
    by, final = due(ready, {"transfer": transfer}), due(named("AR-FINAL"), {
        "meeting": transfers.meet_by(route, transfer)})
    assert final == by - timedelta(days=1) if ready.strictly_before else final == by


@given(DAYS)
def test_twelve_months_starting_with_a_day_leave_no_gap_and_no_overlap(on):
    """The day after the last is the same day a year on, or the first of March after a 29 February."""
    assert spans.last_of(on, 12, spans.MONTHS) + timedelta(days=1) == (
        date(on.year + 1, 3, 1) if (on.month, on.day) == (2, 29) else on.replace(year=on.year + 1))


@pytest.mark.parametrize(("born", "last"), [
    (date(2009, 9, 1), date(2026, 6, 26)), (date(2010, 8, 31), date(2026, 6, 26)),
    (date(2010, 9, 1), date(2027, 6, 25)), (date(2011, 8, 31), date(2027, 6, 25)),
    (date(2012, 2, 29), date(2028, 6, 30)), (date(2013, 1, 1), date(2029, 6, 29)),
    (date(2014, 8, 31), date(2030, 6, 28)),
])
def test_rights_pass_on_the_last_friday_of_june_of_the_year_of_the_sixteenth_birthday(born, last):
    assert rights.passes_on(born) == end_of_compulsory_school_age(born) == last
    assert not rights.have_passed(born, last)
    assert rights.have_passed(born, last + timedelta(days=1))


def test_rights_are_announced_six_months_ahead():
    born = date(2010, 5, 2)
    assert not rights.pass_soon(born, date(2025, 12, 25))
    assert rights.pass_soon(born, date(2025, 12, 26))
    assert rights.pass_soon(born, date(2026, 6, 26))
    assert not rights.pass_soon(born, date(2026, 6, 27))


def test_a_plan_may_run_to_the_end_of_the_school_year_of_the_twenty_fifth_birthday():
    assert rights.plan_ends_by(date(2001, 8, 31)) == date(2026, 8, 31)
    assert rights.plan_ends_by(date(2001, 9, 1)) == date(2027, 8, 31)


@pytest.mark.parametrize(("year", "looks"), [("8", False), ("9", True), ("14", True), ("R", False), ("X", False)])
def test_reviews_look_to_adulthood_from_year_nine(year, looks):
    assert rights.looks_to_adulthood(year) is looks


def test_half_past_eleven_on_31_august_in_summer_time_is_september_in_london():
    with time_machine.travel(datetime(2026, 8, 31, 23, 30, tzinfo=UTC), tick=False):
        assert today() == date(2026, 9, 1)
        assert due(named("EHC-DECIDE"), {"request": today()}) == date(2026, 10, 13)
        assert transfers.transfer_on(2026) == date(2027, 9, 1)


def test_the_school_year_of_a_phase_tells_the_transfer():
    assert transfers.route_of("primary", "6") == transfers.OTHER
    assert transfers.route_of("secondary", "11") == transfers.POST16
    assert transfers.route_of("secondary", "10") == ""


# ---------------------------------------------------------------- school holidays

TERMS = [(date(2026, 9, 3), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 3, 25)),
         (date(2027, 4, 12), date(2027, 7, 21)), (date(2027, 9, 2), date(2027, 12, 17))]
HOLIDAYS = school_days.closures(TERMS)


def test_a_legal_date_in_the_holidays_stays_and_the_last_school_day_before_it_is_suggested():
    decision = due(named("AR-DECISION"), {"meeting": date(2026, 11, 25)})
    assert decision == date(2026, 12, 23)
    assert school_days.why_no_school(decision, HOLIDAYS) == "in the school holidays"
    assert school_days.do_by(decision, HOLIDAYS) == date(2026, 12, 18)


@pytest.mark.parametrize(("on", "by", "why"), [
    (date(2026, 11, 14), date(2026, 11, 13), "on a Saturday"), (date(2026, 11, 15), date(2026, 11, 13), "on a Sunday"),
    (date(2026, 11, 16), date(2026, 11, 16), ""), (date(2027, 1, 3), date(2026, 12, 18), "in the school holidays"),
])
def test_a_day_without_school_is_said_to_be_one(on, by, why):
    assert school_days.do_by(on, HOLIDAYS) == by
    assert school_days.why_no_school(on, HOLIDAYS) == why


def test_terms_that_touch_leave_no_holidays():
    assert school_days.closures([(date(2026, 9, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 3, 31))]) == []


@pytest.mark.parametrize(("asked", "excused"), [
    (date(2027, 7, 14), False), (date(2027, 7, 15), True), (date(2027, 8, 26), True), (date(2027, 8, 27), False),
    (date(2026, 12, 18), False),
])
def test_only_a_closure_of_four_weeks_or_more_excuses_late_advice(asked, excused):
    found = school_days.closure_that_excuses(asked, HOLIDAYS)
    assert (found is not None) is excused


@given(DAYS)
def test_what_one_had_better_do_by_is_never_later_than_the_law(on):
    by = school_days.do_by(on, HOLIDAYS)
    assert by <= on
    assert school_days.why_no_school(by, HOLIDAYS) == ""


# ---------------------------------------------------------------- the pack

GOOD = Path(settings.PACKS_DIR, "core", "clocks.yaml").read_text()


@pytest.mark.parametrize(("old", "new", "complaint"), [
    ("from: [{trigger: request, weeks: 6}]", "from: [{trigger: reqest, weeks: 6}]", "‘reqest’ is neither"),
    ("from: [{trigger: request, weeks: 6}]", "from: [{trigger: request}]", "One of days, weeks, months and before_day"),
    ("before_day: 31 March", "before_day: 31 Marsh", "‘31 Marsh’ must be a day and a month"),
    ("before_day: 31 March", "before_day: 29 February", "‘29 February’ must be a day and a month"),
    ("sooner_weeks: 12", "sooner_weeks: -12", "A period is counted forwards"),
    ("owed_by: la", "owed_by: nobody", "must be one of school"),
    ("key: AR-REPS", "key: AR-LIST", "‘AR-LIST’ is there twice"),
    ("key: AR-REPS", "key: ar-reps", "‘ar-reps’ must be capital letters"),
    ("exceptions: [closure-school,", "exceptions: [snow,", "‘snow’ is neither"),
])
def test_a_mistake_in_the_pack_is_told_with_its_line(tmp_path, old, new, complaint):
    folder = tmp_path / "core"
    folder.mkdir()
    wrong = GOOD.replace(old, new, 1)
    (folder / "clocks.yaml").write_text(wrong)
    with pytest.raises(PackError) as caught:
        rules.read(folder)
    assert complaint in str(caught.value)
    line = int(str(caught.value).split(" line ")[1].split(":")[0])
    at = GOOD[:GOOD.index(old)].count("\n") + 1
    assert abs(line - at) <= 6  # the line of the mistake, or of the rule it stands in


def test_a_broken_pack_is_told_before_anything_starts(monkeypatch):
    def broken() -> None:
        raise PackError("packs/core/clocks.yaml line 3: ‘weeks’: A whole number is expected here.")

    assert checks.rules_are_sound() == []
    monkeypatch.setattr(checks, "READ", [broken])
    assert [error.msg for error in checks.rules_are_sound()] == [
        "packs/core/clocks.yaml line 3: ‘weeks’: A whole number is expected here."]


def test_every_rule_is_in_the_manual_by_its_key_and_its_title():
    manual = Path(settings.BASE_DIR, "docs", "manual", "statutory-dates.md").read_text()
    plain = manual.replace("'", "’")
    assert [rule.key for rule in RULES if f"{rule.title} ({rule.key})" not in plain] == []


def test_a_rule_with_exceptions_names_the_regulation_that_gives_them():
    assert [rule.key for rule in RULES if bool(rule.exceptions) != ("its exceptions, reg" in rule.source)] == []
