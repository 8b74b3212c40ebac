"""The pages of statutory dates, the evidence checklist and the calendar."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from icalendar import Calendar

from goldenthread.actions import operations as actions
from goldenthread.actions.models import Action
from goldenthread.learners.operations import set_stage
from goldenthread.people.models import Membership
from goldenthread.people.throttle import Bucket
from goldenthread.reviews.clocks import queries
from goldenthread.reviews.models import Clock, EvidenceItem, Feed, Process, Review
from goldenthread.reviews.operations import clocks, feeds, following, plan_review
from goldenthread.reviews.operations.evidence import note_evidence
from goldenthread.reviews.tests.table import MADE
from goldenthread.reviews.views import calendar
from goldenthread.schools.clock import now
from goldenthread.schools.models import AcademicYear, Term
from goldenthread.schools.operations import amend_terms


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def url(learner, rest=""):
    return f"/s/larkrise/learners/{learner.pk}/dates/{rest}"


def boxes(day, name="day"):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


# ---------------------------------------------------------------- a learner's page


def test_the_page_says_what_is_due_by_when_and_whose_duty(client_for, senco, ada, annual):
    said = page(client_for(senco), url(ada))
    for words in ("Send the report", "9 December 2026", "The local authority", "After the meeting",
                  "Children and Families Act 2014, s.44(1)", "it is held by <strong>25 November 2026"):
        assert words in said, words


def test_a_learner_without_dates_is_told_what_sets_them_going(client_for, senco, teacher, ada):
    assert "Say what happened" in page(client_for(senco), url(ada))
    assert "The SENCO keeps them" in page(client_for(teacher), url(ada))


def test_a_process_starts_from_the_page(client_for, senco, ada, today):
    answer = client_for(senco).post(url(ada, "start/"), {"first": "request", **boxes(today)}, follow=True)
    assert "25 January 2027" in answer.content.decode()
    assert Process.objects.get().kind == "needs_assessment"


def test_what_happened_is_noted_and_what_comes_next_is_said_back(client_for, senco, ada, annual, today):
    answer = client_for(senco).post(url(ada, f"{annual.uuid}/"), {"what": "meeting", **boxes(today)}, follow=True)
    said = answer.content.decode()
    assert "Next: Tell everyone the date" in said
    assert "21 September 2026" in said  # the report, two weeks after


def test_a_day_to_come_is_refused_and_what_was_typed_stays(client_for, senco, ada, annual):
    day = date(2026, 10, 1)
    answer = client_for(senco).post(url(ada, f"{annual.uuid}/"), {"what": "report_sent", **boxes(day)})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "has not come yet" in said
    assert 'value="10"' in said


def test_a_decision_is_asked_for_with_its_day(client_for, senco, ada, annual, today):
    client = client_for(senco)
    clocks.meeting_held(process=annual, day=today, by=senco, on=today)
    answer = client.post(url(ada, f"{annual.uuid}/"), {"what": "decision", **boxes(today)})
    assert "Choose what the authority decided" in answer.content.decode()
    client.post(url(ada, f"{annual.uuid}/"), {"what": "decision", "decision": "keep", **boxes(today)})
    annual.refresh_from_db()
    assert annual.ended == "keep"


def test_the_meeting_is_arranged_taken_back_and_the_round_called_off(client_for, senco, ada, annual):
    client = client_for(senco)
    client.post(url(ada, f"{annual.uuid}/meeting/"), boxes(date(2026, 11, 4)))
    assert Clock.objects.get(rule="AR-NOTICE").due_on == date(2026, 10, 21)
    client.post(url(ada, f"{annual.uuid}/take-back/"), {"what": "meeting"})
    assert Clock.objects.get(rule="AR-NOTICE").due_on == date(2026, 11, 11)
    client.post(url(ada, f"{annual.uuid}/call-off/"), {"why": "Ada moves to Ashfield."})
    annual.refresh_from_db()
    assert annual.ended == "called-off"


def test_an_exception_shows_with_its_reason_and_can_be_taken_back(client_for, senco, ada, with_senco, today):
    client, process = client_for(senco), clocks.start(learner=ada, kind="needs_assessment", day=today, **with_senco)
    clock = Clock.objects.get(process=process, rule="EHC-FINAL")
    client.post(url(ada, f"limit/{clock.pk}/exception/"), {"exception": "personal", "why": "A bereavement."})
    assert "Exceptional personal circumstances: A bereavement." in page(client, url(ada))
    client.post(url(ada, f"limit/{clock.pk}/restore/"))
    clock.refresh_from_db()
    assert clock.exception == ""


def set_terms(school, senco):
    year = AcademicYear.objects.get(school=school)
    one, two, three = Term.objects.filter(year=year).order_by("starts_on")
    amend_terms(year=year, by=senco, terms={
        one.pk: (date(2026, 9, 3), date(2026, 12, 18)), two.pk: (date(2027, 1, 4), date(2027, 3, 25)),
        three.pk: (date(2027, 4, 12), date(2027, 7, 21))})


def test_a_date_in_the_holidays_says_so_and_names_the_last_school_day_before(client_for, senco, school, ada, annual,
                                                                             with_senco):
    set_terms(school, senco)
    clocks.arrange(process=annual, day=date(2026, 12, 9), **with_senco)
    said = " ".join(page(client_for(senco), url(ada)).split())
    # The report falls to the school, the completed review to the authority, on the same day.
    assert said.count("23 December 2026<br>") == 2
    assert said.count("in the school holidays: do it by 18 December 2026") == 1


@pytest.mark.parametrize(("on", "words"), [
    (date(2026, 9, 7), "Compulsory school age ends on 25 June 2027"),
    (date(2027, 1, 4), "After 25 June 2027 decisions about an EHC plan are Sam’s own. Tell Sam"),
    (date(2027, 6, 26), "Since 25 June 2027 decisions about an EHC plan are Sam’s own."),
])
def test_rights_that_pass_are_announced_on_the_learners_page(client_for, senco, learner, on, words):
    sam = learner("Sam Hill", dob=date(2011, 5, 2), nc_year="11")
    with time_machine.travel(datetime(on.year, on.month, on.day, 9, tzinfo=ZoneInfo("Europe/London"))):
        assert words in page(client_for(senco), url(sam))


def test_reviews_in_year_nine_look_to_adulthood(client_for, senco, learner):
    sam = learner("Sam Hill", dob=date(2013, 5, 2), nc_year="9")
    assert "independent living" in page(client_for(senco), url(sam))


# ---------------------------------------------------------------- the school's list


def test_the_list_shows_everything_due_and_narrows_by_whose_duty(client_for, senco, ada, annual):
    client = client_for(senco)
    said = page(client, "/s/larkrise/due/")
    assert "6 of 6 dates" in said
    said = page(client, "/s/larkrise/due/?owed_by=school")
    assert "3 of 6 dates" in said
    assert "The amended plan" not in said
    assert "0 of 6" in page(client, "/s/larkrise/due/?when=overdue")


def test_a_teacher_sees_the_dates_of_their_own_learners_only(client_for, teacher, ada, annual, learner, with_senco):
    clocks.start(learner=learner("Leo Nguyen"), kind="annual_review", day=MADE, **with_senco)
    said = page(client_for(teacher), "/s/larkrise/due/")
    assert "Ada Okafor" in said
    assert "Leo Nguyen" not in said


def test_everybody_with_a_plan_is_started_at_once_and_marked_as_assumed(client_for, senco, ada, learner, with_senco):
    leo = learner("Leo Nguyen", stage="E", nc_year="6")
    client = client_for(senco)
    assert "Nothing is counted yet for 2" in page(client, "/s/larkrise/due/")
    client.post("/s/larkrise/due/start/", {"who": [f"annual_review-{leo.pk}", f"phase_transfer-{leo.pk}",
                                                   f"annual_review-{ada.pk}"]})
    assert set(Process.objects.values_list("learner", "kind")) == {
        (leo.pk, "annual_review"), (leo.pk, "phase_transfer")}  # Ada has no EHC plan
    assert Process.objects.get(kind="annual_review").assumed == "the day the stage of an EHC plan began"
    assert Clock.objects.get(rule="PT-OTHER").due_on == date(2027, 2, 15)
    assert not queries.wanted(senco, with_senco["on"])


@pytest.mark.parametrize(("since", "on", "last"), [
    (date(2022, 3, 1), date(2026, 9, 7), date(2026, 3, 1)), (date(2022, 10, 1), date(2026, 9, 7), date(2025, 10, 1)),
    (date(2024, 2, 29), date(2026, 2, 28), date(2026, 2, 28)), (date(2026, 9, 7), date(2026, 9, 7), date(2026, 9, 7)),
])
def test_reviews_are_taken_to_have_been_on_time_so_far(since, on, last):
    assert queries.last_anniversary(since, on) == last


def test_the_list_costs_the_same_for_any_number(client_for, senco, learner, with_senco, same_queries_however_many):
    client, made = client_for(senco), []

    def more(number):
        for _ in range(number):
            made.append(clocks.start(learner=learner(f"Child {chr(65 + len(made))}x", stage="E"), kind="annual_review",
                                     day=MADE, **with_senco))

    assert same_queries_however_many(lambda: client.get("/s/larkrise/due/"), more) <= 15


# ---------------------------------------------------------------- evidence


def test_the_checklist_shows_what_the_record_holds_and_never_says_must(client_for, senco, ada):
    said = page(client_for(senco), url(ada, "evidence/"))
    assert "Central Bedfordshire asks for" in said
    assert "The SEND Support Plan" in said
    assert "can ask for an assessment without any of this" in said
    assert " must " not in said


def test_an_item_is_noted_with_its_day_and_kept_when_the_page_is_sent_again(client_for, senco, ada, today):
    client = client_for(senco)
    client.post(url(ada, "evidence/"), {"state-advice": "asked", "note-advice": "Helen Cross, by half term"})
    item = EvidenceItem.objects.get(learner=ada)
    assert (item.key, item.state, item.on, item.note) == ("advice", "asked", today, "Helen Cross, by half term")
    assert "Helen Cross, by half term" in page(client, url(ada, "evidence/"))
    client.post(url(ada, "evidence/"), {"state-advice": "", "note-advice": ""})
    assert not EvidenceItem.objects.exists()


def test_a_note_without_a_state_is_kept(ada, with_senco):
    assert note_evidence(learner=ada, items={"advice": ("", "Ask Helen")}, **with_senco) == 1
    assert EvidenceItem.objects.get().state == "wanted"


def test_those_at_the_highest_stage_in_use_are_listed_with_what_is_missing(client_for, senco, ada, learner, with_senco):
    set_stage(learner=ada, stage="K", local_stage="Stage 2", starts_on=with_senco["on"], **with_senco)
    learner("Leo Nguyen", stage="K")  # at no stage of the school's own
    said = page(client_for(senco), "/s/larkrise/due/evidence/")
    assert "Ada Okafor" in said
    assert "Stage 2" in said
    assert "Leo Nguyen" not in said


# ---------------------------------------------------------------- actions raised


def test_a_duty_of_the_school_raises_an_action_in_time_and_closes_it_when_done(school, senco, ada, annual):
    hand, on = Membership.system(school), date(2026, 10, 5)
    actions.sweep(school=school, by=hand, on=on, kinds=["clock-near"])
    raised = Action.objects.get(kind="clock-near")
    assert (raised.what, raised.due_on) == ("Annual review: Send the advice round", date(2026, 11, 11))
    actions.sweep(school=school, by=hand, on=on, kinds=["clock-near"])
    assert Action.objects.filter(kind="clock-near").count() == 1
    clocks.happened(process=annual, what="papers_sent", day=on, by=senco, on=on)
    raised.refresh_from_db()
    assert raised.state == "done"


def test_rights_about_to_pass_raise_an_action(school, learner, senco):
    learner("Sam Hill", dob=date(2011, 5, 2), nc_year="11", stage="E")
    hand = Membership.system(school)
    actions.sweep(school=school, by=hand, on=date(2026, 12, 24), kinds=["rights-pass"])
    assert not Action.objects.exists()
    actions.sweep(school=school, by=hand, on=date(2026, 12, 25), kinds=["rights-pass"])
    assert Action.objects.get().due_on == date(2027, 6, 25)


# ---------------------------------------------------------------- the chain with meetings


def test_a_meeting_planned_moved_and_cancelled_takes_its_round_with_it(ada, annual, with_senco):
    review = plan_review(learner=ada, kind="annual", held_on=date(2026, 11, 18), **with_senco)
    annual.refresh_from_db()
    assert annual.review == review
    assert Clock.objects.get(rule="AR-NOTICE").due_on == date(2026, 11, 4)
    following.review_cancelled(review=review, **with_senco)
    assert Clock.objects.get(rule="AR-NOTICE").due_on == date(2026, 11, 11)


def test_a_meeting_that_was_held_sets_the_report_going(ada, annual, senco, with_senco):
    review = plan_review(learner=ada, kind="annual", held_on=date(2026, 11, 18), **with_senco)
    following.review_concluded(review=review, by=senco, on=date(2026, 11, 18))
    clock = Clock.objects.get(rule="AR-REPORT")
    assert (clock.due_on, clock.expected) == (date(2026, 12, 2), False)


def test_a_termly_review_changes_no_statutory_date(ada, annual, with_senco):
    review = plan_review(learner=ada, kind="termly", held_on=date(2026, 11, 18), **with_senco)
    assert following.review_concluded(review=review, **with_senco) is None


# ---------------------------------------------------------------- the calendar


def test_the_calendar_shows_meetings_and_dates_as_a_month_and_as_a_list(client_for, senco, ada, annual, with_senco):
    plan_review(learner=ada, kind="annual", held_on=date(2026, 11, 18), **with_senco)
    said = page(client_for(senco), "/s/larkrise/calendar/?month=2026-11&whose=school")
    assert "November 2026" in said
    assert "Ada Okafor, Annual review" in said
    assert "Tell everyone the date" in said
    assert "Wednesday 18 November 2026" in said


def test_a_teachers_own_calendar_holds_no_duties_of_others(client_for, teacher, ada, annual):
    assert "Nothing of yours this month" in page(client_for(teacher), "/s/larkrise/calendar/?month=2026-11")


@pytest.mark.parametrize("month", ["2026-13", "now", "0001-01", "9999-12", ""])
def test_a_month_that_is_none_is_this_month(client_for, senco, month):
    assert "September 2026" in page(client_for(senco), f"/s/larkrise/calendar/?month={month}")


def test_the_calendar_costs_the_same_for_any_number(client_for, senco, learner, with_senco, same_queries_however_many):
    client, made = client_for(senco), []

    def more(number):
        for _ in range(number):
            child = learner(f"Child {chr(65 + len(made))}x", stage="E")
            made.append(clocks.start(learner=child, kind="annual_review", day=MADE, **with_senco))
            plan_review(learner=child, kind="annual", held_on=date(2026, 11, 18), **with_senco)
            actions.agree(learner=child, what="Ring home", due_on=date(2026, 11, 3), **with_senco)

    asked = same_queries_however_many(lambda: client.get("/s/larkrise/calendar/?month=2026-11&whose=school"), more)
    assert asked <= 12


# ---------------------------------------------------------------- the feed


@pytest.fixture
def secret(senco):
    return feeds.make_feed(by=senco, now=now())


def read(client, secret):
    answer = client.get(f"/calendar/{secret}.ics")
    assert answer.status_code == 200
    return answer, Calendar.from_ical(answer.content)


def test_the_feed_is_a_calendar_that_names_no_child(client, ada, annual, with_senco, secret):
    review = plan_review(learner=ada, kind="annual", held_on=date(2026, 11, 18), held_at=time(15), **with_senco)
    summer = plan_review(learner=ada, kind="termly", held_on=date(2026, 9, 21), held_at=time(15), **with_senco)
    answer, found = read(client, secret)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    events = {str(event["UID"]): event for event in found.walk("VEVENT")}
    meeting = events[f"review-{review.uuid}@golden-thread"]
    assert str(meeting["SUMMARY"]) == "Review meeting (see Golden Thread)"
    assert meeting["DTSTART"].dt == datetime(2026, 11, 18, 15, tzinfo=ZoneInfo("Europe/London"))
    # In summer time three o'clock in London is two by the clock of the world.
    assert events[f"review-{summer.uuid}@golden-thread"]["DTSTART"].dt.hour == 14
    notice = events[f"clock-{annual.uuid}-AR-NOTICE@golden-thread"]
    assert notice["DTSTART"].dt == date(2026, 11, 4)
    assert notice["DTEND"].dt == date(2026, 11, 5)
    text = answer.content.decode()
    for name in ("Ada", "Okafor", "Larkrise", "Annual"):
        assert name not in text


def test_the_feed_keeps_to_the_letter_of_the_format(client, annual, secret):
    raw = client.get(f"/calendar/{secret}.ics").content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert raw.count(b"DTSTAMP:") == raw.count(b"BEGIN:VEVENT") == raw.count(b"UID:") > 0


def test_uids_stay_when_dates_move(client, annual, secret, with_senco):
    before = {str(event["UID"]) for event in read(client, secret)[1].walk("VEVENT")}
    clocks.arrange(process=annual, day=date(2026, 10, 30), **with_senco)
    assert {str(event["UID"]) for event in read(client, secret)[1].walk("VEVENT")} == before


def test_a_wrong_secret_is_a_page_that_is_not_there(client, secret):
    for wrong in ("x", secret[:-1], secret.upper(), "a" * 43):
        assert client.get(f"/calendar/{wrong}.ics").status_code == 404


def test_a_flood_of_tries_is_turned_away(client, secret, monkeypatch):
    monkeypatch.setattr(calendar, "ASKED", Bucket(capacity=2, rate=0))
    answers = [client.get("/calendar/wrong.ics").status_code for _ in range(3)]
    assert answers == [404, 404, 429]


def test_what_a_rule_raised_does_not_stand_in_the_calendar_twice(client_for, school, senco, annual, today):
    on = date(2026, 10, 5)
    actions.sweep(school=school, by=Membership.system(school), on=on, kinds=["clock-near"])
    assert Action.objects.filter(kind="clock-near").exists()
    assert "Action:" not in page(client_for(senco), "/s/larkrise/calendar/?month=2026-11")


def test_a_renewed_address_ends_the_one_before_and_an_ended_one_is_gone(client, client_for, senco, secret):
    said = client_for(senco).post("/s/larkrise/calendar/address/").content.decode()
    assert client.get(f"/calendar/{secret}.ics").status_code == 404
    fresh = re.search(r"/calendar/([\w-]{43})\.ics", said)[1]
    assert client.get(f"/calendar/{fresh}.ics").status_code == 200
    client_for(senco).post("/s/larkrise/calendar/address/end/")
    assert client.get(f"/calendar/{fresh}.ics").status_code == 404
    assert not Feed.objects.filter(revoked_at=None).exists()


def test_the_secret_is_kept_nowhere(secret):
    assert secret not in str(Feed.objects.values())


def test_the_feed_ends_with_the_membership(client, senco, secret, today):
    Membership.objects.filter(pk=senco.pk).update(ends_on=today - timedelta(days=1))
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_a_parent_has_no_calendar(client_for, parent):
    assert client_for(parent).get("/s/larkrise/calendar/").status_code == 404


def test_a_meeting_day_that_makes_a_duty_late_is_said_before_it_is_saved_and_called_for_at_once(
        client_for, senco, ada, annual):
    at, client = f"/s/larkrise/learners/{ada.pk}/reviews/new/", client_for(senco)
    assert not Action.objects.exists()
    typed = {"kind": "annual", "chair": senco.pk, "place": "The library", "held_on_day": "14", "held_on_month": "9",
             "held_on_year": "2026"}
    asked = client.post(at, typed)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "were due 31 August 2026: 7 days ago." in page
    assert "The library" in page
    assert not Review.objects.exists()
    assert client.post(at, {**typed, "late": "2026-09-14"}).status_code == 302
    raised = Action.objects.filter(learner=ada, kind="clock-near", state="open")
    assert {action.due_on for action in raised} == {date(2026, 8, 31)}
    assert raised.count() == 2
    actions.sweep(school=ada.school, by=senco, on=date(2026, 9, 7), kinds=["clock-near"])
    assert raised.count() == 2


def test_a_meeting_day_arranged_on_the_dates_page_is_told_as_late_by_the_same_rule(client_for, senco, ada, annual):
    at, client, soon = url(ada, f"{annual.uuid}/meeting/"), client_for(senco), date(2026, 9, 14)
    asked = client.post(at, boxes(soon))
    assert asked.status_code == 422
    assert "were due 31 August 2026: 7 days ago." in asked.content.decode()
    assert not annual.milestones.filter(standing="arranged").exists()
    assert client.post(at, {**boxes(date(2026, 9, 15)), "late": "2026-09-14"}).status_code == 422  # another day
    assert client.post(at, {**boxes(soon), "late": "2026-09-14"}).status_code == 302
    assert annual.milestones.get(standing="arranged").on == soon


def test_a_meeting_day_after_which_the_year_cannot_be_kept_is_said_before_it_is_saved(client_for, senco, ada, annual):
    at, client = url(ada, f"{annual.uuid}/meeting/"), client_for(senco)
    late = annual.milestones.get(kind="meeting").on + timedelta(days=7)
    asked = client.post(at, boxes(late))
    assert asked.status_code == 422
    assert "the authority has four weeks from the meeting to decide" in " ".join(asked.content.decode().split())
    assert client.post(at, {**boxes(late), "late": late.isoformat()}).status_code == 302


@pytest.mark.parametrize(("day", "why"), [
    (date(2026, 11, 14), "on a Saturday"), (date(2026, 12, 25), "on a day when schools are closed"),
    (date(2027, 1, 1), "on a day when schools are closed")])
def test_a_meeting_on_a_day_without_school_is_warned_of_and_kept_where_it_is_meant(client_for, senco, ada, day, why):
    at, client = f"/s/larkrise/learners/{ada.pk}/reviews/new/", client_for(senco)
    typed = {"kind": "termly", "chair": senco.pk, "held_on_day": day.day, "held_on_month": day.month,
             "held_on_year": day.year}
    asked = client.post(at, typed)
    assert asked.status_code == 422
    assert f"falls {why}." in asked.content.decode()
    assert client.post(at, {**typed, "late": day.isoformat()}).status_code == 302
    assert Review.objects.get().held_on == day
