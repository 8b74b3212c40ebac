"""Learners come in."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import Enrolment, Group, Learner, Need, StageSpell
from goldenthread.learners.operations import Joiner, NeedGiven, enrol

ADA = Joiner(legal_first="Adaeze", preferred_first="Ada", legal_last="O’Kafor", dob=date(2016, 3, 14),
             upn="a352 0008 24929", nc_year="6", tutor_group="6K", stage="K", stage_on=date(2023, 1, 9),
             needs=(NeedGiven(type="SLCN", description="Long sentences"), NeedGiven(type="SPLD")))


def test_a_joiner_gets_a_place_a_group_a_stage_and_needs(school, senco, today):
    ada, = enrol(school=school, rows=[ADA], by=senco, on=today)
    assert (ada.name, ada.upn, ada.sort_name, ada.search_name) == (
        "Ada O’Kafor", "A352000824929", "okafor, ada", "adaeze okafor ada")
    place = Enrolment.objects.get(learner=ada)
    assert (place.nc_year, place.tutor_group, place.year.starts) == ("6", "6K", 2026)
    group = Group.objects.get(name="6K")
    assert group.kind == "tutor"
    assert [spell.learner for spell in group.places.live(today)] == [ada]
    assert [(s.stage, s.starts_on) for s in StageSpell.objects.all()] == [("K", date(2023, 1, 9))]
    assert [(n.type, n.area, n.rank) for n in Need.objects.all()] == [
        ("SLCN", "communication", 1), ("SPLD", "cognition", 2)]
    event = Event.objects.get(kind="learners.enrolled")
    assert (event.learner_id, event.facts) == (ada.pk, {"nc_year": "6", "tutor_group": "6K"})


def test_without_a_year_they_go_into_the_year_of_their_age(school, senco, today):
    enrol(school=school, rows=[replace(ADA, nc_year="")], by=senco, on=today)
    assert Enrolment.objects.get().nc_year == "6"


def test_an_old_stage_code_becomes_todays(school, senco, today):
    enrol(school=school, rows=[replace(ADA, stage="S")], by=senco, on=today)
    assert StageSpell.objects.get().stage == "E"


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"legal_first": "", "legal_last": "", "preferred_first": ""}, "Enter a name"),
    ({"dob": date(2030, 1, 1)}, "in the future"),
    ({"dob": date(1990, 1, 1)}, "up to 25"),
    ({"upn": "UN1"}, "not a UPN"),
    ({"uln": "0123"}, "ULN"),
    ({"sex": "X"}, "Sex is"),
    ({"nc_year": "99"}, "no year group"),
    ({"status": "?"}, "no enrolment status"),
    ({"stage": "B"}, "stage is N, K or E"),
    ({"stage_on": date(2026, 12, 1)}, "in the future"),
    ({"needs": (NeedGiven(type="ADHD"),)}, "no type of need"),
    ({"legal_first": "\u202eAda"}, "direction of writing"),
    ({"legal_last": "O" * 121}, "120 characters"),
])
def test_what_cannot_be_is_refused_in_a_sentence_and_nobody_comes_in(changed, sentence, school, senco, today):
    with pytest.raises(Refused, match=sentence):
        enrol(school=school, rows=[Joiner(legal_first="Leo", dob=date(2016, 1, 1)), replace(ADA, **changed)], by=senco,
              on=today)
    assert not Learner.objects.exists()
    assert not Event.objects.filter(kind="learners.enrolled").exists()


def test_a_wrong_check_letter_is_let_in(school, senco, today):
    enrol(school=school, rows=[replace(ADA, upn="B352000824929")], by=senco, on=today)
    assert Learner.objects.get().upn == "B352000824929"


@pytest.mark.parametrize("name", ["Suharto", "X", "Ada 🌟"])
def test_e_18_one_name_one_letter_and_an_emoji_are_names(name, school, senco, today):
    learner, = enrol(school=school, rows=[Joiner(legal_first=name, dob=date(2016, 1, 1))], by=senco, on=today)
    assert learner.name == name


def test_e_14_one_born_on_29_february_comes_in(school, senco, today):
    learner, = enrol(school=school, rows=[Joiner(legal_first="Lea", dob=date(2016, 2, 29))], by=senco, on=today)
    assert learner.enrolments.get().nc_year == "6"


def test_e_21_one_upn_for_two_is_refused_in_the_list_and_at_the_school(school, senco, today):
    with pytest.raises(Refused, match="twice"):
        enrol(school=school, rows=[ADA, replace(ADA, legal_first="Leo")], by=senco, on=today)
    enrol(school=school, rows=[ADA], by=senco, on=today)
    with pytest.raises(Refused, match="already the UPN of Ada"):
        enrol(school=school, rows=[replace(ADA, legal_first="Leo")], by=senco, on=today)


def test_a_20_a_upn_of_the_school_next_door_is_no_ones_business_here(school, next_door, senco, nia, today):
    enrol(school=next_door, rows=[ADA], by=nia, on=today)
    enrol(school=school, rows=[replace(ADA, legal_first="Leo", preferred_first="")], by=senco, on=today)
    assert {learner.first for learner in Learner.objects.filter(school=school)} == {"Leo"}


def test_e_24_twins_are_two_learners(school, senco, today):
    one, two = enrol(school=school, by=senco, on=today, rows=[
        Joiner(legal_first="Jan", legal_last="Nowak", dob=date(2016, 1, 1), tutor_group="6K"),
        Joiner(legal_first="Jana", legal_last="Nowak", dob=date(2016, 1, 1), tutor_group="6K")])
    assert one.pk != two.pk


def test_the_same_form_sent_twice_is_one_learner(school, senco, today):
    row = replace(ADA, uuid=uuid4())
    first, = enrol(school=school, rows=[row], by=senco, on=today)
    again, = enrol(school=school, rows=[row], by=senco, on=today)
    assert first == again
    assert Event.objects.filter(kind="learners.enrolled").count() == 1


@pytest.mark.parametrize("who", ["teacher", "ta", "governor", "parent", "professional", "nia"])
def test_only_the_sencos_team_of_the_school_adds_learners(who, school, today, request):
    with pytest.raises(Refused, match="SENCO's team"):
        enrol(school=school, rows=[ADA], by=request.getfixturevalue(who), on=today)


def test_hundreds_cost_as_many_statements_as_a_few(school, senco, today):
    def statements(number, start):
        rows = [Joiner(legal_first=f"N{n}", dob=date(2016, 1, 1), tutor_group=f"6{'ABC'[n % 3]}", stage="K",
                       needs=(NeedGiven(type="ASD"),)) for n in range(start, start + number)]
        with CaptureQueriesContext(connection) as caught:
            enrol(school=school, rows=rows, by=senco, on=today)
        return len(caught)

    statements(3, 0)
    few, many = statements(3, 10), statements(30, 100)
    assert few == many <= 20
    assert statements(500, 1_000) <= 110  # SQLite takes 999 values in one statement
