"""An EHC plan is kept as it was received: dated, in the authority's words, never issued by the school."""

import re
from datetime import date

import pytest
from django.db import Error, transaction

from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import Learner
from goldenthread.outcomes.models import Outcome, Triple
from goldenthread.plans import operations as plans
from goldenthread.plans.forms_received import likely
from goldenthread.plans.models import Plan, Received
from goldenthread.plans.operations import Told
from goldenthread.plans.received import all_received, as_document, left_behind, triples
from goldenthread.plans.templates import named
from goldenthread.plans.tests.desk import SEPTEMBER
from goldenthread.plans.tests.test_pdf import pages
from goldenthread.story.models import Entry

pytestmark = pytest.mark.django_db
DATED = date(2026, 3, 2)
ROW = Told("Finds long instructions hard.", "Ada follows what is said in class.", "30 minutes a week with a therapist.")


def receive(ada, senco, key="k1", **more):
    given = {"dated_on": DATED, "received_on": date(2026, 3, 5), "from_authority": "823", "triples": [ROW], "note": "",
             "words": {"a": "Ada likes dogs.", "c": ""}} | more
    return plans.receive(learner=ada, by=senco, on=SEPTEMBER, key=key, **given)


def test_what_came_is_kept_word_for_word_and_its_outcomes_begin_the_thread(ada, senco):
    made = receive(ada, senco)
    outcome = Outcome.objects.get(learner=ada)
    assert (outcome.level, outcome.origin, outcome.origin_label) == ("key_stage", "ehc_plan", "EHC plan, 2 March 2026")
    assert outcome.wording == ROW.outcome
    shown = as_document(made, triples(made), named("core/ehc-plan"))
    assert [section.key for section in shown.sections] == ["a", "bef"]
    (row,) = shown.sections[1].nodes
    assert (row.data["need"], row.data["outcome"], row.data["provision"]) == (ROW.need, ROW.outcome, ROW.provision)
    assert not Entry.objects.filter(learner=ada).exists()


def test_asked_twice_it_is_kept_once_and_a_key_used_for_other_words_is_refused(ada, senco):
    assert receive(ada, senco) == receive(ada, senco)
    assert (Received.objects.count(), Triple.objects.count(), Outcome.objects.count()) == (1, 1, 1)
    with pytest.raises(Refused, match="from other words than these"):
        receive(ada, senco, note="Another.")


def test_nothing_of_it_is_changed_or_thrown_away(ada, senco):
    made = receive(ada, senco)
    for change in (lambda: Received.objects.filter(pk=made.pk).update(note="!"), made.delete):
        with pytest.raises(Error, match="never changed"), transaction.atomic():
            change()


def test_an_amended_plan_archives_the_one_before_and_goes_on_with_outcomes_in_the_same_words(ada, senco):
    first = receive(ada, senco, triples=[ROW, Told("Tires.", "Ada paces herself.")])
    one, two = Outcome.objects.filter(learner=ada).order_by("pk")
    amended = [Told("Still finds them hard.", ROW.outcome, outcome_uuid=str(one.uuid)),
               Told("Tires.", "Ada rests when she needs to.", outcome_uuid=str(two.uuid))]
    second = receive(ada, senco, "k2", dated_on=date(2026, 6, 1), received_on=date(2026, 6, 3), triples=amended)
    assert all_received(ada, "ehc-plan") == [second, first]
    rows = triples(second)
    assert rows[0].outcome == one
    assert rows[1].outcome not in {one, two}
    assert rows[1].outcome.follows == two
    assert left_behind(second, rows) == []


def test_an_older_plan_that_is_entered_later_does_not_come_into_force(ada, senco):
    first = receive(ada, senco)
    older = receive(ada, senco, "k2", dated_on=date(2024, 3, 1), received_on=date(2024, 3, 1))
    assert all_received(ada, "ehc-plan") == [first, older]


def test_an_older_plan_amends_nothing(ada, senco):
    receive(ada, senco)
    one = Outcome.objects.get(learner=ada)
    receive(ada, senco, "k2", dated_on=date(2024, 3, 1), received_on=date(2024, 3, 1),
            triples=[Told(ROW.need, "Ada listens.", outcome_uuid=str(one.uuid))])
    one.refresh_from_db()
    assert one.is_open
    assert not one.followers.exists()


@pytest.mark.parametrize(("more", "sentence"), [
    ({"triples": []}, "at least one need with its outcome"),
    ({"triples": [ROW, Told("Only a need.", "")]}, "both the need and the outcome of row 2"),
    ({"from_authority": "000"}, "Choose the authority"),
    ({"received_on": date(2026, 3, 1)}, "before the day it is dated"),
    ({"received_on": date(2026, 9, 8)}, "still to come"),
    ({"type": "iep"}, "no such kind of plan"),
])
def test_what_cannot_have_come_is_refused_in_a_sentence_and_nothing_is_kept(ada, senco, more, sentence):
    with pytest.raises(Refused, match=sentence):
        receive(ada, senco, **more)
    assert not Plan.objects.exists()
    assert not Outcome.objects.exists()


