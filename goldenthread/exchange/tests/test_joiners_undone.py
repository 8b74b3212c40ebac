"""An import undone: everything it brought goes, and what it changed is put back."""

from datetime import timedelta

import pytest

from goldenthread.audit.models import Event
from goldenthread.audit.queries import broken_links
from goldenthread.audit.refusals import Refused
from goldenthread.exchange import operations
from goldenthread.exchange.models import Batch
from goldenthread.exchange.tests.files import ADA, HEADINGS
from goldenthread.exchange.tests.joining import ADA_SEN, LEO, NOW, SEN, fates
from goldenthread.learners.models import FormerUPN, Group, Learner, StageSpell
from goldenthread.learners.operations import amend, grant, make_group, rename_group
from goldenthread.story.models import Begun


def test_e32_an_import_is_undone_with_everything_it_brought(take, senco, today):
    batch = take(SEN, ADA_SEN, LEO)
    undone = operations.undo(batch=batch, by=senco, now=NOW, on=today)
    assert undone.state == Batch.State.UNDONE
    assert not Learner.objects.exists()
    assert not StageSpell.objects.exists()
    assert list(broken_links()) == []


def test_e32_what_an_import_changed_is_put_back(take, senco, today):
    take(SEN, ADA_SEN)
    batch = take(SEN, ["Ada Grace", "Smith", "14/03/2014", "8", "8L", "F", "WBRI", "A820200114001", "77", "E", "MLD"])
    assert Learner.objects.get().legal_last == "Smith"
    operations.undo(batch=batch, by=senco, now=NOW + timedelta(hours=23), on=today + timedelta(days=1))
    ada = Learner.objects.get()
    assert (ada.legal_first, ada.legal_last, ada.ethnicity, ada.mis_number) == ("Ada", "Okafor", "BAFR", "001234")
    assert ada.enrolments.get().tutor_group == "8K"
    assert ada.stages.get(ends_on=None).stage == "K"
    assert list(ada.needs.values_list("type", "ends_on")) == [("SLCN", None), ("ASD", None)]
    assert set(ada.stages.values_list("stage", flat=True)) == {"K"}
    assert set(ada.places.values_list("group__name", flat=True)) == {"8K"}


@pytest.mark.parametrize("held", [[], [("K", -400, None)], [("K", 0, None)], [("K", -800, -400)],
                                  [("E", -800, -401), ("K", -400, None)]])
def test_e32_the_history_of_stages_is_as_it_was(take, senco, today, held):
    take(HEADINGS, ADA)
    ada = Learner.objects.get()
    for stage, begun, over in held:
        ada.stages.create(school=ada.school, stage=stage, starts_on=today + timedelta(days=begun),
                          ends_on=None if over is None else today + timedelta(days=over))
    before = set(ada.stages.values_list("stage", "starts_on", "ends_on"))
    batch = take(SEN, [*ADA, "E", ""])
    assert ada.stages.get(ends_on=None).stage == "E"
    operations.undo(batch=batch, by=senco, now=NOW, on=today)
    assert set(ada.stages.values_list("stage", "starts_on", "ends_on")) == before


def test_e32_needs_that_nobody_could_give_today_are_put_back_too(take, senco, today):
    take(SEN, ADA_SEN)
    held = Learner.objects.get().needs
    held.filter(type="ASD").update(type="SLCN", description="Stammer")
    held.create(school=senco.school, type="BESD", rank=3, starts_on=today)
    before = list(held.values_list("pk", "type", "description"))
    batch = take(SEN, [*ADA, "K", "MLD; SLCN"])
    assert [need.type for need in held.order_by("rank")] == ["MLD", "SLCN", "SLCN", "BESD"]
    operations.undo(batch=batch, by=senco, now=NOW, on=today)
    assert list(held.filter(ends_on=None).values_list("pk", "type", "description")) == before


def test_e32_a_upn_put_back_leaves_no_trail(take, bring, senco, today):
    take(HEADINGS, [*ADA[:7], "A82020011400A", "001234"])
    batch = bring(HEADINGS, ADA)
    ada = Learner.objects.get()
    assert fates(batch) == {2: "possible_duplicate"}
    batch = operations.decide(batch=batch, numbers=[2], by=senco, use=ada.pk)
    batch = operations.apply(batch=batch, by=senco, now=NOW)
    ada.refresh_from_db()
    assert ada.upn == "A820200114001"
    assert FormerUPN.objects.get().upn == "A82020011400A"
    operations.undo(batch=batch, by=senco, now=NOW, on=today)
    ada.refresh_from_db()
    assert ada.upn == "A82020011400A"
    assert not FormerUPN.objects.exists()


def test_e32_learners_touched_since_stay_and_are_listed(take, senco, today):
    batch = take(HEADINGS, ADA, LEO)
    ada = Learner.objects.get(legal_first="Ada")
    amend(learner=ada, changes={"communication": "Signs"}, by=senco, on=today)
    undone = operations.undo(batch=batch, by=senco, now=NOW, on=today)
    assert [one.name for one in Learner.objects.all()] == ["Ada Okafor"]
    assert undone.counts["kept"] == 1
    assert undone.rows.get(number=2).result["kept"]


def test_e32_words_somebody_began_about_one_of_them_hold_that_one(take, senco, today):
    batch = take(HEADINGS, ADA, LEO)
    ada = Learner.objects.get(legal_first="Ada")
    Begun.objects.create(school=ada.school, learner=ada, field="strengths", by=senco, words={}, kept_at=NOW)
    operations.undo(batch=batch, by=senco, now=NOW, on=today)
    assert [one.name for one in Learner.objects.all()] == ["Ada Okafor"]


MOVED = [*ADA[:3], "8", "8L", *ADA[5:]]


def test_e32_tutor_groups_that_came_with_an_import_go_with_it(take, senco, today):
    make_group(school=senco.school, name="3B", by=senco, kind="tutor")
    operations.undo(batch=take(HEADINGS, ADA, LEO), by=senco, now=NOW, on=today)
    assert list(Group.objects.values_list("name", flat=True)) == ["3B"]
    assert Event.objects.get(kind="learners.group_taken_back").facts["name"] == "8K"
    assert list(broken_links()) == []


def test_e32_so_do_those_to_which_it_moved_somebody(take, senco, today):
    take(HEADINGS, ADA)
    operations.undo(batch=take(HEADINGS, MOVED), by=senco, now=NOW, on=today)
    assert list(Group.objects.values_list("name", flat=True)) == ["8K"]


@pytest.mark.parametrize("used", ["access", "name", "learner"])
def test_e32_a_tutor_group_that_somebody_uses_by_now_stays(take, senco, teacher, learner, today, used):
    batch = take(HEADINGS, ADA)
    group = Group.objects.get()
    match used:
        case "access":
            grant(member=teacher, group=group, by=senco, on=today)
        case "name":
            rename_group(group=group, name="8 Kestrel", by=senco)
        case "learner":
            learner("Kim Kestrel", tutor_group="8K")
    operations.undo(batch=batch, by=senco, now=NOW, on=today)
    assert list(Group.objects.all()) == [group]


def test_e32_after_a_day_it_is_too_late(take, senco, today):
    batch = take(HEADINGS, ADA)
    with pytest.raises(Refused, match="24 hours"):
        operations.undo(batch=batch, by=senco, now=NOW + timedelta(hours=25), on=today)
    assert Learner.objects.exists()
