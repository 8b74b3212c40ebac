"""The thread of one learner on a page: what it says, to whom, and what it costs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from goldenthread.outcomes import operations as outcomes
from goldenthread.outcomes.models import Outcome

TODAY = date(2026, 9, 7)
LONG_AGO = TODAY - timedelta(weeks=20)


def path(learner, query=""):
    return reverse("home:thread", kwargs={"slug": "larkrise", "pk": learner.pk}) + query


@pytest.fixture
def ada_s_thread(ada, senco):
    """From working with animals down to asking to play; one target met."""
    made = {}
    for name, above, level, wording, more in (
            ("hope", "", "aspiration", "Work with animals", {}),
            ("year", "hope", "year", "Has two friends at school", {"measure": "Jo notes it", "origin": "ehc_plan"}),
            ("term", "year", "term", "Stays in a game **to the end**", {
                "measure": "Jo counts", "baseline": "0 days", "target": "3 days", "due_on": date(2026, 12, 18)}),
            ("step", "term", "step", "Asks to play with her card", {}),
            ("met", "year", "term", "Says hello", {"measure": "Jo counts"})):
        made[name] = outcomes.set_outcome(learner=ada, level=level, wording=wording, by=senco, on=TODAY,
                                          parent=made.get(above), **more)
    outcomes.close(outcome=made["met"], result="met", by=senco, on=TODAY)
    return made


def shown(client, learner, query=""):
    return client.get(path(learner, query)).content.decode()


def test_the_thread_is_a_picture_and_a_list_of_the_same(ada_s_thread, ada, teacher, ta, client_for):
    outcomes.note_progress(outcome=ada_s_thread["step"], judgement="expected", by=ta, on=TODAY)
    page = shown(client_for(teacher), ada)
    for name in ("hope", "year", "term", "step"):
        assert f'href="#knot-{ada_s_thread[name].uuid}"' in page
        assert f'<li id="knot-{ada_s_thread[name].uuid}"' in page
    assert "As expected, 7\xa0September\xa02026" in page
    assert "Further down: as expected" in page
    assert "From 0 days to 3 days" in page
    assert "Stays in a game to the end" in page
    assert "1 aspiration, 1 for this year, 1 for this term, 1 next step" in page


def test_what_is_over_is_folded_away_and_can_be_shown(ada_s_thread, ada, senco, client_for):
    client = client_for(senco)
    folded = shown(client, ada)
    assert "Says hello" not in folded
    assert "Show what was met or is over (1)" in folded
    assert "Says hello" in shown(client, ada, "?closed=show")


def test_what_is_over_still_shows_above_what_is_not(ada_s_thread, ada, senco, client_for):
    outcomes.close(outcome=ada_s_thread["year"], result="partly_met", by=senco, on=TODAY)
    page = shown(client_for(senco), ada)
    assert "Has two friends at school" in page
    assert "Partly met" in page


def test_gaps_are_named_on_top_with_the_way_to_mend_each(ada_s_thread, ada, senco, client_for):
    page = shown(client_for(senco), ada)
    assert "1 gap in the thread" in page
    change = reverse("outcomes:change", kwargs={"slug": "larkrise", "pk": ada.pk, "uuid": ada_s_thread["step"].uuid})
    assert f'href="{change}#id_measure"' in page


def test_an_ehc_outcome_with_nothing_under_it_leads_to_setting_something(ada, senco, client_for):
    alone = outcomes.set_outcome(learner=ada, level="key_stage", wording="Travels alone", measure="Dad says so",
                                 by=senco, on=TODAY, origin="ehc_plan")
    client = client_for(senco)
    new = reverse("outcomes:new", kwargs={"slug": "larkrise", "pk": ada.pk})
    assert f'href="{new}?under={alone.uuid}"' in shown(client, ada)
    form = client.get(f"{new}?under={alone.uuid}").context["form"]
    assert form["parent"].value() == alone.pk
    assert form["level"].value() == "year"


def test_what_is_open_past_its_day_leads_to_its_result_and_to_a_new_day(ada, senco, ta, client_for):
    late = outcomes.set_outcome(learner=ada, level="term", wording="Reads", measure="Ten", by=senco, on=LONG_AGO,
                                due_on=TODAY - timedelta(days=1))
    outcomes.note_progress(outcome=late, judgement="behind", by=senco, on=TODAY)
    client, at = client_for(senco), {"slug": "larkrise", "pk": ada.pk, "uuid": late.uuid}
    ways = [f'href="{reverse("outcomes:close", kwargs=at)}"',
            f'href="{reverse("outcomes:change", kwargs=at)}#id_due_on_0"']
    page, told = shown(client, ada), "Its day has passed: it was due 6 September 2026."
    assert "1 gap in the thread" in page
    assert all(way in page for way in [told, *ways])
    listed = client.get(reverse("outcomes:list", kwargs={"slug": "larkrise", "pk": ada.pk})).content.decode()
    assert all(way in listed for way in ["Its day has passed. Close it with a result", *ways])
    assert told in shown(client_for(ta), ada)
    assert ways[0] not in shown(client_for(ta), ada)


def test_the_day_of_an_outcome_of_an_ehc_plan_is_not_the_schools_to_set(ada, senco, client_for):
    outcomes.set_outcome(learner=ada, level="key_stage", wording="Travels alone", measure="Dad says so", by=senco,
                         on=LONG_AGO, origin="ehc_plan", due_on=LONG_AGO)
    page = shown(client_for(senco), ada)
    assert "Close it with a result" in page
    assert "Set a new day" not in page


def test_who_may_not_mend_is_told_and_not_led(ada_s_thread, ada, ta, client_for):
    page = shown(client_for(ta), ada)
    assert "1 gap in the thread" in page
    assert "Say how we will know" not in page
    assert "Set a target" not in page


def test_a_target_not_noted_for_long_leads_an_assistant_to_noting(ada, senco, ta, client_for):
    quiet = outcomes.set_outcome(learner=ada, level="term", wording="Reads", measure="Ten", by=senco, on=LONG_AGO)
    page = shown(client_for(ta), ada)
    assert "Note progress" in page
    assert f"/targets/#outcome-{quiet.uuid}" in page


def test_no_thread_yet_teaches_where_it_begins(ada, senco, ta, client_for):
    assert "?level=aspiration" in shown(client_for(senco), ada)
    page = shown(client_for(ta), ada)
    assert "The thread begins with a hope" in page
    assert "?level=aspiration" not in page


def test_a_teacher_is_not_shown_what_is_for_the_senco_alone(ada_s_thread, ada, senco, teacher, client_for):
    outcomes.set_outcome(learner=ada, level="term", wording="CNRY-senco", by=senco, on=TODAY, audience="senco",
                         parent=ada_s_thread["year"])
    assert "CNRY-senco" in shown(client_for(senco), ada)
    assert "CNRY-senco" not in shown(client_for(teacher), ada)


@pytest.mark.parametrize("who", ["parent", "learner_member", "governor", "nia"])
def test_family_learner_and_strangers_have_no_such_page(ada_s_thread, ada, who, client_for, request):
    assert client_for(request.getfixturevalue(who)).get(path(ada)).status_code == 404


def test_it_costs_the_same_for_two_outcomes_and_for_many(ada, senco, client_for, same_queries_however_many):
    client = client_for(senco)

    def make(count):
        tops = outcomes.set_many(by=senco, on=TODAY, outcomes=[
            Outcome(learner=ada, level="year", wording=f"Year {n}") for n in range(count)])
        outcomes.set_many(by=senco, on=TODAY, outcomes=[
            Outcome(learner=ada, level="term", wording="Term", parent=top) for top in tops])

    assert same_queries_however_many(lambda: client.get(path(ada)), make) <= 12
