"""A learner is added by hand, and nobody is added twice unasked."""

from datetime import date
from uuid import uuid4

import pytest

from goldenthread.learners.models import Learner
from goldenthread.learners.operations import block
from goldenthread.learners.queries import perhaps_here

ADD = "/s/larkrise/learners/add/"


@pytest.fixture
def add(client_for, senco, ada):
    client = client_for(senco)

    def sent(**typed):
        form = {"legal_first": "Ada", "legal_last": "Okafor", "dob_day": ada.dob.day, "dob_month": ada.dob.month,
                "dob_year": ada.dob.year, "sex": "U", "uuid": uuid4(), **typed}
        return client.post(ADD, form, follow=True)
    return sent


def test_somebody_like_one_here_is_shown_beside_them_before_anything_is_kept(add, ada):
    page = add(communication="Signs").content.decode()
    assert Learner.objects.count() == 1
    assert "somebody here may be this child" in page
    assert f'href="/s/larkrise/learners/{ada.pk}/details/"' in page
    assert 'value="Signs"' in page


def test_another_child_is_added_once_the_tick_says_so(add, ada):
    assert "Ada Okafor is added." in add(another=f"{ada.pk} ").content.decode()
    assert Learner.objects.count() == 2


def test_the_tick_is_about_those_who_were_shown(add, ada, learner):
    learner("Adele Okafor", dob=ada.dob)
    assert "somebody here may be this child" in add(another=f"{ada.pk} ").content.decode()


def test_nobody_like_them_is_nothing_to_ask(add):
    assert "Bea Begum is added." in add(legal_first="Bea", legal_last="Begum").content.decode()


def test_a_button_pressed_twice_asks_nothing_of_the_child_it_added(add):
    twice = {"legal_first": "Bea", "legal_last": "Begum", "uuid": uuid4()}
    add(**twice)
    assert "Bea Begum is added." in add(**twice).content.decode()
    assert Learner.objects.count() == 2


def test_a_upn_that_is_somebodys_here_is_refused_with_their_name(add, ada):
    Learner.objects.filter(pk=ada.pk).update(upn="A352000824929")
    page = add(upn="a352 0008 24929", another=f"{ada.pk} ").content.decode()
    assert "A352000824929 is already the UPN of Ada Okafor." in page
    assert Learner.objects.count() == 1


@pytest.mark.parametrize(("told", "found"), [
    ({"legal_first": "Ade"}, True), ({"legal_last": "Smith"}, True), ({"dob": date(2015, 1, 2)}, True),
    ({"legal_first": "Ade", "legal_last": "Smith"}, False), ({"legal_first": "Ade", "upn": "T901234567890"}, False),
    ({"upn": "T901234567890"}, True), ({"legal_first": "Okafor", "legal_last": "Ada"}, True),
    ({"legal_first": "Okafor", "legal_last": "Ada", "dob": date(2015, 1, 2)}, False),
    ({"legal_first": "Okafor", "legal_last": "Ada", "upn": "T901234567890"}, False),
])
def test_it_may_be_them_by_two_of_three_or_names_swapped_and_two_numbers_are_two_people_unless_all_is_one(
        told, found, ada, senco, today):
    Learner.objects.filter(pk=ada.pk).update(upn="A352000824929")
    child = {"legal_first": "ADA", "legal_last": "O’kafor", "preferred_first": "", "preferred_last": "",
             "dob": ada.dob, "upn": "", **told}
    assert [each.pk for each in perhaps_here(senco, child, today)] == [ada.pk] * found


def test_who_is_kept_from_a_learner_is_not_told_of_them(add, ada, senco, senco_team, today):
    block(learner=ada, member=senco, basis="prohibited steps order", ordered=True, by=senco_team, on=today)
    assert "may be this child" not in add().content.decode()
