"""Who works at a school: roles change, access ends, and there is always a SENCO admin. Cases A-12, A-26, A-27."""

from datetime import timedelta

import pytest
from django.test import Client

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.people import policies
from goldenthread.people.models import Membership
from goldenthread.people.operations import change_role, close_account, end, name_stand_in, open_account
from goldenthread.people.operations.members import locked
from goldenthread.people.tests.acting import PASSWORD, try_to_sign_in, with_password
from goldenthread.schools.clock import today

LAST = "always has at least one SENCO admin"


@pytest.fixture
def second_senco(school):
    from conftest import SINCE

    return open_account(school=school, role="senco_admin", name="Ann Lowe", email="ann@larkrise.example", on=SINCE)


def test_access_ends_at_once_or_after_a_last_day(teacher, ta, senco, today):
    assert not end(member=teacher, by=senco, on=today).is_live(today)
    later = end(member=ta, by=senco, on=today, last_day=today + timedelta(days=3))
    assert later.is_live(today + timedelta(days=3))
    assert not later.is_live(today + timedelta(days=4))


def test_who_began_today_can_end_today(school, senco, today):
    member = open_account(school=school, role="teacher", name="New", email="new@larkrise.example", on=today)
    assert not end(member=member, by=senco, on=today).is_live(today)


def test_a_new_role_is_a_new_membership_and_the_old_one_has_ended(ta, senco, today):
    new = change_role(member=ta, role="teacher", by=senco, on=today)
    ta.refresh_from_db()
    assert (new.role, new.user, new.is_live(today), ta.is_live(today)) == ("teacher", ta.user, True, False)
    assert Event.objects.get(kind="people.role_changed").facts["was"] == "Teaching assistant"


def test_the_last_senco_admin_can_not_go_by_any_way(senco, school, today):
    for leave in (
        lambda: end(member=senco, by=senco, on=today),
        lambda: end(member=senco, by=senco, on=today, last_day=today + timedelta(days=30)),
        lambda: change_role(member=senco, role="teacher", by=senco, on=today),
        lambda: close_account(user=senco.user, by=senco, on=today),
    ):
        with pytest.raises(Refused, match=LAST):
            leave()
    senco.refresh_from_db()
    assert senco.is_live(today)
    assert senco.ends_on is None


def test_a_stand_in_does_not_count_as_the_one_who_stays(senco, teacher, today):
    name_stand_in(member=teacher, until=today + timedelta(days=60), by=senco, on=today)
    with pytest.raises(Refused, match=LAST):
        end(member=senco, by=senco, on=today)


def test_somebody_whose_account_is_closed_does_not_count(senco, second_senco, today):
    close_account(user=second_senco.user, by=senco, on=today)
    with pytest.raises(Refused, match=LAST):
        end(member=senco, by=senco, on=today)


def test_of_two_who_end_each_other_at_once_the_later_is_refused(senco, second_senco, today, monkeypatch):
    """Both had found the other there; the school's row is locked, so the second looks again, and sees."""
    begun = []

    def meanwhile(member):
        if not begun:
            begun.append(1)
            end(member=senco, by=second_senco, on=today)
        return locked(member)

    monkeypatch.setattr("goldenthread.people.operations.members.locked", meanwhile)
    with pytest.raises(Refused, match=LAST):
        end(member=second_senco, by=senco, on=today)


def test_with_two_one_may_go(senco, second_senco, today):
    end(member=senco, by=second_senco, on=today)
    assert policies.admins(senco.school, today).get() == second_senco


def test_a_stand_in_is_senco_admin_until_the_last_day(senco, teacher, today):
    stand_in = name_stand_in(member=teacher, until=today + timedelta(days=14), by=senco, on=today)
    assert stand_in.role == "senco_admin"
    assert stand_in.is_live(today + timedelta(days=14))
    assert not stand_in.is_live(today + timedelta(days=15))
    assert teacher.is_live(today)


@pytest.mark.parametrize(("who", "days", "sentence"), [
    ("parent", 7, "works at this school"), ("senco", 7, "already is SENCO admin"), ("teacher", -1, "today or later"),
    ("teacher", 400, "within a year"), ("nia", 7, "Only a SENCO admin of this school")])
def test_who_can_not_stand_in(who, days, sentence, request, senco, today):
    with pytest.raises(Refused, match=sentence):
        name_stand_in(member=request.getfixturevalue(who), until=today + timedelta(days=days), by=senco, on=today)


@pytest.mark.parametrize("who", ["senco_team", "teacher", "parent", "governor", "nia"])
def test_nobody_else_ends_or_changes_anybody(who, request, ta, senco, today):
    by = request.getfixturevalue(who)
    with pytest.raises(Refused, match="Only a SENCO admin of this school"):
        end(member=ta, by=by, on=today)
    with pytest.raises(Refused, match="Only a SENCO admin of this school"):
        change_role(member=ta, role="teacher", by=by, on=today)


@pytest.mark.parametrize(("who", "role"), [("parent", "teacher"), ("learner_member", "teacher"), ("teacher", "parent"),
                                           ("teacher", "learner"), ("teacher", "system"), ("teacher", "teacher"),
                                           ("teacher", "king")])
def test_roles_that_are_not_changed_into_each_other(who, role, request, senco, today):
    with pytest.raises(Refused):
        change_role(member=request.getfixturevalue(who), role=role, by=senco, on=today)