def test_a_teacher_does_not_record_it_and_nobody_opens_or_issues_it(ada, senco, teacher):
    with pytest.raises(Refused, match="Only the SENCO's team can record an EHC plan"):
        receive(ada, teacher)
    with pytest.raises(Refused, match="recorded here when it is received"):
        plans.open_plan(learner=ada, type="ehc-plan", by=senco, on=SEPTEMBER)
    plan = receive(ada, senco).plan
    with pytest.raises(Refused, match="is not issued: it is kept as it was received"):
        plans.issue(plan=plan, by=senco, on=SEPTEMBER, what_changed="", key="k")


def typed(rows, **more):
    day = {f"{name}_{part}": text for name, first in (("dated_on", "2"), ("received_on", "5"))
           for part, text in (("day", first), ("month", "3"), ("year", "2026"))}
    day |= {"from_authority": "823", "key": "page", "rows": str(len(rows))}
    told = {f"{name}_{n}": text for n, row in enumerate(rows) for name, text in row.items()}
    return day | told | more


FULL = {"need": ROW.need, "outcome": ROW.outcome, "provision": ROW.provision}


@pytest.fixture
def place(ada):
    return f"/s/larkrise/learners/{ada.pk}/plans/ehc-plan/"


def test_it_is_typed_on_a_page_and_shown_as_it_came(ada, senco, client_for, place):
    client = client_for(senco)
    assert "No EHC plan has been recorded" in client.get(place).content.decode()
    answer = client.post(f"{place}receive/", typed([FULL, {"need": "", "outcome": "", "provision": ""}]), follow=True)
    page = answer.content.decode()
    assert "is recorded as it was received" in page
    assert ROW.provision in page
    assert "Dated" in client.get(f"{place}1/").content.decode()
    assert client.get(f"{place}2/").status_code == 404


def test_another_row_is_added_and_nothing_typed_is_lost(ada, senco, client_for, place):
    row = {"need": "Half a need", "outcome": "", "provision": ""}
    half = typed([row], another="1", note="A note", words_k="Advice")
    page = client_for(senco).post(f"{place}receive/", half).content.decode()
    assert "There is a problem" not in page
    for words in ("Half a need", "A note", "Advice", 'name="need_1"', 'name="rows" value="2"'):
        assert words in page


