"""Where a learner is in a year, and when they leave."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.learners import policies
from goldenthread.learners.ages import expected_year
from goldenthread.learners.models import Enrolment, Grant, GroupPlace, Learner
from goldenthread.learners.operations.groups import seat_in_tutor_groups
from goldenthread.learners.operations.spells import close
from goldenthread.people.models import Membership
from goldenthread.schools.models import School
from goldenthread.schools.queries import current_year

# What can be changed of a place in a year, and what people call it.
IN_A_YEAR = {"nc_year": "year group", "tutor_group": "tutor group", "entered_on": "date of entry",
             "status": "enrolment status", "other_school": "other school", "plan_kept_here": "who keeps the plan"}


@transaction.atomic
def change_enrolment(*, learner: Learner, changes: dict[str, Any], by: Membership, on: date,
                     shown: Mapping[str, Any] | None = None) -> Enrolment:
    """Change a learner's place in the current year. Another tutor group means a place in that group from this day.

    `shown` is what the person was looking at: what has changed since is refused.
    """
    refuse_if(policies.why_not_change(learner, by, on))
    learner = Learner.objects.select_for_update(of=("self",)).select_related("school").get(pk=learner.pk)
    refuse_if("" if set(changes) <= set(IN_A_YEAR) else "That is no part of a place in a year.")
    refuse_if(policies.why_stale(learner.enrolments.filter(year__current=True).first(), shown, changes))
    changed = put_enrolments(learner.school, {learner: changes}, on)[learner]
    if changed:
        record("learners.enrolment_changed", by=by, about=learner, learner=learner,
               fields=[IN_A_YEAR[name] for name in changed])
    return learner.enrolments.get(year__current=True)


def put_enrolments(school: School, given: Mapping[Learner, dict[str, Any]], on: date) -> dict[Learner, list[str]]:
    """Change places in the current year, made where there is none; which fields differ now, for each learner.

    A constant number of statements. For operations that have asked the policies who may.
    """
    given = {learner: changes for learner, changes in given.items() if changes}
    year = current_year(school)
    held = {place.learner_id: place for place in Enrolment.objects.filter(year=year, learner__in=given)}
    changed: dict[Learner, list[str]] = {learner: [] for learner in given}
    new: list[Enrolment] = []
    old: list[Enrolment] = []
    seats = []
    for learner, values in given.items():
        place = held.get(learner.pk) or Enrolment(
            school=school, learner=learner, year=year, nc_year=expected_year(learner.dob, year.starts) or "X")
        names = put_place(place, values)
        refuse_if(policies.why_not_year(place.nc_year, place.status))
        if place.pk is None:
            new.append(place)
        elif names:
            old.append(place)
        if "tutor_group" in names:
            seats.append((learner, place.tutor_group, max(on, year.starts_on)))
        changed[learner] = names
    Enrolment.objects.bulk_create(new)
    if old:
        Enrolment.objects.bulk_update(old, list(IN_A_YEAR))
    if seats:
        seat_in_tutor_groups(school.pk, seats)
    return changed


def put_place(place: Enrolment, values: dict[str, Any]) -> list[str]:
    """Set the values, tidied, unsaved; which of them differ now."""
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    if "nc_year" in tidy:
        tidy["nc_year"] = tidy["nc_year"].upper()
    names = [name for name, value in tidy.items() if getattr(place, name) != value]
    for name in names:
        setattr(place, name, tidy[name])
    return names


@transaction.atomic
def leave(*, learner: Learner, left_on: date, by: Membership, on: date, reason: str = "") -> Enrolment:
    """The learner leaves after a last day: places in groups and staff's own grants end with it; the record stays."""
    refuse_if(policies.why_not_change(learner, by, on))
    learner = Learner.objects.select_for_update(of=("self",)).select_related("school").get(pk=learner.pk)
    place = learner.enrolments.filter(year__current=True).first()
    refuse_if(policies.why_not_leave(place, left_on))
    assert place is not None  # else refused just now
    if (place.left_on, place.left_for) == (left_on, reason):
        return place
    place.left_on, place.left_for, place.status = left_on, reason, Enrolment.Status.PREVIOUS
    place.save(update_fields=["left_on", "left_for", "status"])
    after = left_on + timedelta(days=1)
    close(GroupPlace.objects.filter(learner=learner), after)
    close(Grant.objects.filter(learner=learner, basis__in=Grant.OF_STAFF), after)
    record("learners.left", by=by, about=learner, learner=learner, left_on=left_on.isoformat())
    return place


@transaction.atomic
def come_back(*, learner: Learner, by: Membership, on: date) -> Enrolment:
    """Somebody marked as leaving stays, or returns: here again, in their tutor group from this day. Staff's own access
    that ended with them is given afresh.
    """
    refuse_if(policies.why_not_change(learner, by, on))
    learner = Learner.objects.select_for_update(of=("self",)).select_related("school").get(pk=learner.pk)
    place = learner.enrolments.filter(year__current=True).first()
    if place is None or place.left_on is None:
        raise Refused("This learner is not marked as leaving.")
    place.left_on, place.left_for, place.status = None, "", Enrolment.Status.CURRENT
    place.save(update_fields=["left_on", "left_for", "status"])
    GroupPlace.objects.not_over(on).filter(learner=learner, group__kind="tutor").update(ends_on=None)
    seat_in_tutor_groups(learner.school_id, [(learner, place.tutor_group, on)])
    record("learners.came_back", by=by, about=learner, learner=learner)
    return place
