"""The calendar, and the feed of it at a secret address."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from goldenthread.actions import operations as actions
from goldenthread.actions.models import Action
from goldenthread.people.models import Membership
from goldenthread.people.throttle import Bucket
from goldenthread.reviews.models import Feed
from goldenthread.reviews.operations import clocks, feeds, plan_review
from goldenthread.reviews.tests.at_dates import page
from goldenthread.reviews.tests.table import MADE
from goldenthread.reviews.views import calendar
from goldenthread.schools.clock import now

# ---------------------------------------------------------------- the calendar


def test_the_calendar_shows_meetings_and_dates_as_a_month_and_as_a_list(client_for, senco, ada, annual, with_senco):
    plan_review(learner=ada, kind="annual", held_on=date(2026, 11, 18), **with_senco)
    said = page(client_for(senco), "/s/larkrise/calendar/?month=2026-11&whose=school")
    assert "November 2026" in said
    assert "Ada Okafor, Annual review" in said
    assert "Tell everyone the date" in said
    assert "Wednesday 18 November 2026" in said


def test_a_meeting_arranged_elsewhere_is_in_the_calendar_once(client_for, senco, teacher, ada, annual, with_senco):
    at = "/s/larkrise/calendar/?month=2026-11"
    assert "Ada Okafor, Annual review" not in page(client_for(senco), at)  # the last day for it is no meeting
    clocks.arrange(process=annual, day=date(2026, 11, 18), **with_senco)
    said = page(client_for(senco), at)
    assert "Ada Okafor, Annual review" in said
    assert "Ada Okafor, Annual review" in page(client_for(teacher), f"{at}&whose=school")
    plan_review(learner=ada, kind="annual", held_on=date(2026, 11, 18), **with_senco)
    assert page(client_for(senco), at).count("Ada Okafor, Annual review") == said.count("Ada Okafor, Annual review")


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


@pytest.mark.parametrize(("held_on", "hour"), [
    (date(2026, 10, 23), 14), (date(2026, 10, 26), 15), (date(2027, 3, 26), 15), (date(2027, 3, 29), 14)])
def test_three_o_clock_is_three_o_clock_on_either_side_of_a_change_of_the_clocks(client, ada, with_senco, secret,
                                                                                 held_on, hour):
    plan_review(learner=ada, kind="interim", held_on=held_on, held_at=time(15), **with_senco)
    event = next(each for each in read(client, secret)[1].walk("VEVENT") if "review-" in str(each["UID"]))
    assert event["DTSTART"].dt == datetime(held_on.year, held_on.month, held_on.day, hour, tzinfo=UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=1)
    assert event["DTSTART"].dt.astimezone(ZoneInfo("Europe/London")).hour == 15


@pytest.mark.parametrize("due_on", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_whole_day_is_that_day_when_the_clocks_change_in_it(client, ada, with_senco, secret, due_on):
    actions.agree(learner=ada, what="Ring Ada’s mother", due_on=due_on, **with_senco)
    answer, found = read(client, secret)
    event = next(each for each in found.walk("VEVENT") if "action-" in str(each["UID"]))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (due_on, due_on + timedelta(days=1))
    assert "Ada" not in answer.content.decode()


def test_the_feed_keeps_to_the_letter_of_the_format(client, annual, secret):
    raw = client.get(f"/calendar/{secret}.ics").content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert raw.count(b"DTSTAMP:") == raw.count(b"BEGIN:VEVENT") == raw.count(b"UID:") > 0


def test_uids_stay_when_dates_move(client, annual, secret, with_senco):
    clocks.arrange(process=annual, day=date(2026, 10, 23), **with_senco)
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
