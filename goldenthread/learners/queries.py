"""Reading learners, each shaped for its page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.learners.alike import perhaps_one
from goldenthread.learners.codes import STAGE_NAMES, year_name
from goldenthread.learners.hooks import plan_standing
from goldenthread.learners.managers import LearnerQuerySet, live
from goldenthread.learners.models import (
    Block,
    BlockAsked,
    Contact,
    Enrolment,
    FormerUPN,
    Grant,
    Group,
    GroupPlace,
    Learner,
    StageSpell,
)
from goldenthread.learners.numbers import clean_upn
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.people.roles import ROLES

COMPARED = ("legal_first", "legal_last", "preferred_first", "preferred_last", "dob", "upn")


@dataclass
class Banner:
    """Whose page this is, at the head of every page about a learner. `standing` comes from plans, by learners.hooks."""

    learner: Learner
    name: str
    url: str
    photo: str
    year: str
    born: date
    stage: str
    flag: str
    standing: str = ""


def banner(learner: Learner, member: Membership, on: date, standing: str | None = None,
           now: dict[str, Any] | None = None) -> Banner:
    """The banner as this member may see it, for a learner taken from `visible_to`. Two statements, and what it takes to
    know the plan's standing, unless the page knows either: `now` is what at_present gives.
    """
    now = at_present(learner, on) if now is None else now
    at = {"slug": member.school.slug, "pk": learner.pk}
    # Families and learners are shown issued plans and nothing beside them.
    inside = member.kind not in {"family", "learner"}
    return Banner(
        learner=learner, name=learner.name, url=reverse("plans:current", kwargs=at),
        photo=reverse("learners:photo", kwargs=at) if learner.photo_on(on) else "",
        year=in_year(now["nc_year"], now["tutor_group"]), born=learner.dob,
        stage=STAGE_NAMES.get(now["stage"] or "N", "") if inside else "", flag=learner.emergency if inside else "",
        standing=plan_standing(learner, member, on) if standing is None else standing)


def at_present(learner: Learner, on: date) -> dict[str, Any]:
    """The learner's year, tutor group and stage on a day: two plain questions cost less than one with subqueries."""
    place = Enrolment.objects.filter(learner=learner, year__current=True).values("nc_year", "tutor_group").first()
    stages = StageSpell.objects.live(on).filter(learner=learner).values_list("stage", flat=True)
    return {**(place or {"nc_year": "", "tutor_group": ""}), "stage": stages.first()}


def in_year(nc_year: str | None, tutor_group: str | None) -> str:
    """Year 8, 8K."""
    return ", ".join(filter(None, [year_name(nc_year) if nc_year else "", tutor_group]))


def find(member: Membership, text: str, on: date) -> LearnerQuerySet:
    """Learners this member may see, by any name they have or either end of their UPN; the SENCO's team also by a UPN
    they had before, which is nobody else's to know.
    """
    mine = Learner.objects.visible_to(member, on)
    found = mine.named(text)
    if member.kind == "senco" and (upn := clean_upn(text)):
        found |= mine.filter(pk__in=FormerUPN.objects.filter(school_id=member.school_id, upn=upn).values("learner"))
    return found.with_year()


def perhaps_here(member: Membership, told: dict[str, Any], on: date) -> list[Any]:
    """Learners this member may see who may be the child that is told of, for a person to decide: by two of first name,
    surname and date of birth, or by a UPN they had before.
    """
    mine = Learner.objects.visible_to(member, on)
    known = mine.order_by().values("pk", *COMPARED)
    like = [each["pk"] for each in known.iterator() if perhaps_one(told, each)]
    had = FormerUPN.objects.filter(school_id=member.school_id, upn=told["upn"] or None).values("learner")
    return list(mine.filter(Q(pk__in=like) | Q(pk__in=had)).with_year())


def former_upn(learner: Learner, pk: int) -> FormerUPN:
    return get_object_or_404(learner.former_upns.select_related("learner"), pk=pk)


