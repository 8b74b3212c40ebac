"""The register: who is on it, found how, in which order, and never more than this member may see."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest
import time_machine
from django.http import QueryDict

from goldenthread.audit.models import Event
from goldenthread.home import queries, rows
from goldenthread.home.filters import EVERYONE, LEFT, ON_REGISTER, Filters, read
from goldenthread.learners.codes import year_and_group
from goldenthread.learners.hooks import plan_standing
from goldenthread.learners.operations import NeedGiven, block, leave
from goldenthread.plans import operations as plans
from goldenthread.plans.tests.desk import tell_all
from goldenthread.story.operations import write

TODAY = date(2026, 9, 7)
PATH = "/s/larkrise/learners/"


@pytest.fixture
def roll(ada, learner):
    """Ada and Leo on the register, Zoe of the same class without SEN."""
    return {"ada": ada, "leo": learner("Leo Nguyễn", nc_year="3", stage="E", upn="B873000716486"),
            "zoe": learner("Zoë D’Souza", nc_year="R")}


def shown(member, **filters) -> list[str]:
    return [found.first for found in queries.register(member, Filters(**filters), TODAY)]


def test_a_tab_holds_whom_its_list_holds_in_the_same_order(roll, senco):
    """The page takes the tab's own list where nothing was asked for."""
    for show, found in queries.tabs(senco, TODAY).items():
        assert found == queries.ids(queries.register(senco, Filters(show=show), TODAY))


@pytest.mark.parametrize(("filters", "names"), [
    ({}, ["Leo", "Ada"]),
    ({"show": EVERYONE}, ["Zoë", "Leo", "Ada"]),
    ({"show": EVERYONE, "text": "dsouza"}, ["Zoë"]),
    ({"show": EVERYONE, "text": "zoe"}, ["Zoë"]),
    ({"text": "nguyen leo"}, ["Leo"]),
    ({"text": "nguyen, leo"}, ["Leo"]),
    ({"text": "b873000716486"}, ["Leo"]),
    ({"text": "6486"}, ["Leo"]),
    ({"text": "486"}, []),
    ({"text": "8730"}, []),
    ({"text": "nobody"}, []),
    ({"year": "6"}, ["Ada"]),
    ({"stage": "E"}, ["Leo"]),
    ({"need": "SLCN"}, ["Ada"]),
    ({"plan": "none"}, ["Leo", "Ada"]),
    ({"plan": "onboarding"}, []),
    ({"plan": "draft"}, []),
    ({"voices": "missing"}, ["Leo", "Ada"]),
    ({"sort": "-name"}, ["Ada", "Leo"]),
    ({"sort": "year", "show": EVERYONE}, ["Zoë", "Leo", "Ada"]),
    ({"sort": "-year", "show": EVERYONE}, ["Ada", "Leo", "Zoë"]),
    ({"sort": "stage"}, ["Leo", "Ada"]),
    ({"sort": "-stage"}, ["Ada", "Leo"]),
    ({"sort": "plan"}, ["Leo", "Ada"]),
    ({"sort": "review"}, ["Leo", "Ada"]),
    ({"sort": "need"}, ["Ada", "Leo"]),
    ({"sort": "voices"}, ["Leo", "Ada"]),
])
def test_filters_and_order(roll, senco, filters, names):
    assert shown(senco, **filters) == names


def test_unknown_values_in_the_address_are_as_if_not_given():
    asked = read(QueryDict("show=all&sort=upn&year=99999&plan=x"))
    assert (asked.show, asked.sort) == (ON_REGISTER, "name")


def test_a_learner_who_left_is_under_those_who_left(roll, senco):
    leave(learner=roll["leo"], on=TODAY, left_on=date(2026, 9, 6), by=senco)
    assert shown(senco) == ["Ada"]
    assert shown(senco, show=LEFT) == ["Leo"]
    assert {show: len(found) for show, found in queries.tabs(senco, TODAY).items()} == {
        ON_REGISTER: 1, EVERYONE: 2, LEFT: 1}


