"""Why not: sentences for those who manage people, empty where nothing stands against it."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from goldenthread.people.hands import Hand
from goldenthread.people.models import Membership, User
from goldenthread.people.permissions import Permission
from goldenthread.people.roles import ROLES
from goldenthread.schools.models import School

DORMANT = timedelta(days=90)
STAND_IN_DAYS = 366
# Given to a person by the way they come in, never by changing a role.
FIXED = {"learner", "parent", "system"}


def live(on: date) -> Q:
    """Memberships that hold on a date; the last day counts."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))


def why_not_manage(by: Membership | Hand, school_id: int) -> str:
    """The operator looks after first SENCO admins; everybody else needs the permission at this school."""
    if isinstance(by, Hand):
        return "" if by.role == "operator" else "Only a SENCO admin can do this."
    if by.school_id != school_id or not by.may(Permission.MEMBERS_MANAGE):
        return "Only a SENCO admin of this school can invite people and change what they are."
    return ""


def why_not_this_role(role: str, email: str) -> str:
    if role not in ROLES or role == "system":
        return "There is no such role."
    if role != "learner" and "@" not in email:
        return "Staff and family sign in by e-mail: give their address."
    return ""


def why_not_twice(user: User, school: School, role: str) -> str:
    if not user.is_active:
        return "This person's account has been closed. Ask the operator."
    if Membership.objects.filter(school=school, user=user, role=role, ends_on=None).exists():
        return f"{user.name} already is {ROLES[role].title} here."
    return ""


def admins(school: School, on: date) -> QuerySet[Membership]:
    """The SENCO admins a school can count on: live, with no end set, and able to sign in."""
    return Membership.objects.filter(school=school, role="senco_admin", starts_on__lte=on, ends_on=None,
                                     user__is_active=True)


def why_not_lose_admin(school: School, leaving: QuerySet[Membership], on: date) -> str:
    """A school is never without a SENCO admin. Stand-ins, whose days are numbered, do not count."""
    now = admins(school, on)
    if now.filter(pk__in=leaving).exists() and not now.exclude(pk__in=leaving).exists():
        return "A school always has at least one SENCO admin with no end date. Name another one first."
    return ""


def why_not_end(member: Membership, by: Membership | Hand, on: date) -> str:
    if refusal := why_not_manage(by, member.school_id):
        return refusal
    if member.role == "system":
        return "This is the school's own hand. It stays."
    if not member.is_live(on) and member.starts_on <= on:
        return f"{member.name} has already left."
    return why_not_lose_admin(member.school, Membership.objects.filter(pk=member.pk), on)


def why_not_change_role(member: Membership, role: str, by: Membership | Hand, on: date) -> str:
    if refusal := why_not_end(member, by, on):
        return refusal
    if member.role in FIXED or role in FIXED:
        return "Learners and parents come in by their own way. End this membership and invite the person anew."
    if role == member.role:
        return f"{member.name} already is {ROLES[role].title} here."
    assert member.user is not None  # only the school's own hand has none, and it is refused above
    return why_not_this_role(role, member.user.login) or why_not_twice(member.user, member.school, role)


def why_not_stand_in(member: Membership, until: date, by: Membership, on: date) -> str:
    if refusal := why_not_manage(by, member.school_id):
        return refusal
    if not member.is_live(on) or not member.as_role.staff:
        return "A stand-in is somebody who works at this school now."
    if member.role == "senco_admin":
        return f"{member.name} already is SENCO admin here."
    if not on <= until <= on + timedelta(days=STAND_IN_DAYS):
        return "A stand-in's last day is today or later, and within a year."
    return ""


def why_not_move_end(member: Membership, last_day: date, by: Membership, on: date) -> str:
    if refusal := why_not_manage(by, member.school_id):
        return refusal
    if member.ends_on is None or not member.is_live(on):
        return "Only a membership that has an end, and has not reached it, can be given another one."
    if not on <= last_day <= on + timedelta(days=STAND_IN_DAYS):
        return "The last day is today or later, and within a year."
    return ""


def last_day_before(member: Membership, on: date) -> Membership:
    """The member, no longer live on `on`; one who began that same day was never here."""
    member.ends_on = on - timedelta(days=1)
    member.starts_on = min(member.starts_on, member.ends_on)
    return member


def is_dormant(user: User, now: datetime) -> bool:
    """Nobody has signed in to this account for so long that a SENCO admin should say it is still wanted."""
    return max(filter(None, [user.last_login, user.awake_since])) < now - DORMANT
