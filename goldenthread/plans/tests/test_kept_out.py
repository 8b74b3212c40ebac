"""Case A-07: who is kept from a learner while signed in, with a link kept and with a letter on its way."""

from datetime import timedelta

import pytest
from django.core import mail

from goldenthread.learners.models import Grant
from goldenthread.learners.operations import add_contact, block, end_grant, invite_contact, lift_block
from goldenthread.people.models import Mail
from goldenthread.people.operations import open_account
from goldenthread.people.operations.delivery import deliver
from goldenthread.plans.tests.desk import SEPTEMBER
from goldenthread.schools.clock import now

WITHHELD = "Withheld: no longer theirs to read"


@pytest.fixture
def issued(desk, parent):
    """A version, of which a letter to Grace is waiting."""
    version = desk.issue("first")
    assert Mail.objects.get(due_at__isnull=False).to == parent.user.email
    return version


def keep_out(desk, member):
    return block(learner=desk.ada, member=member, basis="Prohibited steps order", ordered=True, by=desk.senco,
                 on=SEPTEMBER)


def test_a_07_a_parent_kept_out_is_signed_out_and_finds_nothing_when_back(desk, parent, issued, client_for):
    page = f"/s/larkrise/learners/{desk.ada.pk}/plan/"
    client = client_for(parent)
    assert client.get(page).status_code == 200
    keep_out(desk, parent)
    assert client.get(page).url.startswith("/sign-in/")
    parent.user.refresh_from_db()
    assert client_for(parent).get(page).status_code == 404


def test_a_07_a_parent_whose_access_ends_is_signed_out_too(desk, parent, issued, client_for):
    client = client_for(parent)
    end_grant(grant=Grant.objects.get(member=parent), by=desk.senco, on=SEPTEMBER)
    assert client.get("/").url.startswith("/sign-in/")


def test_a_07_a_teacher_whose_access_ends_goes_on_with_others(desk, ta, client_for):
    client = client_for(ta)
    end_grant(grant=Grant.objects.get(member=ta), by=desk.senco, on=SEPTEMBER)
    assert client.get("/s/larkrise/").status_code == 200


def test_a_07_the_letter_that_waits_is_not_sent(desk, parent, issued):
    keep_out(desk, parent)
    deliver(now=now())
    assert mail.outbox == []
    kept = Mail.objects.get()
    assert (kept.due_at, kept.sent_at, kept.body, kept.trouble) == (None, None, "", WITHHELD)


def test_a_07_it_is_not_sent_either_where_access_ended(desk, parent, issued):
    end_grant(grant=Grant.objects.get(member=parent), by=desk.senco, on=SEPTEMBER)
    deliver(now=now())
    assert mail.outbox == []


def test_a_letter_goes_where_nothing_stands_against_it_and_where_a_block_was_lifted(desk, parent, issued):
    lift_block(block=keep_out(desk, parent), by=desk.senco, on=SEPTEMBER)
    deliver(now=now())
    assert [letter.to for letter in mail.outbox] == [[parent.user.email]]


def test_a_07_an_invitation_to_who_is_kept_out_meanwhile_is_not_sent(desk, school):
    emeka = open_account(school=school, role="parent", name="Emeka Okafor", email="emeka@home.example", on=SEPTEMBER)
    contact = add_contact(learner=desk.ada, name="Emeka Okafor", email="emeka@home.example", by=desk.senco,
                          on=SEPTEMBER)
    invite_contact(contact=contact, by=desk.senco, on=SEPTEMBER, now=now())
    keep_out(desk, emeka)
    deliver(now=now() + timedelta(minutes=1))
    assert mail.outbox == []
    assert Mail.objects.get().trouble == WITHHELD


def test_an_invitation_to_somebody_new_goes(desk):
    contact = add_contact(learner=desk.ada, name="Joy Okafor", email="joy@home.example", by=desk.senco, on=SEPTEMBER)
    invite_contact(contact=contact, by=desk.senco, on=SEPTEMBER, now=now())
    deliver(now=now())
    assert [letter.to for letter in mail.outbox] == [["joy@home.example"]]