def test_what_is_missing_is_asked_for_by_its_row_and_what_was_typed_stays(ada, senco, client_for, place):
    answer = client_for(senco).post(f"{place}receive/", typed([FULL, {"need": "Only a need"}]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Row 2: write the outcome, as section E has it." in page
    assert "Only a need" in page
    assert not Received.objects.exists()


def test_an_amended_plan_begins_with_the_words_of_the_one_before(ada, senco, client_for, place):
    receive(ada, senco)
    page = client_for(senco).get(f"{place}receive/").content.decode()
    assert ROW.provision in page
    assert "Ada likes dogs." in page


def test_of_an_outcome_in_other_words_it_is_asked_whether_it_is_one_of_the_present_plan(
        ada, senco, client_for, place):
    receive(ada, senco, triples=[ROW, Told("Tires.", "Ada paces herself."), Told("Shy.", "Ada asks for help.")])
    one, two, three = Outcome.objects.filter(learner=ada).order_by("pk")
    step = Outcome.objects.create(
        learner=ada, school_id=ada.school_id, level="year", wording="Rests once a day", parent=two, starts_on=SEPTEMBER,
        set_by=senco, revised_by=senco, recorded_at=two.recorded_at, revised_at=two.revised_at)
    rows = [FULL | {"outcome_uuid": str(one.uuid)},
            {"need": "Tires.", "outcome": "Ada rests when she needs to.", "outcome_uuid": str(two.uuid)},
            {"need": "Worries.", "outcome": "Says how the day was."}]
    client, amended = client_for(senco), typed(rows, key="k2") | {"dated_on_month": "6", "received_on_month": "6"}
    answer = client.post(f"{place}receive/", amended)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Row 2: say whether this is the same outcome, amended." in page
    assert re.findall(r'name="(amends_\d)"', page) == ["amends_1", "amends_2"]
    assert f'<option value="{two.uuid}" selected>Yes, of 2: Ada paces herself.</option>' in page
    assert '<option value="new" selected>' in page
    for _ in range(2):
        page = client.post(f"{place}receive/", amended | {"amends_1": str(two.uuid), "amends_2": "new"}, follow=True)
    assert Received.objects.count() == 2
    made, new = Outcome.objects.get(wording=rows[1]["outcome"]), Outcome.objects.get(wording=rows[2]["outcome"])
    step.refresh_from_db()
    assert (made.follows, new.follows, step.parent) == (two, None, made)
    text = page.content.decode()
    assert f'href="/s/larkrise/learners/{ada.pk}/targets/{three.uuid}/close/"' in text
    assert f"{two.uuid}/close/" not in text


def test_the_outcome_most_alike_is_proposed_and_each_only_once():
    left = {"a": "Ada paces herself in lessons.", "b": "Ada asks for help."}
    assert likely("Ada paces herself in all lessons.", "", left) == "a"
    assert likely("Works in a shop", "", left) == "new"
    assert likely("Works in a shop", "b", left) == "b"


def test_the_family_reads_the_plan_that_is_theirs_and_a_child_does_not_meet_it_alone(
        ada, senco, parent, learner_member, client_for, place):
    receive(ada, senco)
    assert ROW.need in client_for(parent).get(place).content.decode()
    assert client_for(learner_member).get(place).status_code == 404
    assert "EHC plan" not in client_for(learner_member).get(place.replace("ehc-plan/", "")).content.decode()
    Learner.objects.filter(pk=ada.pk).update(dob=date(2009, 3, 14))  # compulsory school age is over
    assert ROW.need in client_for(learner_member).get(place).content.decode()


def test_two_that_came_are_compared_row_by_row_and_told_in_sentences(ada, senco, parent, client_for, place):
    receive(ada, senco, triples=[ROW, Told("Tires.", "Ada paces herself."), Told("Shy.", "Ada asks for help.")])
    one, two, _ = (str(outcome.uuid) for outcome in Outcome.objects.filter(learner=ada).order_by("pk"))
    alone = client_for(senco).get(f"{place}compare/").content.decode()
    assert "Nothing to compare yet" in alone
    receive(ada, senco, "k2", dated_on=date(2026, 6, 1), received_on=date(2026, 6, 3), words={"a": "Ada likes cats."},
            triples=[Told(ROW.need, ROW.outcome, "40 minutes a week with a therapist.", outcome_uuid=one),
                     Told("Tires.", "Ada rests when she needs to.", outcome_uuid=two),
                     Told("Worries.", "Ada says so.")])
    page = client_for(parent).get(place).content.decode()
    assert f'href="{place}compare/"' in page
    page = client_for(parent).get(f"{place}compare/").content.decode()
    assert "What changed from the plan of 2 March 2026 to the plan of 1 June 2026" in page
    for sentence in ("“A: views, interests and hopes” was amended.",
                     "Amended: provision of “Ada follows what is said in class”.",
                     "Amended: outcome of “Ada rests when she needs to”.",
                     "New outcome: Ada says so.", "Outcome no longer in the plan: Ada asks for help."):
        assert f"<li>{sentence}</li>" in page
    assert "<del>30</del>" in page
    assert client_for(parent).get(f"{place}compare/?old=1&new=7").status_code == 404


def test_what_came_is_printed_as_it_is_shown(ada, senco, parent, client_for, place):
    receive(ada, senco, triples=[ROW, Told("Tires.", "Ada paces herself.")])
    answer = client_for(parent).get(f"{place}1/pdf/")
    text = " ".join(" ".join(pages(answer.content)).split())
    for words in ("Education, health and care plan", "Ada Okafor", "2 March 2026", "Need (B)", ROW.need, ROW.provision,
                  "None is written for this outcome", "Ada likes dogs."):
        assert words in text
    assert client_for(parent).get(f"{place}2/pdf/").status_code == 404


def test_the_stage_is_offered_from_the_day_of_the_plan_and_never_set_by_itself(ada, senco, client_for, place):
    receive(ada, senco)
    ada.stages.update(starts_on=date(2025, 9, 1))
    assert_offered_and_taken(client_for(senco), ada, place, date(2026, 3, 2), "2 March 2026")
    assert ada.stages.get(stage="K").ends_on == date(2026, 3, 1)


def test_a_stage_that_began_after_the_day_of_the_plan_is_replaced_from_its_own_first_day(ada, senco, client_for, place):
    receive(ada, senco)
    assert "“SEN support” stands there from 7 September 2026" in client_for(senco).get(place).content.decode()
    assert_offered_and_taken(client_for(senco), ada, place, SEPTEMBER, "7 September 2026")
    assert not ada.stages.filter(stage="K").exists()


def assert_offered_and_taken(client, ada, place, day, words):
    """The page offers the stage from a day, nothing is set until somebody presses, and the press is taken."""
    offered, said = f"Set the stage to EHC plan from {words}", client.get(place).content.decode()
    assert offered in said
    assert not ada.stages.filter(stage="E").exists()
    sent = dict(re.findall(r'<input type="hidden" name="(st\w+)" value="(\w+)">', said))
    assert client.post(f"/s/larkrise/learners/{ada.pk}/stage/", sent).status_code == 302
    assert ada.stages.get(ends_on=None).starts_on == day
    assert offered not in client.get(place).content.decode()