@dataclass(frozen=True)
class Access:
    """One way by which somebody sees a learner: the person, why, until when; kept out for now or not."""

    grant: Grant
    blocked: bool


def who_sees(learner: Learner, on: date) -> list[Access]:
    """Everybody with a grant that holds or will, to the learner or to a group they are in; those blocked marked."""
    groups = GroupPlace.objects.live(on).filter(learner=learner).values("group")
    grants = Grant.objects.not_over(on).filter(Q(learner=learner) | Q(group__in=groups))
    blocked = set(Block.objects.live(on).filter(learner=learner).values_list("user", flat=True))
    return [Access(given, given.member.user_id in blocked)
            for given in grants.select_related("member", "group", "given_by").order_by("member__name", "pk")
            if given.member.is_live(on)]


def who_sees_everybody(learner: Learner, on: date) -> list[Membership]:
    """The members whose role opens every record at the school, less those blocked from this one."""
    blocked = Block.objects.live(on).filter(learner=learner).values("user")
    roles = [key for key, role in ROLES.items() if role.sees_all and role.staff]
    members = Membership.objects.filter(live(on), school_id=learner.school_id, role__in=roles)
    return list(members.exclude(user__in=blocked))


def blocks(learner: Learner, on: date) -> QuerySet[Block]:
    """Those kept from the learner, now or later."""
    held = Block.objects.not_over(on).filter(learner=learner)
    return held.select_related("user", "set_by", "agreed_by").order_by("starts_on", "pk")


def blocks_asked(learner: Learner) -> QuerySet[BlockAsked]:
    """What one of the team asked for and no second person has answered."""
    asked = BlockAsked.objects.filter(learner=learner, answered_on=None)
    return asked.select_related("user", "asked_by").order_by("pk")


def to_confirm(member: Membership, on: date) -> QuerySet[BlockAsked]:
    """What waits for this member as the second person, wherever at the school."""
    # Most days nothing does, which is known for a fraction of what it costs to read whose it is.
    waits = BlockAsked.objects.filter(school_id=member.school_id, answered_on=None)
    if not member.may(Permission.ACCESS_MANAGE) or not waits.exists():
        return BlockAsked.objects.none()
    asked = waits.filter(learner__in=Learner.objects.visible_to(member, on))
    asked = asked.exclude(asked_by__user=member.user_id).exclude(user=member.user_id)
    return asked.select_related("user", "learner", "asked_by").order_by("pk")


def contacts(learner: Learner, member: Membership) -> QuerySet[Contact]:
    """The contacts this member may see. The SENCO's team sees them all; a parent sees their own entry and no other
    adult's, nor that there is one; nobody else sees any.
    """
    everybody = learner.contacts.select_related("member", "learner")
    if member.kind == "senco":
        return everybody
    return everybody.filter(member=member) if member.kind == "family" else everybody.none()


def groups(member: Membership, on: date) -> QuerySet[Group]:
    """The school's groups, each with the number of learners in it on a day that this member may see."""
    seen = Learner.objects.visible_to(member, on).values("pk")
    inside = Count("places", filter=live(on, "places__") & Q(places__learner__in=seen))
    return Group.objects.filter(school_id=member.school_id).annotate(inside=inside).order_by("kind", "name")


def in_group(group: Group, member: Membership, on: date) -> QuerySet[GroupPlace]:
    """Who is in a group on a day, of those this member may see."""
    seen = Learner.objects.visible_to(member, on).values("pk")
    places = GroupPlace.objects.live(on).filter(group=group, learner__in=seen)
    return places.select_related("learner").order_by("learner__sort_name", "pk")


def sees_group(group: Group, on: date) -> QuerySet[Grant]:
    """Access to the group that holds or will."""
    return Grant.objects.not_over(on).filter(group=group).select_related("member").order_by("member__name", "pk")
