"""Paper for those without an account: their own copy, printed by somebody who reads the whole."""

from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import reader_of
from goldenthread.plans import operations as plans
from goldenthread.plans.models import Rendering
from goldenthread.plans.tests.desk import OCTOBER

pytestmark = pytest.mark.django_db
STAFFS = "Canary for staff only."


@pytest.fixture
def at(desk):
    desk.tell("staff-notes", STAFFS)
    desk.issue("k1")
    with time_machine.travel(OCTOBER):
        yield f"/s/larkrise/learners/{desk.ada.pk}/plan/versions/1/"


def words(paper):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages).split())


@pytest.mark.parametrize(("kind", "called"), [("family", "copy for Ada's family"), ("learner", "My plan")])
def test_the_copy_for_others_holds_none_of_the_staffs_words_and_is_kept_and_written_down(
        desk, at, client_for, kind, called):
    client = client_for(desk.senco)
    own, theirs = words(client.get(f"{at}pdf/")), client.get(f"{at}pdf/?for={kind}")
    assert STAFFS in own
    assert STAFFS not in words(theirs)
    assert called.lower() in words(theirs).replace("’", "'").lower()
    assert f"-{kind}-" in theirs["Content-Disposition"]
    assert Rendering.objects.filter(reader=kind, retired_at=None).count() == 1
    assert Event.objects.get(kind="plans.copy_printed").facts == {"number": "1", "whose": kind}


def test_only_who_reads_the_whole_prints_for_others(desk, at, client_for, senco_team, teacher, professional, parent):
    met = {who: client_for(who).get(f"{at}pdf/?for=learner").status_code
           for who in (senco_team, teacher, professional, parent)}
    assert list(met.values()) == [200, 404, 404, 404]
    assert client_for(teacher).get(f"{at}pdf/?for=family").status_code == 404
    for kind in ("staff", "professional"):
        assert [client_for(who).get(f"{at}pdf/?for={kind}").status_code for who in (senco_team, parent)] == [200, 404]
    assert client_for(teacher).get(f"{at}pdf/?for=professional").status_code == 404
    for kind in ("system", "oversight", "x"):
        assert client_for(desk.senco).get(f"{at}pdf/?for={kind}").status_code == 404


@pytest.mark.parametrize(("kind", "called"), [("staff", "copy for school staff"),
                                              ("professional", "copy for professionals")])
def test_a_copy_is_printed_for_those_who_work_with_the_learner(desk, at, client_for, kind, called):
    desk.tell("staff-notes", "Canary for the team.", audience="senco")
    desk.issue("k2", on=OCTOBER)
    at = at.removesuffix("1/") + "2/"
    theirs = client_for(desk.senco).get(f"{at}pdf/?for={kind}")
    assert called in words(theirs)
    assert "Canary for the team." not in words(theirs)
    assert (STAFFS in words(theirs)) == (kind == "staff")
    assert f"-{kind}-" in theirs["Content-Disposition"]
    assert Rendering.objects.filter(reader=kind, retired_at=None).count() == 1
    assert Event.objects.get(kind="plans.copy_printed").facts == {"number": "2", "whose": kind}


def test_the_operation_refuses_too(desk, at, teacher):
    version = desk.plan.versions.get()
    with pytest.raises(Refused, match="Only the SENCO's team"):
        plans.print_for(version=version, kind="family", by=reader_of(teacher, desk.ada, OCTOBER))


def test_the_pages_lead_to_every_copy_and_those_who_may_not_print_meet_none(desk, at, client_for, teacher, parent):
    for page in (at, f"{at}issued/"):
        shown = client_for(desk.senco).get(page).content.decode()
        assert f'href="{at}pdf/?for=family">Print the family’s copy (PDF)</a>' in shown
        assert f'href="{at}pdf/?for=learner">Print Ada’s copy (PDF)</a>' in shown
        assert f'href="{at}pdf/?for=staff">Print the staff’s copy (PDF)</a>' in shown
        assert f'href="{at}pdf/?for=professional">Print the professionals’ copy (PDF)</a>' in shown
    for who in (teacher, parent):
        assert "?for=" not in client_for(who).get(at).content.decode()
