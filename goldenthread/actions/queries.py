"""Reading actions. Each costs the same for few or many."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from goldenthread.actions.managers import held_by
from goldenthread.actions.models import Action
from goldenthread.actions.states import OPEN
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader
from goldenthread.people.models import Membership
from goldenthread.schools.models import School

TOGETHER = ("learner", "owner", "raised_by", "closed_by")


def of_learner(learner: Learner, reader: Reader) -> list[Action]:
    """A learner's actions that this reader, who sees the learner, may see: what is open by its day, then what is
    closed, newest first. In one question.
    """
    if not reader.audiences:
        return []
    mine = Action.objects.filter(Q(audience__in=reader.audiences) | held_by(reader.member), learner=learner)
    found = list(mine.select_related(*TOGETHER).order_by("due_on", "pk"))
    shut = sorted((action for action in found if not action.is_open), key=closed_last, reverse=True)
    return [action for action in found if action.is_open] + shut


def closed_last(action: Action) -> tuple[object, int]:
    return action.closed_on, action.pk


def of_member(member: Membership, on: date) -> QuerySet[Action]:
    """What is a member's to do, by its day, for as long as they may see the learner it is about."""
    mine = Action.objects.visible_to(member, on).open().held_by(member)
    return mine.select_related(*TOGETHER).order_by("due_on", "pk")


def of_school(school: School, member: Membership, on: date, *, state: str = OPEN, owner: int | None = None,
              kind: str = "", when: str = "") -> QuerySet[Action]:
    """A school's actions, of those this member may see. `owner` is a membership's number, or 0 for what nobody has
    by name; `kind` a cause's, or "agreed"; `when` overdue, week (by seven days from now) or nothing.
    """
    found = Action.objects.visible_to(member, on).filter(school=school)
    if state:
        found = found.filter(state=state)
    if owner is not None:
        found = found.filter(owner=owner or None)
    if kind:
        found = found.filter(kind="" if kind == "agreed" else kind)
    if when:
        found = found.filter(due_on__lt=on if when == "overdue" else on + timedelta(days=8))
    return found.select_related(*TOGETHER).order_by("due_on", "pk")


def new_since(learner_ids: Iterable[int], since: date) -> dict[int, int]:
    """How many actions were raised for each of these learners after a day, and are open still, for staff to know."""
    found = Action.objects.filter(learner_id__in=list(learner_ids), state=OPEN, raised_at__date__gt=since)
    return dict(found.order_by().values_list("learner_id").annotate(n=Count("pk")))
