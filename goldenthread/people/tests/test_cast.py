"""The cast comes in through operations, and can be anywhere."""


def test_everybody_is_who_they_are(senco, senco_team, teacher, ta, parent, learner_member, governor, professional, nia):
    here = {senco, senco_team, teacher, ta, parent, learner_member, governor, professional}
    assert len({member.user_id for member in here}) == 8
    assert {member.school.slug for member in here} == {"larkrise"}
    assert nia.school.slug == "ashfield"
    assert learner_member.user.login == "larkrise/ada.okafor"


def test_a_client_is_signed_in(client_for, senco):
    assert client_for(senco).session["_auth_user_id"] == str(senco.user_id)


def test_queries_are_compared(school, same_queries_however_many):
    from conftest import SINCE
    from goldenthread.people.models import Membership
    from goldenthread.people.operations import open_account

    def make(n):
        for _ in range(n):
            open_account(school=school, role="learner", name="Sam Hill", on=SINCE)

    assert same_queries_however_many(lambda: list(Membership.objects.select_related("user")), make) == 1
