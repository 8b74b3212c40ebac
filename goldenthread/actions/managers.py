"""Which actions a member may see."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from goldenthread.actions.states import OPEN
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import audiences_for
from goldenthread.people.models import Membership

if TYPE_CHECKING:
    from goldenthread.actions.models import Action  # noqa: F401 - named in quotes below

SEES_THE_SCHOOL = frozenset({"senco", "system"})


def held_by(member: Membership) -> Q:
    """Actions that are this person's: theirs by name in whatever role, or by the role they are in."""
    by_role = Q(owner=None, owner_role=member.role)
    return by_role | Q(owner__user=member.user_id) if member.user_id else by_role


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, member: Membership, on: date) -> Self:
        """Those about learners a member may see, for their eyes or their own to do; of those about no learner their
        own, or all for the SENCO's team. Who is kept from a learner does not see their own either.
        """
        learners = Learner.objects.visible_to(member, on).values("pk")
        mine = held_by(member)
        wide = Q(learner=None) if member.kind in SEES_THE_SCHOOL else Q(learner=None) & mine
        theirs = Q(learner__in=learners) & (Q(audience__in=audiences_for(member.kind)) | mine)
        return self.filter(theirs | wide, school_id=member.school_id) if member.is_live(on) else self.none()

    def open(self) -> Self:
        return self.filter(state=OPEN)

    def held_by(self, member: Membership) -> Self:
        """What is this person's to do."""
        return self.filter(held_by(member), school_id=member.school_id)
