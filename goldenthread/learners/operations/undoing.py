"""Taking back learners who came in by mistake, about whom nothing has been written since."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from goldenthread.audit.models import Event
from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners import policies
from goldenthread.learners.models import Group, Learner, StageSpell
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.schools.models import School


def touched_since(school: School, learners: Iterable[int], event: int) -> set[int]:
    """Those of these learners about whom something has happened after an event of the school's chain."""
    events = Event.objects.filter(school_id=school.pk, learner_id__in=list(learners), number__gt=event)
    return {pk for pk in events.order_by().values_list("learner_id", flat=True) if pk is not None}


def why_not_take_back(school: School, by: Membership) -> str:
    return "" if by.school_id == school.pk and by.may(Permission.LEARNERS_IMPORT) else (
        "Only the SENCO's team of this school can take learners back.")


@transaction.atomic
def take_back(*, school: School, learners: Iterable[Learner], by: Membership) -> None:
    """Delete learners with their places, stages and needs."""
    refuse_if(why_not_take_back(school, by))
    mine = locked(learner.pk for learner in learners if learner.school_id == school.pk)
    refuse_if("Something has been written about one of these learners since."
              if policies.written_about(learner.pk for learner in mine) else "")
    delete(mine, by)


@transaction.atomic
def take_out_by_hand(*, learner: Learner, by: Membership, on: date) -> None:
    """Delete a learner who was added by mistake. What is written down of it does not say who it was."""
    mine = locked([learner.pk])
    if mine:
        refuse_if(policies.why_not_take_out_by_hand(mine[0], by, on))
        delete(mine, by)


def locked(learners: Iterable[int]) -> list[Learner]:
    """Held, so that nobody writes anything about them meanwhile."""
    return list(Learner.objects.select_for_update().filter(pk__in=list(learners)).order_by("pk"))


def delete(learners: list[Learner], by: Membership) -> None:
    record_many("learners.taken_back", by=by, about=[(learner, learner, {}) for learner in learners])
    Learner.objects.filter(pk__in=[learner.pk for learner in learners]).delete()


@transaction.atomic
def take_back_stage(*, learner: Learner, stage: str, starts_on: date, before: str, by: Membership, on: date) -> None:
    """A stage given by mistake never held: the one before it (empty: none) holds on from its own first day."""
    refuse_if(policies.why_not_change(learner, by, on))
    Learner.objects.select_for_update().get(pk=learner.pk)
    opened = StageSpell.objects.filter(learner=learner, stage=stage, starts_on=starts_on, ends_on=None).first()
    if opened is None:
        return
    opened.delete()
    day_before = starts_on - timedelta(days=1)
    held = StageSpell.objects.filter(learner=learner, stage=before, ends_on=day_before).first()
    if held:
        held.ends_on = None
        held.save(update_fields=["ends_on"])
    elif before:  # It had begun on the same day, so it was not ended but gone.
        StageSpell.objects.create(school_id=learner.school_id, learner=learner, stage=before, starts_on=starts_on)
    record("learners.stage_taken_back", by=by, about=learner, learner=learner, stage=stage,
           starts_on=starts_on.isoformat())


@transaction.atomic
def take_back_groups(*, school: School, names: Iterable[str], by: Membership) -> None:
    """Delete the tutor groups of these names that hold nobody, held nobody before and give nobody access."""
    refuse_if(why_not_take_back(school, by))
    empty = Group.objects.filter(school=school, name__in=names, kind="tutor", places=None, grants=None)
    for group in empty.order_by("name"):
        record("learners.group_taken_back", by=by, about=group, name=group.name)
        group.delete()
