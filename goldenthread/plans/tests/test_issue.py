import pytest

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.plans.models import PlanVersion, Standing
from goldenthread.plans.tests.desk import DECEMBER


def test_issuing_freezes_the_draft_and_archives_the_version_before(desk):
    one = desk.issue("k1")
    two = desk.issue("k2", on=DECEMBER)
    assert [(v.number, v.correction) for v in PlanVersion.objects.all()] == [(1, 0), (2, 0)]
    assert list(Standing.objects.order_by("pk").values_list("version", "state", "since")) == [
        (one.pk, "archived", DECEMBER), (two.pk, "current", DECEMBER)]
    assert two.previous_sha256 == one.body_sha256
    assert Event.objects.filter(kind="plans.version_issued", about_id=two.pk, facts__number="2").exists()


def test_the_same_key_twice_answers_twice_and_makes_one_version(desk):
    assert desk.issue("k1") == desk.issue("k1")
    assert PlanVersion.objects.count() == 1


def test_a_key_used_for_other_words_is_refused(desk):
    desk.issue("k1")
    with pytest.raises(Refused, match="already made Version 1"):
        desk.issue("k1", what_changed="Something else")