def test_a_teacher_sees_only_their_own_in_list_counts_and_search(roll, teacher, client_for):
    """A-02: no list, count or search says that anybody else is there."""
    assert shown(teacher, show=EVERYONE) == ["Ada"]
    assert queries.tabs(teacher, TODAY)[EVERYONE] == [roll["ada"].pk]
    page = client_for(teacher).get(PATH, {"show": EVERYONE, "text": "Leo"}).content.decode()
    assert "None of 1 learner" in page
    assert "Nguyễn" not in page


def test_somebody_kept_from_a_learner_does_not_find_them(roll, senco, senco_team):
    block(learner=roll["ada"], member=senco_team, basis="Court order", by=senco, on=TODAY,
          ordered=True)
    assert shown(senco_team) == ["Leo"]


def test_the_standing_of_the_plan_is_always_in_words(roll, senco):
    plans.open_plan(learner=roll["ada"], by=senco, on=TODAY)
    standing = {row.name: row.standing for row in rows.rows(
        senco.school, queries.ids(queries.register(senco, Filters(show=EVERYONE), TODAY)), TODAY)}
    assert standing == {"Ada Okafor": "Draft", "Leo Nguyễn": "", "Zoë D’Souza": ""}


def test_a_line_kept_as_html_is_drawn_anew_for_whatever_changes_in_it(roll, senco):
    """Nobody is shown a line of another learner, school, day or plan."""
    found = rows.rows(senco.school, queries.ids(queries.register(senco, Filters(), TODAY)), TODAY)
    assert "/s/larkrise/" in rows.lines(found)
    assert "Nguyễn" in rows.lines(found)
    other = [replace(row, slug="ashfield", name="Robin Reed", overdue=True, review_by=TODAY) for row in found]
    assert "Nguyễn" not in rows.lines(other)
    assert "larkrise" not in rows.lines(other)
    assert rows.lines(other).count("Overdue") == len(other)


def test_the_row_of_filters_keeps_what_was_asked_for_and_no_more(roll, senco, client_for):
    page = client_for(senco)
    assert 'value="Leo"' in page.get(PATH, {"text": "Leo"}).content.decode()
    assert 'value="Leo"' not in page.get(PATH).content.decode()
    assert "selected" in page.get(PATH, {"stage": "E"}).content.decode()


def test_the_page_says_how_many_of_how_many(roll, senco, client_for):
    page = client_for(senco).get(PATH, {"stage": "E"}).content.decode()
    assert "1 of 2 learners" in page
    assert "Not started" in page


@pytest.mark.parametrize(("asked", "others"), [
    ({"text": "zoe"}, {EVERYONE: 1}), ({"show": EVERYONE, "text": "cy"}, {LEFT: 1}),
    ({"show": LEFT, "text": "Leo"}, {ON_REGISTER: 1}), ({"show": LEFT, "plan": "none", "year": "R"}, {EVERYONE: 1}),
    ({"stage": "N"}, {EVERYONE: 1, LEFT: 1}), ({"text": "nobody"}, {}),
])
def test_what_a_tab_does_not_hold_is_found_in_the_others(roll, senco, learner, asked, others):
    leave(learner=learner("Cy Ng", nc_year="4"), on=TODAY, left_on=date(2026, 9, 6), by=senco)
    filters = Filters(**asked)
    assert shown(senco, **asked) == []
    assert queries.elsewhere(senco, filters, queries.tabs(senco, TODAY), TODAY) == others


def test_a_search_that_finds_nothing_says_where_it_would(roll, senco, client_for):
    page = client_for(senco).get(PATH, {"text": "zoe", "sort": "year", "page": "2"}).content.decode()
    assert "None of 2 learners fit what you asked for." in page
    assert '<a class="govuk-link" href="?text=zoe&amp;sort=year&amp;show=everyone">1 under Everyone on roll</a>' in page


