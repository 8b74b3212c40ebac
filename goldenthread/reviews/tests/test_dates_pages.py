"""The pages of statutory dates, the evidence checklist and what they call for."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from goldenthread.actions import operations as actions
from goldenthread.actions.models import Action
from goldenthread.learners.operations import set_stage
from goldenthread.people.models import Membership
from goldenthread.reviews.clocks import queries
from goldenthread.reviews.models import Clock, EvidenceItem, Process
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.operations.evidence import note_evidence
from goldenthread.reviews.tests.at_dates import boxes, clock_of, dates, page, set_terms, url
from goldenthread.reviews.tests.table import MADE
from goldenthread.schools.models import Term

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
    assert "Next: Send the report, by 21 September 2026." in said  # not what came before the meeting
    assert "21 September 2026" in said  # the report, two weeks after


def test_a_day_to_come_is_refused_and_what_was_typed_stays(client_for, senco, ada, annual):
    day = date(2026, 10, 1)
    answer = client_for(senco).post(url(ada, f"{annual.uuid}/"), {"what": "report_sent", **boxes(day)})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "has not come yet" in said
    assert 'value="10"' in said


@pytest.mark.parametrize(("dated", "counted"), [({}, date(2026, 9, 7)),
                                                (boxes(date(2026, 9, 1), "dated"), date(2026, 9, 1))])
def test_the_first_review_is_counted_from_the_date_on_the_plan(client_for, senco, ada, with_senco, today, dated,
                                                               counted):
    process = clocks.start(learner=ada, kind="needs_assessment", day=date(2026, 8, 1), **with_senco)
    typed = {"what": "plan_received", **boxes(today), **dated}
    client, at = client_for(senco), url(ada, f"{process.uuid}/")
    for wrong, said in ((date(2026, 9, 8), "It cannot be dated after that"), (date(2026, 7, 1), "This began on")):
        assert said in client.post(at, typed | boxes(wrong, "dated")).content.decode()
    client.post(at, typed)
    following = clocks.running(ada, "annual_review")
    assert (following.started_on, dates(following)["AR-CYCLE"].year) == (counted, 2027)
    assert clock_of(process, "EHC-FINAL").met_on == today


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


def test_an_exception_that_the_law_does_not_give_is_refused_in_a_sentence(client_for, senco, assessment, with_senco,
                                                                          today):
    client = client_for(senco)
    for what in ("advice_asked", "draft_served"):
        clocks.happened(process=assessment, what=what, day=today, **with_senco)
    at = url(assessment.learner, f"limit/{clock_of(assessment, 'EHC-ADVICE').pk}/exception/")
    assert "An appointment was missed" in page(client, at)
    answer = client.post(at, {"exception": "closure-school", "why": "We were closed."})
    assert "The law gives no such exception for this time limit" in answer.content.decode()
    assert "We were closed." in answer.content.decode()
    none = url(assessment.learner, f"limit/{clock_of(assessment, 'EHC-DRAFT').pk}/exception/")
    assert "The law gives no exception to this time limit." in client.get(none, follow=True).content.decode()


def test_a_long_closure_of_the_school_is_pointed_out_where_it_excuses(client_for, senco, school, ada):
    set_terms(school, senco)
    on = date(2026, 12, 15)
    process = clocks.start(learner=ada, kind="needs_assessment", day=on, by=senco, on=on)
    clocks.happened(process=process, what="advice_asked", day=on, by=senco, on=on)
    at = url(ada, f"limit/{clock_of(process, 'EHC-FINAL').pk}/exception/")
    with time_machine.travel(datetime(2026, 12, 16, 9)):
        assert "The school was closed from" not in page(client_for(senco), at)  # two weeks are not four
        Term.objects.filter(starts_on=date(2027, 1, 4)).update(starts_on=date(2027, 1, 18))
        assert "The school was closed from 19 December 2026" in page(client_for(senco), at)


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
