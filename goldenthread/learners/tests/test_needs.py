"""SEN stage and needs."""

from datetime import date, timedelta

import pytest

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.learners.operations import NeedGiven, set_needs, set_stage


def history(learner):
    return [(spell.stage, spell.starts_on, spell.ends_on) for spell in learner.stages.order_by("starts_on")]


def test_a_stage_closes_the_one_before_and_stays_in_the_history(learner, senco, today):
    leo = learner()
    set_stage(learner=leo, stage="K", by=senco, on=today, starts_on=date(2024, 1, 8))
    set_stage(learner=leo, stage="E", by=senco, on=today, starts_on=date(2026, 9, 1))
    set_stage(learner=leo, stage="E", by=senco, on=today)  # says nothing new
    assert history(leo) == [("K", date(2024, 1, 8), date(2026, 8, 31)), ("E", date(2026, 9, 1), None)]
    assert [leo.stages.live(on).get().stage for on in (date(2025, 1, 1), today)] == ["K", "E"]


def test_a_stage_set_by_mistake_today_is_replaced(learner, senco, today):
    leo = learner()
    set_stage(learner=leo, stage="E", by=senco, on=today)
    set_stage(learner=leo, stage="K", by=senco, on=today, local_stage="Stage 2")
    assert history(leo) == [("K", today, None)]


@pytest.mark.parametrize(("stage", "starts_on", "sentence"), [
    ("K", date(2026, 12, 1), "in the future"), ("E", date(2026, 12, 1), "in the future"),
    ("E", date(2020, 1, 1), "cannot begin before"), ("S", None, "N, K or E")])
def test_a_stage_that_cannot_be_is_refused(stage, starts_on, sentence, ada, senco, today):
    with pytest.raises(Refused, match=sentence):
        set_stage(learner=ada, stage=stage, by=senco, on=today, starts_on=starts_on)


def test_the_first_day_of_a_stage_can_be_corrected(ada, senco, today):
    set_stage(learner=ada, stage="K", by=senco, on=today, starts_on=date(2023, 1, 9))
    assert history(ada) == [("K", date(2023, 1, 9), None)]
    set_stage(learner=ada, stage="E", by=senco, on=today, starts_on=date(2026, 9, 1))
    with pytest.raises(Refused, match="lasted until 31 August 2026"):
        set_stage(learner=ada, stage="E", by=senco, on=today, starts_on=date(2026, 8, 31))


def test_a_name_for_the_stage_that_is_emptied_is_gone(ada, senco, today):
    set_stage(learner=ada, stage="K", by=senco, on=today, local_stage="Stage 2")
    set_stage(learner=ada, stage="K", by=senco, on=today)
    assert ada.stages.get(ends_on=None).local_stage == "Stage 2"
    set_stage(learner=ada, stage="K", by=senco, on=today, local_stage="")
    assert ada.stages.get(ends_on=None).local_stage == ""


def test_the_first_day_and_the_name_of_a_stage_are_corrected_in_one_go(ada, senco, today):
    for _ in range(2):
        set_stage(learner=ada, stage="K", by=senco, on=today, starts_on=date(2026, 9, 1), local_stage="Stage 1")
    assert history(ada) == [("K", date(2026, 9, 1), None)]
    assert ada.stages.get().local_stage == "Stage 1"
    assert Event.objects.filter(kind="learners.stage_corrected").count() == 1


def test_another_name_from_a_later_day_leaves_the_one_before_in_the_history(ada, senco, today):
    set_stage(learner=ada, stage="K", by=senco, on=today, starts_on=date(2024, 1, 8), local_stage="Stage 1")
    set_stage(learner=ada, stage="K", by=senco, on=today, starts_on=date(2026, 9, 1), local_stage="Stage 2")
    assert [(spell.local_stage, spell.starts_on) for spell in ada.stages.order_by("starts_on")] == [
        ("Stage 1", date(2024, 1, 8)), ("Stage 2", date(2026, 9, 1))]


def needs(learner):
    return [(need.type, need.rank, need.description) for need in learner.needs.filter(ends_on=None)]


def test_needs_keep_their_identity_when_their_order_changes(ada, senco, today):
    first, second = ada.needs.all()
    later = today + timedelta(30)
    set_needs(learner=ada, by=senco, on=later, needs=[
        NeedGiven(type="SPLD", uuid=second.uuid, description="Reading"), NeedGiven(type="HI"),
        NeedGiven(type="SLCN", uuid=first.uuid)])
    assert needs(ada) == [("SPLD", 1, "Reading"), ("HI", 2, ""), ("SLCN", 3, "")]
    after = {need.type: need for need in ada.needs.all()}
    assert (after["SPLD"].uuid, after["SPLD"].revision) == (second.uuid, 2)
    assert (after["SLCN"].uuid, after["SLCN"].revision) == (first.uuid, 1)


def test_a_need_left_out_ends_and_stays_in_the_history(ada, senco, today):
    later = today + timedelta(30)
    set_needs(learner=ada, needs=[NeedGiven(type="SPLD")], by=senco, on=later)
    assert needs(ada) == [("SPLD", 1, "")]
    over = ada.needs.get(type="SLCN")
    assert over.ends_on == later - timedelta(1)


def test_a_type_of_need_stands_once(ada, senco, today):
    with pytest.raises(Refused, match="Speech, language and communication needs is here twice"):
        set_needs(learner=ada, by=senco, on=today, needs=[
            NeedGiven(type="SLCN", description="Speech"), NeedGiven(type="SLCN", description="Understanding")])


def test_a_type_nobody_knows_is_refused(ada, senco, today):
    with pytest.raises(Refused, match="no type of need"):
        set_needs(learner=ada, needs=[NeedGiven(type="BESD")], by=senco, on=today)


@pytest.mark.parametrize("who", ["teacher", "parent", "nia"])
def test_only_the_sencos_team_sets_them(who, ada, today, request):
    by = request.getfixturevalue(who)
    with pytest.raises(Refused):
        set_stage(learner=ada, stage="E", by=by, on=today)
    with pytest.raises(Refused):
        set_needs(learner=ada, needs=[], by=by, on=today)