def test_where_nobody_is_on_the_register_it_says_where_they_are(senco, learner, client_for):
    learner("Zoë D’Souza")
    page = client_for(senco).get(PATH).content.decode()
    assert "1 under Everyone on roll" in page
    assert "No learners yet" not in page


def test_the_register_costs_the_same_for_any_number(ada, senco, learner, client_for, same_queries_however_many):
    client = client_for(senco)
    number = iter(range(100))
    count = same_queries_however_many(lambda: client.get(PATH), lambda n: [
        learner(f"Child {next(number)}", stage="K") for _ in range(n)])
    assert count <= 12


def test_the_export_holds_what_the_filters_show_and_nothing_hidden(roll, senco, client_for):
    """C-11, C-17, C-18: text stays text, nothing is hidden, the file’s name names nobody, and it is noted."""
    answer = client_for(senco).get(f"{PATH}export/", {"stage": "E"})
    assert answer["Content-Disposition"] == 'attachment; filename="register-2026-09-07.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [sheet.sheet_state for sheet in book] == ["visible"]
    assert [[cell.value for cell in line][:3] for line in book.active.iter_rows()] == [
        ["Name", "Year", "Stage"], ["Leo Nguyễn", "3", "EHC plan"]]
    assert book.properties.creator in {None, ""}
    assert Event.objects.filter(kind="home.register_exported").get().facts == {"count": 1}


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "=HYPERLINK(\"http://x\")"])
def test_a_name_that_looks_like_a_formula_is_a_name_in_the_export(senco, learner, client_for, name):
    learner(name, stage="K")
    answer = client_for(senco).get(f"{PATH}export/")
    cell = openpyxl.load_workbook(io.BytesIO(answer.content)).active["A2"]
    assert (cell.value, cell.data_type) == (name, "s")


@pytest.fixture
def in_force(ada, senco):
    """Ada's Version 1, to be reviewed by 1 December 2026."""
    plan = plans.open_plan(learner=ada, by=senco, on=TODAY)
    plans.set_review_by(plan=plan, review_by=date(2026, 12, 1), by=senco, on=TODAY)
    tell_all(ada, senco)
    plans.issue(plan=plan, by=senco, on=TODAY, what_changed="", key="k1")
    return plan


def test_a_version_whose_review_day_has_passed_is_overdue_in_the_register(in_force, senco, client_for):
    with time_machine.travel(datetime(2026, 12, 2, 9, tzinfo=UTC)):
        page = client_for(senco).get(PATH).content.decode()
        assert "Overdue" in page
        assert "1 December 2026" in page
        assert [found.first for found in queries.register(senco, Filters(plan="overdue"), date(2026, 12, 2))] == ["Ada"]


def test_a_version_is_not_overdue_on_its_day(in_force, senco):
    assert list(queries.register(senco, Filters(plan="overdue"), date(2026, 12, 1))) == []
    on = date(2026, 12, 1)
    (row,) = rows.rows(senco.school, queries.ids(queries.register(senco, Filters(), on)), on)
    assert (row.standing, row.overdue) == ("Version 1", False)


def test_a_learner_is_on_boarding_from_the_first_word_until_a_draft_is_opened(roll, senco):
    def stands():
        (row,) = rows.rows(senco.school, [roll["leo"].pk], TODAY)
        return row.stands, *("Leo" in shown(senco, plan=plan) for plan in ("none", "unstarted", "onboarding"))

    assert stands() == ("Not started", True, True, False)
    write(learner=roll["leo"], field="strengths", text="Draws for hours.", said_by="staff", by=senco, on=TODAY)
    assert stands() == ("On-boarding", True, False, True)
    plans.open_plan(learner=roll["leo"], by=senco, on=TODAY)
    assert stands() == ("Draft", False, False, False)


