"""Enter once, print many: an IEP and a report of an annual review stand on the rows of the iPlan."""

from datetime import date

import pytest

from goldenthread.learners.policies import reader_of
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.operations import close, note_progress, reword, set_outcome
from goldenthread.plans import operations as plans
from goldenthread.plans.comparing import compare
from goldenthread.plans.composing import compose, mark_of
from goldenthread.plans.reading import open_body, read
from goldenthread.plans.rendering.arrangement import arrange
from goldenthread.plans.rendering.pdf import render_pdf
from goldenthread.plans.since import living_copy, load_living, since
from goldenthread.plans.summing_up import summed_up
from goldenthread.plans.tests.desk import DECEMBER, OCTOBER, REVIEW, SEPTEMBER
from goldenthread.plans.tests.test_pdf import PHOTOS, on_screen, pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def iep(desk):
    desk.tell("learner-concerns", "Reading aloud.", said_by="learner")
    return plans.open_plan(learner=desk.ada, type="iep", by=desk.senco, on=SEPTEMBER, review_by=REVIEW)


def targets(document):
    return next(section for section in arrange(document)["sections"] if section["key"] == "targets")["groups"]


def issue(plan, senco, key, on=SEPTEMBER):
    return plans.issue(plan=plan, by=senco, on=on, what_changed="", key=key)


def test_an_iep_shows_the_targets_of_the_iplan_under_what_they_lead_to(desk, iep):
    (group,) = targets(compose(iep, SEPTEMBER))
    assert group["heading"] == "Ada joins in a group of four."
    assert group["level"] == "End of year"
    assert [line["title"] for line in group["lines"]] == ["Ada answers in a group of two."]


def test_a_step_stands_after_its_target_and_what_leads_to_nothing_comes_first(desk, iep):
    term = desk.ada.outcomes.get(level="term")
    given = {"learner": desk.ada, "by": desk.senco, "on": SEPTEMBER}
    set_outcome(level="step", wording="Ada answers a friend.", parent=term, **given)
    set_outcome(level="term", wording="Ada ties her laces.", **given)
    loose, thread = targets(compose(iep, SEPTEMBER))
    assert (loose["heading"], [line["title"] for line in loose["lines"]]) == ("", ["Ada ties her laces."])
    assert [line["title"] for line in thread["lines"]] == ["Ada answers in a group of two.", "Ada answers a friend."]


def test_who_may_not_read_what_a_target_leads_to_reads_the_target_alone(desk, iep):
    year = desk.ada.outcomes.get(level="year")
    reword(outcome=year, revision=year.revision, audience="staff", by=desk.senco, on=SEPTEMBER)
    (group,) = targets(compose(iep, SEPTEMBER).for_reader({"everyone"}.__contains__))
    assert (group["heading"], group["lines"][0]["title"]) == ("", "Ada answers in a group of two.")


def test_strategies_and_who_helps_stand_in_every_plan_that_shows_the_target(desk, iep):
    term = desk.ada.outcomes.get(level="term")
    reword(outcome=term, revision=term.revision, strategies="Talk partner, ten minutes a day", who_helps="Jo Bell",
           by=desk.senco, on=SEPTEMBER)
    (group,) = targets(compose(iep, SEPTEMBER))
    assert [row["value"] for row in group["lines"][0]["help"]] == ["Talk partner, ten minutes a day", "Jo Bell"]
    shown = [line for section in arrange(compose(desk.plan, SEPTEMBER))["sections"] if section["key"] == "targets"
             for line in section["groups"][0]["lines"]]
    assert {"label": "Who helps", "value": "Jo Bell"} in shown[0]["facts"]


def test_a_second_iep_says_what_came_of_each_target_and_does_not_count_what_stands_above_them(desk, iep):
    one = issue(iep, desk.senco, "k1")
    close(outcome=desk.ada.outcomes.get(level="term"), result="met", by=desk.senco, on=OCTOBER)
    year = desk.ada.outcomes.get(level="year")
    set_outcome(learner=desk.ada, level="term", wording="Ada asks in a group of two.", parent=year, by=desk.senco,
                on=OCTOBER)
    two = issue(iep, desk.senco, "k2", on=OCTOBER)
    reader = reader_of(desk.senco, desk.ada, OCTOBER)
    one.refresh_from_db()
    said = summed_up(compare(read(one, reader), read(two, reader)))
    assert said == ["1 target met.", "New target: Ada asks in a group of two."]
    assert [line["status"] for line in targets(read(two, reader))[0]["lines"]] == ["Met 5 October 2026", "Agreed"]


