"""Learners in groups, between two dates."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.learners import policies
from goldenthread.learners.models import Group, GroupPlace, Learner
from goldenthread.learners.names import BadName, clean
from goldenthread.learners.operations.spells import close
from goldenthread.people.models import Membership
from goldenthread.schools.models import School


@transaction.atomic
def make_group(*, school: School, name: str, by: Membership, kind: str = "group") -> Group:
    """A new group; the one of that name where there is one."""
    refuse_if(policies.why_not_manage(by, school.pk))
    name = group_name(name)
    group, made = Group.objects.get_or_create(school=school, name=name, defaults={"kind": kind})
    if made:
        record("learners.group_made", by=by, about=group, name=name)
    return group


@transaction.atomic
def rename_group(*, group: Group, name: str, by: Membership) -> Group:
    """Another name for the same learners and the same access."""
    refuse_if(policies.why_not_manage(by, group.school_id))
    group = Group.objects.select_for_update().get(pk=group.pk)
    name, before = group_name(name), group.name
    if Group.objects.filter(school_id=group.school_id, name=name).exclude(pk=group.pk).exists():
        raise Refused(f"There is a group called {name} already.")
    if name != before:
        group.name = name
        group.save(update_fields=["name"])
        record("learners.group_renamed", by=by, about=group, name=name, before=before)
    return group


def group_name(name: str) -> str:
    try:
        name = clean(name, limit=80)
    except BadName as bad:
        raise Refused(str(bad)) from bad
    refuse_if("" if name else "Give the group a name.")
    return name


@transaction.atomic
def place(*, group: Group, learners: Sequence[Learner], by: Membership, on: date) -> list[GroupPlace]:
    """Put learners in a group from a day on; those already in it stay as they are."""
    refuse_if(policies.why_not_manage(by, group.school_id))
    learners = seen(learners, group, by, on)
    Group.objects.select_for_update().get(pk=group.pk)
    inside = set(group.places.not_over(on).filter(learner__in=learners).values_list("learner", flat=True))
    new = [learner for learner in learners if learner.pk not in inside]
    places = GroupPlace.objects.bulk_create(
        GroupPlace(school_id=group.school_id, group=group, learner=learner, starts_on=on) for learner in new)
    record_many("learners.placed", by=by, about=[(group, learner, {"group": group.name}) for learner in new])
    return places


@transaction.atomic
def take_out(*, group: Group, learners: Sequence[Learner], by: Membership, on: date) -> None:
    """Take learners out of a group from a day on; access through the group goes with the place."""
    refuse_if(policies.why_not_manage(by, group.school_id))
    learners = seen(learners, group, by, on)
    places = group.places.not_over(on).filter(learner__in=learners)
    inside = set(places.values_list("learner", flat=True))
    close(places, on)
    record_many("learners.taken_out", by=by,
                about=[(group, learner, {"group": group.name}) for learner in learners if learner.pk in inside])


def seen(learners: Iterable[Learner], group: Group, by: Membership, on: date) -> list[Learner]:
    """The learners, once each, all of the group's school and for this member to see."""
    wanted = {learner.pk for learner in learners}
    found = list(Learner.objects.visible_to(by, on).filter(pk__in=wanted, school_id=group.school_id))
    refuse_if("" if len(found) == len(wanted) else "One of these learners is not yours to see.")
    return found


def seat_in_tutor_groups(school_id: int, seats: Iterable[tuple[Learner, str, date]]) -> None:
    """Each learner in the group of their tutor group's name from a day on, and in no other tutor group from then.

    Learners whose tutor group is empty leave the one they are in. For operations that have asked the policies.
    """
    seats = list(seats)
    groups = tutor_groups(school_id, {name for _, name, _ in seats if name})
    inside: dict[int, list[GroupPlace]] = {}
    for place in GroupPlace.objects.filter(learner__in=[learner for learner, _, _ in seats],
                                           ends_on=None).select_related("group"):
        inside.setdefault(place.learner_id, []).append(place)
    left: dict[date, list[int]] = {}
    new = []
    for learner, name, starts_on in seats:
        group, places = groups.get(name), inside.get(learner.pk, [])
        left.setdefault(starts_on, []).extend(
            place.pk for place in places if place.group.kind == "tutor" and place.group != group)
        if group and all(place.group != group for place in places):
            new.append(GroupPlace(school_id=school_id, group=group, learner=learner, starts_on=starts_on))
    for starts_on, gone in left.items():
        if gone:
            close(GroupPlace.objects.filter(pk__in=gone), starts_on)
    GroupPlace.objects.bulk_create(new)


def tutor_groups(school_id: int, names: set[str]) -> dict[str, Group]:
    """The groups of these names, made where there are none."""
    found = Group.objects.filter(school_id=school_id, name__in=names)
    missing = names - {group.name for group in found}
    Group.objects.bulk_create(Group(school_id=school_id, name=name, kind="tutor") for name in sorted(missing))
    return {group.name: group for group in found.all()}