def test_who_is_on_boarding_in_the_register_is_so_on_every_page_about_them(roll, senco, parent, client_for):
    leo = roll["leo"]

    def banner():
        return client_for(senco).get(f"{PATH}{leo.pk}/plan/").context["banner"].standing

    assert banner() == "No plan yet"
    write(learner=leo, field="strengths", text="Draws for hours.", said_by="staff", by=senco, on=TODAY)
    assert banner() == "On-boarding: no plan yet"
    assert plan_standing(leo, parent, TODAY) == ""


def test_by_plan_a_corrected_version_comes_after_its_own_number_and_those_alike_by_name(in_force, ada, senco, learner):
    for name, versions in (("Zed Second", 2), ("Zoe First", 1), ("Bea First", 1)):
        one = learner(name, stage="K", needs=(NeedGiven(type="SLCN"),))
        plan = plans.open_plan(learner=one, by=senco, on=TODAY)
        plans.set_review_by(plan=plan, review_by=date(2026, 12, 1), by=senco, on=TODAY)
        tell_all(one, senco)
        for number in range(versions):
            plans.issue(plan=plan, by=senco, on=TODAY, what_changed="More.", key=f"{name} {number}")
    slip = {f"entry:{ada.entries.get(field='strengths').uuid}": {"text": "Notices it when others are upset."}}
    plans.correct(version=in_force.versions.get(), patches=slip, reason="A slip", by=senco, on=TODAY, key="k2")
    assert shown(senco, sort="plan") == ["Bea", "Zoe", "Ada", "Zed"]
    assert shown(senco, sort="-plan") == ["Zed", "Ada", "Bea", "Zoe"]


def test_by_plan_they_stand_from_not_started_to_the_latest_version(in_force, senco, learner):
    learner("Bea Begun", stage="K")
    told = learner("Cal Told", stage="K")
    write(learner=told, field="strengths", text="Sings.", said_by="staff", by=senco, on=TODAY)
    plans.open_plan(learner=learner("Dan Draft", stage="K"), by=senco, on=TODAY)
    learner("Amy Also", stage="K")
    assert shown(senco, sort="plan") == ["Amy", "Bea", "Cal", "Dan", "Ada"]
    assert shown(senco, sort="-plan") == ["Ada", "Dan", "Cal", "Amy", "Bea"]


def test_by_main_need_they_stand_as_the_list_of_needs_does_and_those_without_last(senco, learner):
    for name, need in [("Ann Autistic", "ASD"), ("Mo Moderate", "MLD"), ("Sue Specific", "SPLD"),
                       ("Pip Physical", "PD"), ("Al Specific", "SPLD"), ("Nia None", "")]:
        learner(name, stage="K", needs=(NeedGiven(type=need),) if need else ())
    assert shown(senco, sort="need") == ["Al", "Sue", "Mo", "Ann", "Pip", "Nia"]
    assert shown(senco, sort="-need") == ["Pip", "Ann", "Mo", "Al", "Sue", "Nia"]


@pytest.mark.parametrize(("year", "group", "shown"), [
    ("2", "2 Elm", "2 Elm"), ("Year 4", "4 Oak", "Year 4 Oak"), ("6", "6K", "6 6K"), ("R", "Robins", "R Robins"),
    ("2", "", "2"), ("2", None, "2"), ("2", "2", "2 2"), ("", "2 Elm", "2 Elm"), ("Year 4", "4  Oak", "Year 4 Oak"),
    ("Year 2", "12 Elm", "Year 2 12 Elm")])
def test_a_year_is_not_said_twice_where_the_class_begins_with_it(year, group, shown):
    assert year_and_group(year, group) == shown


def test_a_learner_is_added_from_the_register_by_those_who_may(roll, senco, senco_team, teacher, client_for):
    led = [who for who in (senco, senco_team, teacher)
           if f'href="{PATH}add/"' in client_for(who).get(PATH).content.decode()]
    assert led == [senco, senco_team]