def test_the_pages_do_what_they_say(senco, ta, teacher, client_for):
    client = client_for(senco)
    base = f"/s/larkrise/people/{ta.pk}/"
    assert "Give another role" in client.get(base).content.decode()
    moved = client.post(f"{base}role/", {"role": "teacher"}, follow=True)
    assert "Jo Bell is Teacher from now on." in moved.content.decode()
    ended = client.post(f"/s/larkrise/people/{teacher.pk}/end/", {"last_day_day": "", "last_day_month": "",
                                                                  "last_day_year": ""}, follow=True)
    assert "The access of Imran Khan has ended." in ended.content.decode()
    own = client.get(f"/s/larkrise/people/{senco.pk}/").content.decode()
    assert LAST in own
    assert "End access" not in own


def test_the_stand_in_page(senco, teacher, client_for):
    day = today() + timedelta(days=10)
    answer = client_for(senco).post(f"/s/larkrise/people/{teacher.pk}/stand-in/", {
        "until_day": day.day, "until_month": day.month, "until_year": day.year}, follow=True)
    assert "Imran Khan stands in as SENCO admin up to and including 17 September 2026." in answer.content.decode()


def test_A26_what_a_leaver_did_keeps_their_name(teacher, senco, today):
    close_account(user=teacher.user, by=senco, on=today)
    assert Membership.objects.get(pk=teacher.pk).name == "Imran Khan"
    with pytest.raises(Exception, match=r"(?i)restrict|protect|foreign"):
        teacher.user.delete()


def both(school, teacher):
    """Imran Khan, who also is a parent here."""
    from conftest import SINCE

    return open_account(school=school, role="parent", name="Imran Khan", email=teacher.user.login, on=SINCE)


def test_A12_one_person_in_two_roles_is_one_of_them_at_a_time(school, teacher, client_for):
    as_parent = both(school, teacher)
    client = client_for(teacher)
    assert client.get("/").status_code == 200
    assert client.get("/s/larkrise/learners/").status_code == 200
    assert client.post(f"/act-as/{as_parent.pk}/")["Location"] == "/s/larkrise/"
    assert client.get("/s/larkrise/learners/").status_code == 404
    client.post(f"/act-as/{teacher.pk}/")
    assert client.get("/s/larkrise/learners/").status_code == 200


def test_A12_nobody_acts_as_somebody_they_are_not(teacher, senco, client_for):
    assert client_for(teacher).post(f"/act-as/{senco.pk}/").status_code == 404


def test_A12_switching_makes_a_new_session(school, teacher, client_for):
    client = client_for(teacher)
    before = client.session.session_key
    client.post(f"/act-as/{both(school, teacher).pk}/")
    assert client.session.session_key != before


def test_A27_a_form_from_an_old_tab_does_nothing_in_the_other_role(school, senco, teacher, client_for):
    from conftest import SINCE

    other = open_account(school=school, role="governor", name="Priya Shah", email=senco.user.login, on=SINCE)
    client = client_for(senco)
    page = client.get("/s/larkrise/people/invite/").content.decode()
    assert f'name="acting_as" value="{senco.pk}"' in page
    form = {"name": "X", "email": "x@x.example", "role": "teacher"}
    answer = client.post("/s/larkrise/people/invite/", {**form, "acting_as": other.pk})
    assert answer.status_code == 409
    assert "switched school or role in another tab" in answer.content.decode()
    assert not Event.objects.filter(kind="people.invited").exists()
    assert client.post("/s/larkrise/people/invite/", {**form, "acting_as": senco.pk}).status_code == 302


def test_A27_the_school_is_in_the_address_so_another_tab_changes_nothing(next_door, senco, client_for):
    from conftest import SINCE

    there = open_account(school=next_door, role="senco_admin", name="Priya Shah", email=senco.user.login, on=SINCE)
    client = client_for(senco)
    client.get("/s/ashfield/people/")
    client.post("/s/larkrise/people/invite/", {"name": "X", "email": "x@x.example", "role": "teacher",
                                               "acting_as": senco.pk})
    assert Event.objects.get(kind="people.invited").school_id == senco.school_id
    wrong = client.post("/s/ashfield/people/invite/", {"name": "X", "email": "y@x.example", "role": "teacher",
                                                       "acting_as": senco.pk})
    assert wrong.status_code == 409
    assert there.school == next_door


def test_home_leads_to_ones_place(teacher, parent, senco, client_for, next_door):
    from conftest import SINCE

    assert client_for(teacher).get("/")["Location"] == "/s/larkrise/"
    open_account(school=next_door, role="teacher", name="Imran Khan", email=teacher.user.login, on=SINCE)
    page = client_for(teacher).get("/").content.decode()
    assert "Ashfield School" in page
    assert "Larkrise Primary School" in page
    end(member=parent, by=senco, on=today())
    assert "You are at no school now" in client_for(parent).get("/").content.decode()


def test_a_person_at_two_schools_signs_in_once(next_door, parent):
    from conftest import SINCE

    user, client = with_password(parent), Client()
    open_account(school=next_door, role="parent", name="Grace Okafor", email=user.login, on=SINCE)
    try_to_sign_in(user, PASSWORD, client)
    assert client.get("/s/ashfield/").status_code == 200
    assert client.get("/s/larkrise/").status_code == 200


def test_the_account_page(parent, client_for):
    client = client_for(parent)
    client.post("/me/font/", {"font": "opendyslexic"})
    client.post("/me/name/", {"name": "Grace A. Okafor"})
    page = client.get("/me/").content.decode()
    assert 'data-font="opendyslexic"' in page
    assert "Grace A. Okafor" in page
    assert Membership.objects.get(pk=parent.pk).name == "Grace A. Okafor"
