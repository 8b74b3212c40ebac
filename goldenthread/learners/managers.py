"""Which learners a member may see: the one place where grants and blocks are read for a list."""

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.people.models import Membership
from goldenthread.schools.clock import today

if TYPE_CHECKING:
    from goldenthread.learners.models import Learner


def live(on: date) -> Q:
    """Rows with starts_on and ends_on that hold on a date; the last day counts."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))


class LearnerQuerySet(models.QuerySet["Learner"]):
    def visible_to(self, member: Membership, on: date | None = None) -> "LearnerQuerySet":
        """The learners of the member's school that they may see on a date (today): by role, or by a live grant to the
        learner or to a group the learner is in; less those a live block keeps from them.
        """
        on = on or today()
        Block, Grant, GroupPlace = (apps.get_model("learners", name) for name in ("Block", "Grant", "GroupPlace"))
        mine = self.filter(school_id=member.school_id)
        if not member.is_live(on) or member.kind == "oversight":
            return mine.none()
        blocked = Block.objects.filter(live(on), user_id=member.user_id, learner=OuterRef("pk"))
        mine = mine.filter(~Exists(blocked)) if member.user_id else mine
        if member.as_role.sees_all:
            return mine
        grants = Grant.objects.filter(live(on), member=member)
        places = GroupPlace.objects.filter(live(on), learner=OuterRef("pk"), group__grants__in=grants)
        return mine.filter(Exists(grants.filter(learner=OuterRef("pk"))) | Exists(places))
