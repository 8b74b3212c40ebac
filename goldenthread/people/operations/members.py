"""Memberships: changed by ending one and beginning another, so that what was done in a role stays done in it.

Every act that could leave a school without a SENCO admin first locks the school's row, so that two at once, each
ending the other, come one after the other.
"""

from datetime import date

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.people import policies
from goldenthread.people.hands import Hand
from goldenthread.people.models import Membership
from goldenthread.people.operations.accounts import open_account
from goldenthread.people.roles import ROLES
from goldenthread.schools.models import School


def locked(member: Membership) -> Membership:
    """The member as they are now, while nobody else changes who works at the school."""
    School.objects.select_for_update().get(pk=member.school_id)
    return Membership.objects.select_related("user", "school").get(pk=member.pk)


@transaction.atomic
def end(*, member: Membership, by: Membership | Hand, on: date, last_day: date | None = None) -> Membership:
    """The membership ends: at once, or after a last day still to come. Then their sessions find nothing here."""
    member = locked(member)
    refuse_if(policies.why_not_end(member, by, on))
    if last_day is not None and last_day >= on:
        member.ends_on = last_day
    else:
        member = policies.last_day_before(member, on)
    member.save(update_fields=["starts_on", "ends_on"])
    record("people.membership_ended", by=by, about=member, name=member.name, role_title=member.as_role.title,
           last_day=member.ends_on.isoformat() if member.ends_on else "")
    return member


@transaction.atomic
def change_role(*, member: Membership, role: str, by: Membership | Hand, on: date) -> Membership:
    """The old membership ends and one in the new role begins today; access given to the old one ends with it."""
    member = locked(member)
    refuse_if(policies.why_not_change_role(member, role, by, on))
    ended = policies.last_day_before(member, on)
    ended.save(update_fields=["starts_on", "ends_on"])
    new = Membership.objects.create(school=member.school, user=member.user, role=role, name=member.name, starts_on=on)
    record("people.role_changed", by=by, about=new, name=new.name, was=ROLES[member.role].title,
           role_title=new.as_role.title)
    return new


@transaction.atomic
def name_stand_in(*, member: Membership, until: date, by: Membership, on: date) -> Membership:
    """A member of the school's staff becomes SENCO admin as well, up to and including `until`."""
    member = locked(member)
    refuse_if(policies.why_not_stand_in(member, until, by, on))
    return open_account(school=member.school, role="senco_admin", name=member.name, email=member.person.login,
                        on=on, until=until, by=by)
