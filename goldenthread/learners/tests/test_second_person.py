"""Case A-09: without a court order, a parent is kept out by two of the team, each from their own account, or not."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import BlockAsked, Learner
from goldenthread.learners.operations import ask_for_block, block, confirm_block, grant, turn_down_block
from goldenthread.learners.queries import to_confirm
from goldenthread.people.operations import open_account
from goldenthread.people.operations.delivery import deliver
from goldenthread.schools.clock import now


def sees(member, on):
    return Learner.objects.visible_to(member, on).exists()


@pytest.fixture
def ask(ada, parent, senco, senco_team, today):
    def asks(**more):
        return ask_for_block(**{"learner": ada, "member": parent, "basis": "The father asked", "by": senco,
                                "on": today, "now": now()} | more)
    return asks


def test_a_09_equal_access_is_the_rule_until_a_second_person_confirms(ask, parent, senco, senco_team, today):
    asked = ask()
    assert sees(parent, today)
    assert list(to_confirm(senco_team, today)) == [asked]
    assert not to_confirm(senco, today).exists()
    held = confirm_block(asked=asked, by=senco_team, on=today)
    assert not sees(parent, today)
    assert (held.set_by, held.agreed_by, held.ordered) == (senco, senco_team, False)
    assert not to_confirm(senco_team, today).exists()


def test_a_09_nobody_confirms_what_they_asked_for_in_whatever_role(ask, ada, school, parent, senco, today):
    asked = ask()
    other_hat = open_account(school=school, role="senco_team", name="Priya Shah", email=senco.user.login, on=today)
    for by in (senco, other_hat):
        with pytest.raises(Refused, match="A colleague has to confirm"):
            confirm_block(asked=asked, by=by, on=today)
    assert sees(parent, today)


def test_a_09_the_database_refuses_one_person_who_is_both(ask, parent, senco, senco_team, today):
    asked = ask()
    confirm_block(asked=asked, by=senco_team, on=today)
    with pytest.raises(IntegrityError), transaction.atomic():
        BlockAsked.objects.filter(pk=asked.pk).update(answered_by=senco)


@pytest.mark.parametrize("who", ["teacher", "ta", "professional", "governor", "nia"])
def test_a_09_only_the_team_confirms_or_turns_down(who, ask, parent, today, request):
    asked = ask()
    for deed in (confirm_block, turn_down_block):
        with pytest.raises(Refused, match="Only the SENCO's team"):
            deed(asked=asked, by=request.getfixturevalue(who), on=today)
    assert sees(parent, today)


def test_a_09_one_person_alone_is_told_what_to_do(ada, parent, senco, today):
    with pytest.raises(Refused, match=r"nobody else here can\..*invite a colleague"):
        ask_for_block(learner=ada, member=parent, basis="The father asked", by=senco, on=today, now=now())
    with pytest.raises(Refused, match="nobody decides this alone"):
        block(learner=ada, member=parent, basis="The father asked", by=senco, on=today)
    with pytest.raises(Refused, match="Say what the block rests on"):
        ask_for_block(learner=ada, member=parent, basis=" ", by=senco, on=today, now=now())
    assert sees(parent, today)


def test_a_09_a_parent_who_is_staff_too_is_still_family(ada, parent, school, senco, today):
    as_teacher = open_account(school=school, role="teacher", name=parent.name, email=parent.user.login, on=today)
    grant(member=as_teacher, learner=ada, by=senco, on=today)
    with pytest.raises(Refused, match="nobody decides this alone"):
        block(learner=ada, member=as_teacher, basis="The father asked", by=senco, on=today)


def test_a_court_order_holds_at_once(ada, parent, senco, today):
    assert block(learner=ada, member=parent, basis="Court order", ordered=True, by=senco, on=today).ordered
    assert not sees(parent, today)


def test_what_was_turned_down_or_taken_back_is_over_and_can_be_asked_again(ask, parent, senco, senco_team, today):
    for by in (senco_team, senco):
        asked = ask()
        turn_down_block(asked=asked, by=by, on=today)
        for deed in (turn_down_block, confirm_block):
            with pytest.raises(Refused, match="answered already"):
                deed(asked=asked, by=senco_team, on=today)
    assert sees(parent, today)
    assert ask().pk == ask().pk


def test_those_who_could_confirm_are_told_without_a_name(ask, ada, parent, senco_team):
    ask()
    deliver(now=now())
    letter, = mail.outbox
    assert letter.to == [senco_team.user.email]
    for word in (ada.first, ada.legal_last, parent.name, "Larkrise"):
        assert word not in letter.subject + letter.body.replace("Priya Shah", "")


def test_two_people_do_it_on_the_page(ada, parent, senco, senco_team, client_for, today):
    at = {name: reverse(f"learners:{name}", args=["larkrise", ada.pk]) for name in ("access", "access_block")}
    first, second = client_for(senco), client_for(senco_team)
    page = first.post(at["access_block"], {"member": parent.pk, "basis": "The father asked"}, follow=True)
    assert "Grace Okafor is not kept out yet. Your colleagues are asked" in page.content.decode()
    assert "Take it back" in page.content.decode()
    confirm = reverse("learners:block_confirm", args=["larkrise", ada.pk, BlockAsked.objects.get().pk])
    assert "A colleague has to confirm it" in first.post(confirm).content.decode()
    assert confirm in second.get(at["access"]).content.decode()
    assert "what Priya Shah asks for Ada Okafor" in second.get("/s/larkrise/").content.decode()
    assert "Priya Shah asked for this, without a court order" in second.get(confirm).content.decode()
    page = second.post(confirm, follow=True).content.decode()
    assert "Grace Okafor is kept from Ada&#x27;s record." in page
    assert "Confirmed by Tom Reed." in page
    assert not sees(parent, today)
