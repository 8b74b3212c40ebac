"""Who may open which page, and that each one opens."""

import pytest
from django.urls import reverse

# Page, and the roles that may open it about a learner they may see; everybody else meets a 404.
SENCO = {"senco", "senco_team"}
PAGES = [
    ("details", SENCO | {"teacher", "ta", "professional"}),
    ("edit", SENCO), ("upn", SENCO), ("enrolment", SENCO), ("leave", SENCO),
    ("back", SENCO), ("stage", SENCO), ("needs", SENCO),
    ("contact_add", SENCO), ("photo_change", SENCO), ("photo_consent", SENCO), ("photo_withdraw", SENCO),
    ("photo_remove", SENCO), ("access", SENCO), ("access_give", SENCO), ("access_block", SENCO),
    ("access_account", SENCO),
]
EVERYBODY = ["senco", "senco_team", "teacher", "ta", "professional", "parent", "learner_member", "governor", "nia"]


def address(name, learner, **at):
    return reverse(f"learners:{name}", kwargs={"slug": "larkrise", "pk": learner.pk, **at})


@pytest.mark.parametrize(("page", "allowed"), PAGES)
def test_a_page_opens_for_those_who_may_and_is_not_there_for_others(page, allowed, ada, client_for, request):
    opened = {who for who in EVERYBODY
              if client_for(request.getfixturevalue(who)).get(address(page, ada)).status_code == 200}
    assert opened == allowed


@pytest.mark.parametrize("page", ["add", "groups"])
def test_the_schools_own_pages_are_for_the_sencos_team(page, ada, client_for, request):
    url = reverse(f"learners:{page}", kwargs={"slug": "larkrise"})
    opened = {who for who in EVERYBODY if client_for(request.getfixturevalue(who)).get(url).status_code == 200}
    assert opened == SENCO


def test_the_learners_own_address_leads_to_their_plan_and_is_not_there_for_others(ada, senco, parent, nia, client_for):
    for who in (senco, parent):
        assert client_for(who).get(address("landing", ada)).url == f"/s/larkrise/learners/{ada.pk}/plan/"
    assert client_for(nia).get(address("landing", ada)).status_code == 404
