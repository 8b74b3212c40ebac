"""Whether a learner who is here by mistake can be taken out: only while nobody wrote anything about them."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import SET_NULL, Exists, OuterRef, Q

from goldenthread.audit.models import Event
from goldenthread.learners import hooks
from goldenthread.learners.models import Enrolment, FormerUPN, GroupPlace, Learner, Need, StageSpell
from goldenthread.learners.policies.changing import why_out_of_sight
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission

CAME_IN = "learners.enrolled"
# What a learner comes in with, and goes with. Whatever else is kept of them holds them here, in any room.
CAME_WITH = {Enrolment, FormerUPN, GroupPlace, Need, StageSpell}


def written_about(learners: Iterable[int]) -> set[int]:
    """Those of these learners about whom anybody did anything since they came in, or anything is kept that did not
    come with them. One statement. What the school's own hand does by rule is nobody's writing.
    """
    done = Event.objects.filter(school_id=OuterRef("school_id"), learner_id=OuterRef("pk"))
    held = Q(Exists(done.exclude(kind=CAME_IN).exclude(by_role="system"))) | ~Q(account=None) | ~Q(photo="")
    return set(Learner.objects.filter(reduce(or_, kept(), held), pk__in=list(learners)).values_list("pk", flat=True))


def kept() -> Iterable[Q]:
    """For every table that points at learners: whether it holds more of one than goes with them."""
    relations: list[Any] = [field for field in Learner._meta.get_fields(include_hidden=True) if field.auto_created]
    for relation in relations:
        model = relation.related_model
        if relation.concrete or relation.on_delete is SET_NULL or model in CAME_WITH:
            continue
        rows = model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        yield Q(Exists(rows.exclude(hooks.goes_with[model]) if model in hooks.goes_with else rows))


def why_not_take_out(learner: Learner) -> str:
    """The learner's own part of it, for undoing an import and for one taken out by hand alike."""
    return "" if not written_about([learner.pk]) else (
        f"Something has been written or changed about {learner.name} since they came in, so they stay. If they are not "
        "here, mark them as leaving.")


def why_not_take_out_by_hand(learner: Learner, by: Membership, on: date) -> str:
    if by.school_id != learner.school_id or not by.may(Permission.LEARNERS_TAKE_OUT):
        return "Only a SENCO admin of this school can take out a learner who was added by mistake."
    return why_out_of_sight(learner, by, on) or why_not_take_out(learner)
