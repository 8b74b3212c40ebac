"""Which learners a member may see: the one place where grants and blocks are read for a list."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from goldenthread.learners.names import words_of
from goldenthread.learners.numbers import clean_upn
from goldenthread.people.models import Membership
from goldenthread.schools.clock import today

if TYPE_CHECKING:
    from goldenthread.learners.models import Learner  # noqa: F401 - named in quotes below


def live(on: date, prefix: str = "") -> Q:
    """Rows with starts_on and ends_on that hold on a date; the last day counts."""
    start, end = f"{prefix}starts_on__lte", f"{prefix}ends_on"
    return Q(**{start: on}) & (Q(**{end: None}) | Q(**{f"{end}__gte": on}))


class SpellQuerySet(models.QuerySet[Any]):
    """Rows that hold between two dates."""

    def live(self, on: date) -> Self:
        """Those that hold on a date."""
        return self.filter(live(on))

    def not_over(self, on: date) -> Self:
        """Those that hold on a date or will."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on))


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
        if member.user_id:
            mine = mine.exclude(pk__in=Block.objects.live(on).filter(user_id=member.user_id).values("learner"))
        if member.as_role.sees_all:
            return mine
        # From the member's few grants to learners, never from every learner to their grants.
        grants = Grant.objects.live(on).filter(member=member)
        groups = GroupPlace.objects.live(on).filter(group__in=grants.filter(learner=None).values("group"))
        return mine.filter(Q(pk__in=grants.filter(group=None).values("learner")) | Q(pk__in=groups.values("learner")))

    def with_year(self) -> "LearnerQuerySet":
        """Each with `nc_year` and `tutor_group` of the current academic year, None without a place in it."""
        Enrolment = apps.get_model("learners", "Enrolment")
        place = Enrolment.objects.filter(learner=OuterRef("pk"), year__current=True)
        return self.annotate(nc_year=Subquery(place.values("nc_year")[:1]),
                             tutor_group=Subquery(place.values("tutor_group")[:1]))

    def named(self, text: str) -> "LearnerQuerySet":
        """Those whose names hold every word of the text, however accents are spelt and whatever stands between them
        ("Okafor, Ada"), or whose UPN begins or ends so.
        """
        found = Q(pk__in=[])
        if words := words_of(text):
            found = Q(*[Q(search_name__contains=word) for word in words])
        if len(upn := clean_upn(text)) >= 4:
            found |= Q(upn__startswith=upn) | Q(upn__endswith=upn)
        return self.filter(found)
