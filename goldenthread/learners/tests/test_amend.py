"""Details, UPNs and places in a year change."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.learners import queries
from goldenthread.learners.models import GroupPlace, Learner
from goldenthread.learners.operations import (
    Amendment,
    NeedGiven,
    amend,
    amend_many,
    change_enrolment,
    change_upn,
    come_back,
    forget_former_upn,
    leave,
    set_emergency,
)
from goldenthread.learners.operations.needs import StageGiven

NEW = "B873000716486"


def test_a_change_is_kept_counted_and_noted_without_its_words(ada, senco, today):
    after = amend(learner=ada, changes={"preferred_first": " Addie ", "dob": date(2016, 3, 15)}, by=senco, on=today)
    assert (after.name, after.sort_name, after.revision) == ("Addie Okafor", "okafor, addie", 2)
    event = Event.objects.get(kind="learners.amended")
    assert event.facts == {"fields": ["first name they use", "date of birth"]}


def test_nothing_changed_is_nothing_noted(ada, senco, today):
    assert amend(learner=ada, changes={"preferred_first": "Ada"}, by=senco, on=today).revision == 1
    assert not Event.objects.filter(kind="learners.amended").exists()


def test_a_stale_change_is_refused(ada, senco, today):
    amend(learner=ada, changes={"communication": "Signs"}, by=senco, on=today, shown={"communication": ""})
    with pytest.raises(Refused, match="somebody else"):
        amend(learner=ada, changes={"communication": "Symbols"}, by=senco, on=today, shown={"communication": ""})
    ada.refresh_from_db()
    assert ada.communication == "Signs"


@pytest.mark.parametrize("field", [
    "school", "school_id", "uuid", "upn", "photo", "account", "photo_consent", "revision"])
def test_a_28_what_is_not_a_detail_cannot_be_changed_with_them(field, ada, senco, today):
    with pytest.raises(Refused, match="cannot be changed here"):
        amend(learner=ada, changes={field: "x"}, by=senco, on=today)


@pytest.mark.parametrize("who", ["teacher", "ta", "parent", "learner_member", "professional", "governor", "nia"])
def test_only_the_sencos_team_changes_details(who, ada, today, request):
    by = request.getfixturevalue(who)
    for deed in (lambda: amend(learner=ada, changes={"communication": "x"}, by=by, on=today),
                 lambda: change_upn(learner=ada, upn=NEW, again=NEW, by=by, on=today),
                 lambda: leave(learner=ada, left_on=today, by=by, on=today),
                 lambda: change_enrolment(learner=ada, changes={"nc_year": "5"}, by=by, on=today),
                 lambda: amend_many(school=by.school, rows=[Amendment(learner=ada)], by=by, on=today)):
        with pytest.raises(Refused):
            deed()


def test_an_emergency_is_seen_on_every_page(ada, senco, today):
    set_emergency(learner=ada, text="Epilepsy: see steps", by=senco, on=today)
    assert queries.banner(ada.__class__.objects.get(pk=ada.pk), senco, today).flag == "Epilepsy: see steps"


def test_e_22_another_upn_keeps_the_one_before_and_both_find_her(ada, senco, teacher, today):
    before = ada.upn
    change_upn(learner=ada, upn=NEW, again=NEW.lower(), by=senco, on=today)
    assert [former.upn for former in ada.former_upns.all()] == [before]
    assert list(queries.find(senco, NEW, today)) == list(queries.find(senco, before, today)) == [ada]
    assert list(queries.find(teacher, before, today)) == []
    assert all(before not in str(event.facts) and NEW not in str(event.facts) for event in Event.objects.all())


def test_a_upn_is_typed_twice(ada, senco, today):
    with pytest.raises(Refused, match="not the same"):
        change_upn(learner=ada, upn=NEW, again="A203102209083", by=senco, on=today)


def test_e_21_a_upn_of_another_learner_is_refused_with_their_name(ada, learner, senco, today):
    learner("Leo Nguyen", upn=NEW)
    with pytest.raises(Refused, match="already the UPN of Leo Nguyen"):
        change_upn(learner=ada, upn=NEW, again=NEW, by=senco, on=today)


def test_a_23_a_former_upn_can_be_forgotten_without_a_trail(ada, senco, today):
    before = ada.upn
    change_upn(learner=ada, upn=NEW, again=NEW, by=senco, on=today)
    forget_former_upn(former=ada.former_upns.get(), by=senco, on=today)
    assert not queries.find(senco, before, today).exists()
    assert not any(before in str(event.facts) for event in Event.objects.all())


def test_a_23_a_former_name_is_kept_nowhere_in_this_room(ada, senco, today):
    amend(learner=ada, changes={"legal_first": "Mia", "legal_last": "Hart", "preferred_first": ""}, by=senco, on=today)
    ada.refresh_from_db()
    assert "okafor" not in f"{ada.sort_name} {ada.search_name} {ada.name}".lower()
    assert not queries.find(senco, "Okafor", today).exists()
    amended = Event.objects.filter(kind="learners.amended")
    assert not any("okafor" in str(event.facts).lower() for event in amended)


def test_another_tutor_group_moves_the_place_and_with_it_who_sees_her(ada, senco, teacher, today):
    later = date(2026, 10, 1)
    change_enrolment(learner=ada, changes={"tutor_group": "6B"}, by=senco, on=later)
    assert not Learner.objects.visible_to(teacher, later).exists()
    assert Learner.objects.visible_to(teacher, today).exists()
    assert [(p.group.name, p.ends_on) for p in GroupPlace.objects.order_by("pk")] == [
        ("6K", date(2026, 9, 30)), ("6B", None)]


def test_leaving_ends_places_and_the_access_of_staff_but_not_the_record(ada, senco, teacher, ta, parent, today):
    last = date(2026, 9, 30)
    leave(learner=ada, left_on=last, by=senco, on=today)
    for member in (teacher, ta):
        assert Learner.objects.visible_to(member, last).exists()
        assert not Learner.objects.visible_to(member, date(2026, 10, 1)).exists()
    assert Learner.objects.visible_to(senco, date(2026, 10, 1)).exists()
    assert Learner.objects.visible_to(parent, date(2026, 10, 1)).exists()


def test_one_who_stays_after_all_is_back_in_the_group_and_in_sight(ada, senco, teacher, today):
    with pytest.raises(Refused, match="not marked as leaving"):
        come_back(learner=ada, by=senco, on=today)
    for last, back in [(date(2026, 9, 30), today), (date(2026, 9, 30), date(2026, 11, 2))]:
        leave(learner=ada, left_on=last, by=senco, on=today)
        come_back(learner=ada, by=senco, on=back)
        assert Learner.objects.visible_to(teacher, back).exists()
        assert Learner.objects.visible_to(teacher, date(2027, 1, 1)).exists()
    assert ada.enrolments.get().left_on is None


def test_nobody_leaves_before_they_came(ada, senco, today):
    with pytest.raises(Refused, match="cannot leave before"):
        leave(learner=ada, left_on=date(2020, 1, 1), by=senco, on=today)


def test_a_file_changes_many_at_once(ada, learner, senco, school, today):
    leo = learner("Leo Nguyen", tutor_group="6K", upn="A203102209083")
    amend_many(school=school, by=senco, on=today, rows=[
        Amendment(learner=ada, changes={"legal_first": "Addie", "preferred_first": "", "tutor_group": "6B"},
                  stage=StageGiven(stage="E", starts_on=today), needs=(NeedGiven(type="ASD"),)),
        Amendment(learner=leo, changes={"upn": NEW, "nc_year": "4"}),
    ])
    ada.refresh_from_db()
    leo.refresh_from_db()
    assert (ada.name, ada.revision) == ("Addie Okafor", 2)
    assert [(n.type, n.rank) for n in ada.needs.all()] == [("ASD", 1), ("SLCN", 2), ("SPLD", 3)]
    assert [(s.stage, s.ends_on) for s in ada.stages.all()] == [("E", None)]  # began on the day of the one before
    assert (leo.upn, leo.enrolments.get().nc_year) == (NEW, "4")
    assert leo.former_upns.get().upn == "A203102209083"
    facts = {event.learner_id: event.facts for event in Event.objects.filter(kind="learners.amended")}
    assert facts[ada.pk] == {"fields": ["legal first names", "first name they use", "tutor group"]}
    assert facts[leo.pk] == {"fields": ["UPN", "year group"]}


def test_the_same_file_twice_changes_nothing_more(ada, senco, school, today):
    rows = [Amendment(learner=ada, changes={"legal_first": "Addie", "tutor_group": "6B"},
                      needs=(NeedGiven(type="ASD"),), stage=StageGiven(stage="E", starts_on=today))]
    amend_many(school=school, rows=rows, by=senco, on=today)
    events = Event.objects.count()
    amend_many(school=school, rows=rows, by=senco, on=today)
    assert Event.objects.count() == events


def test_one_upn_for_two_changes_nobody(ada, learner, senco, school, today):
    leo = learner("Leo Nguyen")
    with pytest.raises(Refused, match="given to two"):
        amend_many(school=school, by=senco, on=today, rows=[
            Amendment(learner=ada, changes={"upn": NEW}), Amendment(learner=leo, changes={"upn": NEW})])
    with pytest.raises(Refused, match="already the UPN of Ada"):
        amend_many(school=school, rows=[Amendment(learner=leo, changes={"upn": ada.upn})], by=senco, on=today)
    leo.refresh_from_db()
    assert leo.upn == ""


def test_many_changes_cost_as_many_statements_as_a_few(learner, senco, school, today):
    learners = [learner(f"N{n} Nowak") for n in range(24)]

    def statements(some, word):
        rows = [Amendment(learner=one, changes={"communication": word, "tutor_group": f"6{word}"},
                          stage=StageGiven(stage="K", starts_on=today, local_stage=word),
                          needs=(NeedGiven(type="ASD" if word == "a" else "HI"),)) for one in some]
        with CaptureQueriesContext(connection) as caught:
            amend_many(school=school, rows=rows, by=senco, on=today)
        return len(caught)

    statements(learners[:1], "z")
    assert statements(learners[1:4], "a") == statements(learners[4:], "b") <= 40
