"""Whether a learner who is here by mistake can be taken out: only while nobody wrote anything about them."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import SET_NULL, Exists, F, OuterRef, Q
from django.utils import timezone

from goldenthread.audit.models import Event
from goldenthread.learners import hooks
from goldenthread.learners.models import Enrolment, FormerUPN, GroupPlace, Learner, Need, StageSpell
from goldenthread.learners.policies.changing import why_out_of_sight
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.schools.forms import in_words

CAME_IN = "learners.enrolled"
CHANGED = "a change to what is known of them"
# What a learner comes in with, and goes with. Whatever else is kept of them holds them here, in any room.
CAME_WITH = {Enrolment, FormerUPN, GroupPlace, Need, StageSpell}


# What only a person types or puts up, by the field that holds it.
OWN = {"the note for an emergency": F("emergency"), "how they communicate": F("communication"),
       "an account": F("account"), "a photo": F("photo")}
# Within this a mistake comes to light; a child on roll for longer leaves.
DAYS = 30


def written_about(learners: Iterable[int]) -> set[int]:
    """Those of these learners about whom anybody did anything since they came in, or anything is kept that did not
    come with them. One statement.
    """
    held = reduce(or_, map(Q, kept().values()), ~Q(account=None) | ~Q(photo=""))
    return set(Learner.objects.filter(held, pk__in=list(learners)).values_list("pk", flat=True))


def kept() -> dict[str, Exists]:
    """What may be held of a learner that does not go with them, by its kind: every table that points at learners, and
    what has happened. What the school's own hand does by rule is nobody's writing.
    """
    found = {}
    relations: list[Any] = [field for field in Learner._meta.get_fields(include_hidden=True) if field.auto_created]
    for relation in relations:
        model = relation.related_model
        if relation.concrete or relation.on_delete is SET_NULL or model in CAME_WITH:
            continue
        rows = model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        goes_with = hooks.goes_with.get(model)
        found[hooks.called[model._meta.label]] = Exists(rows.exclude(goes_with) if goes_with else rows)
    done = Event.objects.filter(school_id=OuterRef("school_id"), learner_id=OuterRef("pk"))
    return {**found, CHANGED: Exists(done.exclude(kind=CAME_IN).exclude(by_role="system"))}


def in_the_way(learner: Learner) -> list[str]:
    """The kinds of what holds a learner here, never what it says. One statement."""
    ways = {**OWN, **kept()}
    found = Learner.objects.filter(pk=learner.pk).values_list(*ways.values()).get()
    told = [way for way, is_there in zip(ways, found, strict=True) if is_there]
    return [way for way in told if way != CHANGED] or told


def why_not_take_out(learner: Learner) -> str:
    """What a person typed or did about them holds them, were it on the day they came in."""
    ways = in_the_way(learner)
    return f"This is held about {learner.name}, so they stay: {', '.join(ways)}. {or_leave(learner)}" if ways else ""


def why_settled(learner: Learner, on: date) -> str:
    """Here for so long that it is no mistake."""
    came = Event.objects.filter(school_id=learner.school_id, learner_id=learner.pk, kind=CAME_IN).first()
    day = timezone.localdate(came.at) if came else on
    if on - day <= timedelta(days=DAYS):
        return ""
    return (f"{learner.name} came in on {in_words(day)}, more than {DAYS} days ago, so they stay. "
            f"{or_leave(learner)}")


def or_leave(learner: Learner) -> str:
    return f"If they are not here, mark them as leaving: “{learner.first} is leaving”, at the foot of their details."


def why_not_take_out_by_hand(learner: Learner, by: Membership, on: date) -> str:
    if by.school_id != learner.school_id or not by.may(Permission.LEARNERS_TAKE_OUT):
        return "Only a SENCO admin of this school can take out a learner who was added by mistake."
    return why_out_of_sight(learner, by, on) or why_settled(learner, on) or why_not_take_out(learner)