def test_an_outcome_that_stands_twice_in_a_plan_is_told_of_once_since(desk, iep):
    version = issue(iep, desk.senco, "k1")
    year = desk.ada.outcomes.get(level="year")
    set_outcome(learner=desk.ada, level="term", wording="Another.", parent=year, by=desk.senco, on=DECEMBER)
    reader = reader_of(desk.senco, desk.ada, DECEMBER)
    loaded = load_living(iep, DECEMBER, mark_of(iep.learner))
    living = living_copy(version, open_body(version), loaded, reader, set(), DECEMBER)
    told = since(version, read(version, reader), living, let_in=True)
    assert [node.data["wording"] for node in told.new] == ["Another."]


@pytest.fixture
def report(desk):
    for field in ("views-of-staff", "adulthood"):
        desk.tell(field, f"Words under {field}.")
    set_outcome(learner=desk.ada, level="key_stage", wording="Ada makes herself understood.", origin="ehc_plan",
                by=desk.senco, on=SEPTEMBER)
    return plans.open_plan(learner=desk.ada, type="annual-review", by=desk.senco, on=SEPTEMBER, review_by=REVIEW)


def test_a_report_tells_the_progress_of_the_outcomes_of_the_ehc_plan_alone(desk, report):
    set_outcome(learner=desk.ada, level="key_stage", wording="The school's own.", by=desk.senco, on=SEPTEMBER)
    progress = next(section for section in compose(report, SEPTEMBER).sections if section.key == "progress")
    assert [node.data["wording"] for node in progress.nodes] == ["Ada makes herself understood."]


def test_a_report_tells_progress_from_further_down_to_whoever_may_read_it(desk, report):
    top = Outcome.objects.get(wording="Ada makes herself understood.")
    for audience, text in (("everyone", "Asked twice."), ("senco", "CNRY")):
        step = set_outcome(learner=desk.ada, level="term", wording=text, parent=top, by=desk.senco, on=SEPTEMBER,
                           audience=audience)
        note_progress(outcome=step, judgement="expected", text=text, by=desk.senco, on=SEPTEMBER)
    (node,) = next(section for section in compose(report, SEPTEMBER).sections if section.key == "progress").nodes
    assert node.data["progress"] == "Further down: as expected, 7 September 2026: Asked twice."


@pytest.mark.parametrize(("nc_year", "there"), [("8", False), ("9", True), ("13", True), ("", True)])
def test_adulthood_is_asked_about_from_year_nine(desk, report, nc_year, there):
    desk.ada.enrolments.update(nc_year=nc_year)
    sections = {section.key for section in compose(report, SEPTEMBER).sections}
    assert ("adulthood" in sections) is there


def test_what_a_learner_is_too_young_for_is_neither_missed_nor_marked(desk, report):
    desk.ada.enrolments.update(nc_year="8")
    plans.issue(plan=report, by=desk.senco, on=SEPTEMBER, what_changed="", key="k1")
    with pytest.raises(Exception, match="not for a learner of this age"):
        plans.mark_section(plan=report, section="adulthood", state="complete", by=desk.senco, on=SEPTEMBER)


def test_issuing_one_plan_tells_the_others_that_they_are_out_of_step(desk, iep):
    issue(iep, desk.senco, "k1")
    term = desk.ada.outcomes.get(level="term")
    reword(outcome=term, revision=term.revision, wording="Ada speaks up.", by=desk.senco, on=date(2026, 10, 1))
    desk.issue("k1", on=OCTOBER)
    iep.refresh_from_db()
    assert iep.out_of_step_since == OCTOBER


@pytest.mark.parametrize("drawn", [on_screen, lambda document: " ".join(pages(render_pdf(document, PHOTOS)))])
def test_the_learners_own_copy_has_its_targets_under_words_for_a_child(desk, iep, drawn):
    term = desk.ada.outcomes.get(level="term")
    reword(outcome=term, revision=term.revision, baseline="Once", strategies="A talk partner", who_helps="Jo Bell",
           by=desk.senco, on=SEPTEMBER)
    document = compose(iep, SEPTEMBER)
    own, staffs = (" ".join(drawn(document.with_meta(**meta)).split()) for meta in ({"own": True}, {}))
    for theirs, adults in (("My target", "Target"), ("What people do to help", "What we do"),
                           ("Where I start: Once", "Start: Once"), ("Who helps me", "Who"),
                           ("This helps me with", "Leads towards (end of year)"),
                           ("how it is going", "what came of it")):
        assert (theirs in own, theirs in staffs, adults in staffs) == (True, False, True)
    for adults in ("What we do", "Leads towards", "what came of it", "Agreed"):
        assert adults not in own
