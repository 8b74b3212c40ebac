"""The operator and the support team: case H-20, and that neither sees a learner."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.people.models import Invitation, Mail, User
from goldenthread.people.operations import add_supporter, create_operator, give_team, make_team, open_new_school
from goldenthread.people.tests.acting import PASSWORD, is_in
from goldenthread.people.tests.test_links import address_in
from goldenthread.schools.clock import now, today
from goldenthread.schools.models import School


@pytest.fixture
def operator(db):
    create_operator(email="olu@site.example", name="Olu Site", now=now())
    return User.objects.get(login="olu@site.example")


@pytest.fixture
def supporter(operator, school):
    team = make_team(user=operator, name="County support")
    give_team(user=operator, school=school, team=team)
    return add_supporter(user=operator, team=team, name="Sue Port", email="sue@county.example", now=now())


def test_H20_there_is_no_account_until_the_console_makes_one(db):
    assert not User.objects.exists()
    out = StringIO()
    call_command("create_operator", "olu@site.example", "Olu Site", stdout=out)
    address, client = address_in(out.getvalue()), Client()
    user = User.objects.get()
    assert not user.has_usable_password()
    assert client.post(address, {"password": PASSWORD})["Location"] == "/sign-in/set-up/"
    assert not is_in(client)
    assert Client().post(address, {"password": PASSWORD}).status_code == 410


def test_H20_the_address_lasts_thirty_minutes_and_a_newer_one_replaces_it(db, at):
    first, second = (create_operator(email="o@s.example", name="O", now=now()) for _ in range(2))
    assert Client().get(address_in(first)).status_code == 410
    assert Client().get(address_in(second)).status_code == 200
    with at(minutes=31):
        assert Client().get(address_in(second)).status_code == 410


def test_the_operator_opens_a_school_and_invites_its_first_senco(operator, client_for):
    client = client_for(operator)
    assert client.get("/")["Location"] == "/operator/"
    school = {"name": "Brookside", "slug": "brookside", "phase": "primary", "la": "823"}
    answer = client.post("/operator/schools/", school)
    assert answer["Location"] == "/operator/schools/brookside/senco/"
    client.post(answer["Location"], {"name": "Ola Benson", "email": "ola@brookside.example"})
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.school.slug, invitation.invited_by) == ("senco_admin", "brookside", None)
    senco = Client()
    address = address_in(Mail.objects.get(key=f"invitation:{invitation.pk}:").body)
    assert senco.post(address, {"name": "Ola Benson", "password": PASSWORD})["Location"] == "/sign-in/set-up/"
    assert School.objects.get(slug="brookside").sign_in_code == "brookside"
    assert "Ola Benson" in client.get("/operator/").content.decode()
    assert Event.objects.filter(kind="people.school_opened", by_role="operator").exists()


def test_a_short_name_is_taken_once(operator, school, client_for):
    answer = client_for(operator).post("/operator/schools/", {"name": "X", "slug": "larkrise", "phase": "primary"})
    assert "already is a school with this short name" in answer.content.decode()


def test_the_operator_sees_no_learner_and_no_number_of_learners(operator, senco, ada, learner_member, client_for):
    client = client_for(operator)
    page = client.get("/operator/").content.decode()
    assert "Larkrise Primary School" in page
    assert "Ada" not in page
    for path in ("/s/larkrise/", "/s/larkrise/learners/", f"/s/larkrise/learners/{ada.pk}/", "/s/larkrise/people/",
                 "/s/larkrise/happened/"):
        assert client.get(path).status_code == 404


def test_a_support_team_sees_its_schools_and_whom_to_speak_to(supporter, senco, nia, ada, client_for):
    client = client_for(supporter)
    assert client.get("/")["Location"] == "/support/"
    page = client.get("/support/").content.decode()
    assert "Larkrise Primary School" in page
    assert "priya.shah@larkrise.example" in page
    assert "Ashfield" not in page
    for path in ("/operator/", "/s/larkrise/", "/s/larkrise/learners/", f"/s/larkrise/learners/{ada.pk}/"):
        assert client.get(path).status_code == 404


def test_who_leaves_a_support_team_is_out_with_the_next_request(operator, supporter, client_for):
    client = client_for(supporter)
    assert client.get("/support/").status_code == 200
    client_for(operator).post(f"/operator/supporters/{supporter.pk}/remove/")
    assert client.get("/support/").status_code == 302


@pytest.mark.parametrize("who", ["senco", "teacher", "parent", "nia"])
def test_nobody_else_runs_the_site(who, request, client_for):
    member = request.getfixturevalue(who)
    client = client_for(member)
    for path in ("/operator/", "/operator/schools/", "/operator/teams/", "/support/"):
        assert client.get(path).status_code == 404
    with pytest.raises(Refused, match="Only the operator"):
        open_new_school(user=member.user, slug="x", name="X", phase="primary", on=today())


def test_the_operators_page_costs_the_same_however_many_schools(operator, client_for, same_queries_however_many):
    client, made = client_for(operator), []

    def make(n):
        for _ in range(n):
            made.append(1)
            open_new_school(user=operator, slug=f"s{len(made)}", name="A school", phase="primary", on=today())

    assert same_queries_however_many(lambda: client.get("/operator/"), make) <= 12


def test_close_account_by_the_console(teacher, senco):
    out = StringIO()
    call_command("close_account", teacher.user.login, stdout=out)
    assert not User.objects.get(pk=teacher.user_id).is_active
    with pytest.raises(CommandError, match="at least one SENCO admin"):
        call_command("close_account", senco.user.login)
    with pytest.raises(CommandError, match="no such account"):
        call_command("close_account", "nobody@x.example")


def test_verify_finds_a_changed_event(senco, teacher):
    from django.db import connection

    from goldenthread.audit import triggers

    call_command("verify", stdout=StringIO())
    if connection.vendor != "sqlite":
        pytest.skip("as the web role the change itself is impossible there: tests/test_postgres_roles.py")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_event_no_update")
        cursor.execute("UPDATE audit_event SET by_name = 'Somebody else' WHERE number = 2")
    triggers.install()
    err = StringIO()
    with pytest.raises(CommandError, match="1 found"):
        call_command("verify", stdout=StringIO(), stderr=err)
    assert "Event 2 of school" in err.getvalue()
