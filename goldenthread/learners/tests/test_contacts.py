"""Contacts, and who is told of whom."""

import pytest

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import Grant, Learner
from goldenthread.learners.operations import (
    add_contact,
    amend_contact,
    block,
    end_grant,
    invite_contact,
    remove_contact,
    tie_contact,
)
from goldenthread.learners.queries import contacts
from goldenthread.people.operations import accept, open_account
from goldenthread.schools.clock import now


def a_parent(school, name, today):
    email = f"{name.split()[0].lower()}@home.example"
    return open_account(school=school, role="parent", name=name, email=email, on=today)


def test_a_contact_is_added_once_and_changed(ada, senco, today):
    one = add_contact(learner=ada, name="Emeka Okafor", relationship="PAF", by=senco, on=today)
    again = add_contact(learner=ada, name=" Emeka  Okafor ", relationship="PAF", by=senco, on=today)
    assert one == again
    assert (one.order, one.kinship) == (2, "Father")
    amend_contact(contact=one, changes={"phone": " 07700 900123 "}, by=senco, on=today)
    one.refresh_from_db()
    assert one.phone == "07700 900123"
    assert "07700" not in str([event.facts for event in Event.objects.all()])


@pytest.mark.parametrize("field", ["member", "learner_id", "school", "uuid"])
def test_a_28_who_a_contact_is_tied_to_cannot_be_sent_along(field, ada, senco, today):
    with pytest.raises(Refused, match="no part of a contact"):
        add_contact(learner=ada, name="X", by=senco, on=today, **{field: 1})


def test_a_parent_who_is_tied_sees_the_learner(learner, school, senco, today):
    leo = learner("Leo Nguyen")
    member = a_parent(school, "Linh Nguyen", today)
    contact = add_contact(learner=leo, name="Linh Nguyen", by=senco, on=today)
    for _ in range(2):
        tie_contact(contact=contact, member=member, by=senco, on=today)
    assert list(Learner.objects.visible_to(member, today)) == [leo]
    assert Grant.objects.filter(member=member).count() == 1


def test_a_10_two_people_never_share_an_account(ada, parent, school, senco, today):
    emeka = add_contact(learner=ada, name="Emeka Okafor", by=senco, on=today)
    with pytest.raises(Refused, match="This account is Grace Okafor's"):
        tie_contact(contact=emeka, member=parent, by=senco, on=today)
    grace = ada.contacts.get(name="Grace Okafor")
    with pytest.raises(Refused, match="has an account already"):
        tie_contact(contact=grace, member=a_parent(school, "Emeka Okafor", today), by=senco, on=today)


@pytest.mark.parametrize("who", ["teacher", "governor", "learner_member", "nia"])
def test_only_a_parents_account_is_tied(who, ada, senco, today, request):
    emeka = add_contact(learner=ada, name="Emeka Okafor", by=senco, on=today)
    with pytest.raises(Refused, match="Only a parent"):
        tie_contact(contact=emeka, member=request.getfixturevalue(who), by=senco, on=today)


def test_a_07_a_blocked_parent_is_not_tied(ada, school, senco, today):
    member = a_parent(school, "Emeka Okafor", today)
    emeka = add_contact(learner=ada, name="Emeka Okafor", by=senco, on=today)
    block(learner=ada, member=member, basis="Court order", ordered=True, by=senco, on=today)
    with pytest.raises(Refused, match="kept from Ada"):
        tie_contact(contact=emeka, member=member, by=senco, on=today)
    emeka.refresh_from_db()
    assert emeka.member is None


def test_a_08_a_parent_is_told_of_no_other_adult(ada, parent, senco, teacher, learner_member, professional, today):
    add_contact(learner=ada, name="Emeka Okafor", phone="07700 900999", address="1 Elsewhere", by=senco, on=today)
    assert [c.name for c in contacts(ada, parent)] == ["Grace Okafor"]
    assert [c.name for c in contacts(ada, senco)] == ["Grace Okafor", "Emeka Okafor"]
    for member in (teacher, learner_member, professional):
        assert not contacts(ada, member).exists()


def test_a_contact_whose_account_opens_the_record_stays(ada, parent, senco, today):
    grace = ada.contacts.get()
    with pytest.raises(Refused, match="sees this record"):
        remove_contact(contact=grace, by=senco, on=today)
    end_grant(grant=Grant.objects.get(member=parent), by=senco, on=today)
    remove_contact(contact=grace, by=senco, on=today)
    assert not ada.contacts.exists()


@pytest.fixture
def linh(learner, senco, today):
    leo = learner("Leo Nguyen")
    return add_contact(learner=leo, name="Linh Nguyen", email="linh@home.example", by=senco, on=today)


def test_a_contact_is_invited_by_letter_and_code_and_sees_that_child_alone(linh, ada, senco, today):
    invited = invite_contact(contact=linh, by=senco, on=today, now=now())
    assert invited.code
    member = accept(invitation=invited.invitation, code=invited.code, name="Linh Nguyen",
                    password="a long enough sentence of mine", on=today, now=now())
    linh.refresh_from_db()
    assert linh.member == member
    assert list(Learner.objects.visible_to(member, today)) == [linh.learner]
    with pytest.raises(Refused, match="has an account already"):
        invite_contact(contact=linh, by=senco, on=today, now=now())


def test_without_an_address_nobody_is_invited(ada, senco, today):
    emeka = add_contact(learner=ada, name="Emeka Okafor", by=senco, on=today)
    with pytest.raises(Refused, match="e-mail address first"):
        invite_contact(contact=emeka, by=senco, on=today, now=now())


def test_the_page_shows_the_code_once(linh, senco, client_for):
    url = f"/s/larkrise/learners/{linh.learner_id}/contacts/{linh.pk}/invite/"
    client = client_for(senco)
    assert "will get a letter at linh@home.example" in client.get(url).content.decode()
    assert "Give Linh Nguyen this code" in client.post(url).content.decode()
    assert "Give Linh Nguyen this code" not in client.get(url).content.decode()
