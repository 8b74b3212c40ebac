"""Who sees whom: every way in, every way out."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.learners.audiences import AUDIENCES, EVERYONE, FAMILY, PROFESSIONALS, STAFF
from goldenthread.learners.models import Block, Grant, Group, Learner
from goldenthread.learners.operations import (
    add_contact,
    block,
    end_grant,
    grant,
    grant_many,
    lift_block,
    make_group,
    open_learner_account,
    place,
    take_out,
    tie_contact,
)
from goldenthread.learners.policies import audiences_for, may_read, reader_of
from goldenthread.people.models import Membership
from goldenthread.people.operations import open_account
from goldenthread.schools.operations import open_year

READS = {
    "senco": set(AUDIENCES), "senco_team": set(AUDIENCES), "teacher": {EVERYONE, FAMILY, PROFESSIONALS, STAFF},
    "ta": {EVERYONE, FAMILY, PROFESSIONALS, STAFF}, "professional": {EVERYONE, FAMILY, PROFESSIONALS},
    "parent": {EVERYONE, FAMILY}, "learner_member": {EVERYONE}, "governor": set(), "nia": set(),
}


@pytest.mark.parametrize(("who", "audiences"), READS.items())
def test_a_05_a_06_each_reads_what_is_for_them(who, audiences, ada, today, request):
    member = request.getfixturevalue(who)
    assert {audience for audience in AUDIENCES if may_read(member, ada, audience, today)} == audiences
    assert reader_of(member, ada, today).audiences == audiences


def test_the_schools_own_hand_sees_all(ada, today):
    system = Membership.system(ada.school)
    assert list(Learner.objects.visible_to(system, today)) == [ada]
    assert audiences_for(system.kind) == set(AUDIENCES)


def test_audiences_are_nested_so_that_the_narrower_of_two_is_one_of_them():
    kinds = ["learner", "family", "professional", "staff", "senco"]
    for narrow, wide in pairwise(kinds):
        assert audiences_for(narrow) < audiences_for(wide)


def sees(member, on):
    return Learner.objects.visible_to(member, on).exists()


def test_a_02_a_teacher_sees_only_groups_of_their_own(ada, teacher, learner, school, today):
    learner("Leo Nguyen", tutor_group="6B")
    assert list(Learner.objects.visible_to(teacher, today)) == [ada]


def test_a_03_last_years_access_has_ended_and_its_row_stays(ada, teacher, ta, today):
    for member in (teacher, ta):
        assert sees(member, date(2027, 8, 31))
        assert not sees(member, date(2027, 9, 1))
        assert Grant.objects.filter(member=member, ends_on=date(2027, 8, 31), year__starts=2026).exists()


def test_a_04_access_given_in_july_for_next_year_holds_from_september(ada, senco, teacher, school):
    july, group = date(2027, 7, 5), Group.objects.get(name="6K")
    next_year = open_year(school=school, starts=2027)
    grant(member=teacher, group=group, by=senco, on=july, year=next_year)
    assert sees(teacher, july)
    assert sees(teacher, date(2027, 9, 1))
    assert not sees(teacher, date(2028, 9, 1))


def test_access_that_begins_later_opens_nothing_now(learner, senco, teacher, today):
    leo = learner()
    grant(member=teacher, learner=leo, by=senco, on=today, starts_on=today + timedelta(1))
    assert not sees(teacher, today)
    assert sees(teacher, today + timedelta(1))


def test_a_17_access_of_somebody_from_outside_ends_by_itself(learner, senco, professional, today):
    leo = learner()
    given = grant(member=professional, learner=leo, by=senco, on=today, purpose="Assessment")
    assert given.ends_on == today + timedelta(89)
    assert not sees(professional, today + timedelta(90))
    with pytest.raises(Refused, match="90 days at most"):
        grant(member=professional, learner=leo, by=senco, on=today, purpose="Assessment", ends_on=today + timedelta(90))


@pytest.mark.parametrize(("who", "given", "sentence"), [
    ("senco_team", {}, "every learner already"),
    ("governor", {}, "counts and patterns only"),
    ("professional", {}, "which piece of work"),
    ("nia", {}, "of this school"),
    ("teacher", {"ends_on": date(2027, 9, 1)}, "ends with the academic year"),
    ("teacher", {"ends_on": date(2026, 9, 1)}, "before it begins"),
])
def test_access_that_cannot_be_is_refused(who, given, sentence, ada, senco, today, request):
    member = request.getfixturevalue(who)
    with pytest.raises(Refused, match=sentence):
        grant(member=member, learner=ada, by=senco, on=today, **given)


@pytest.mark.parametrize(("who", "sentence"), [("parent", "no contact of Leo"), ("learner_member", "not Leo’s own")])
def test_a_parent_and_a_learner_are_given_no_other_child(who, sentence, ada, learner, senco, today, request):
    leo, member = learner("Leo Nguyen"), request.getfixturevalue(who)
    add_contact(learner=leo, name=member.name, by=senco, on=today)  # of the same name, and still not joined to it
    with pytest.raises(Refused, match=sentence):
        grant(member=member, learner=leo, by=senco, on=today)
    assert not Learner.objects.visible_to(member, today).filter(pk=leo.pk).exists()


def test_a_parent_kept_out_by_order_is_offered_by_no_form_and_refused_all_the_same(ada, parent, senco, today,
                                                                                   client_for):
    where = reverse("learners:access_give", args=["larkrise", ada.pk])
    block(learner=ada, member=parent, basis="Court order", ordered=True, by=senco, on=today)
    page = client_for(senco).get(where)
    offered = set(page.context["form"].fields["member"].queryset)
    assert {member.kind for member in offered} == {"staff", "professional"}
    assert client_for(senco).post(where, {"member": parent.pk}).context["form"].errors["member"]
    with pytest.raises(Refused, match="kept from Ada"):
        tie_contact(contact=ada.contacts.get(member=parent), member=parent, by=senco, on=today)


@pytest.mark.parametrize("who", ["parent", "professional", "learner_member"])
def test_those_outside_the_staff_get_no_group(who, ada, senco, today, request):
    with pytest.raises(Refused, match="one learner at a time"):
        grant(member=request.getfixturevalue(who), group=Group.objects.get(name="6K"), by=senco, on=today, purpose="x")


@pytest.mark.parametrize("who", ["teacher", "ta", "parent", "professional", "governor", "nia"])
def test_only_the_sencos_team_gives_and_ends_access(who, ada, ta, today, request):
    by = request.getfixturevalue(who)
    deeds = [lambda: grant(member=ta, learner=ada, by=by, on=today),
             lambda: grant(member=ta, group=Group.objects.get(name="6K"), by=by, on=today),
             lambda: end_grant(grant=Grant.objects.filter(learner=ada).first(), by=by, on=today),
             lambda: block(learner=ada, member=ta, basis="x", by=by, on=today)]
    for deed in deeds:
        with pytest.raises(Refused):
            deed()


def test_the_same_access_again_is_the_same_access(ada, ta, senco, today):
    before = Event.objects.count()
    assert grant(member=ta, learner=ada, by=senco, on=today).pk == Grant.objects.get(member=ta).pk
    assert Event.objects.count() == before


def test_ended_access_is_over_at_once(ada, ta, teacher, senco, today):
    end_grant(grant=Grant.objects.get(member=ta), by=senco, on=today)
    end_grant(grant=Grant.objects.get(member=teacher), by=senco, on=today + timedelta(5))
    assert not sees(ta, today)
    assert sees(teacher, today + timedelta(4))
    assert not sees(teacher, today + timedelta(5))
    assert Event.objects.filter(kind="learners.access_ended").count() == 2


def test_many_at_once_all_or_none(learner, senco, teacher, nia, next_door, today):
    mine = [learner(f"N{n} Nowak") for n in range(3)]
    assert len(grant_many(member=teacher, learners=mine, by=senco, on=today)) == 3
    assert Learner.objects.visible_to(teacher, today).count() == 3
    with pytest.raises(Refused):
        grant_many(member=nia, learners=mine, by=senco, on=today)


def test_out_of_the_group_is_out_of_sight_at_once(ada, teacher, senco, today):
    group = Group.objects.get(name="6K")
    take_out(group=group, learners=[ada], by=senco, on=today)
    assert not sees(teacher, today)
    place(group=group, learners=[ada], by=senco, on=today)
    place(group=group, learners=[ada], by=senco, on=today)
    assert sees(teacher, today)


# --- blocks


def test_a_07_a_block_beats_a_grant_from_the_same_moment(ada, parent, ta, senco, today):
    for member in (parent, ta):
        held = block(learner=ada, member=member, basis="Court order", ordered=True, by=senco, on=today)
        assert not sees(member, today)
        assert reader_of(member, ada, today).audiences == set()
        lift_block(block=held, by=senco, on=today)
        assert sees(member, today)


def test_a_block_holds_in_every_role_the_person_has(ada, teacher, parent, school, senco, today):
    as_teacher = open_account(school=school, role="teaching_assistant", name=parent.name, email=parent.user.login,
                              on=today)
    grant(member=as_teacher, learner=ada, by=senco, on=today)
    assert sees(as_teacher, today)
    block(learner=ada, member=as_teacher, basis="Court order", ordered=True, by=senco, on=today)
    assert not sees(as_teacher, today)
    assert not sees(parent, today)


def test_a_block_stops_a_senco_too_and_a_colleague_lifts_it(ada, senco, senco_team, today):
    held = block(learner=ada, member=senco_team, basis="Their own child", by=senco, on=today)
    assert not sees(senco_team, today)
    with pytest.raises(Refused, match="not yours to see"):
        lift_block(block=held, by=senco_team, on=today)
    with pytest.raises(Refused, match="cannot block yourself"):
        block(learner=ada, member=senco, basis="x", by=senco, on=today)


def test_a_11_a_parent_of_two_blocked_for_one_sees_the_other(ada, parent, learner, senco, today):
    obi = learner("Obi Okafor")
    tie_contact(contact=add_contact(learner=obi, name="Grace Okafor", by=senco, on=today), member=parent, by=senco,
                on=today)
    block(learner=ada, member=parent, basis="Court order", ordered=True, by=senco, on=today)
    assert list(Learner.objects.visible_to(parent, today)) == [obi]


def test_nobody_is_given_access_past_a_block(ada, parent, ta, senco, today):
    block(learner=ada, member=ta, basis="Complaint", by=senco, on=today)
    end_grant(grant=Grant.objects.get(member=ta), by=senco, on=today)
    with pytest.raises(Refused, match="kept from Ada"):
        grant(member=ta, learner=ada, by=senco, on=today)


def test_a_block_ends_when_it_was_to_end(ada, ta, senco, today):
    block(learner=ada, member=ta, basis="Complaint", by=senco, on=today, ends_on=today + timedelta(7))
    assert not sees(ta, today + timedelta(7))
    assert sees(ta, today + timedelta(8))


def test_a_membership_that_has_ended_sees_nothing(ada, ta, today):
    Membership.objects.filter(pk=ta.pk).update(ends_on=today)
    ta.refresh_from_db()
    assert sees(ta, today)
    assert not sees(ta, today + timedelta(1))


def test_a_learner_has_one_account_and_sees_themself(ada, learner, senco, today):
    leo = learner("Leo Nguyen")
    member = open_learner_account(learner=leo, by=senco, on=today)
    assert open_learner_account(learner=leo, by=senco, on=today) == member
    assert list(Learner.objects.visible_to(member, today)) == [leo]


def test_a_29_the_database_refuses_rows_of_two_schools(ada, nia, today, senco):
    other = make_group(school=nia.school, name="7B", by=nia)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(school=ada.school, member=nia, learner=ada, basis="teaches", given_by=senco,
                             starts_on=today)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.places.create(school=nia.school, learner=ada, starts_on=today)
    with pytest.raises(Refused):
        place(group=other, learners=[ada], by=nia, on=today)
    assert not Block.objects.exists()
