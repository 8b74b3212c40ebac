"""Why not: sentences for those who manage people, empty where nothing stands against it."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from goldenthread.people.hands import Hand
from goldenthread.people.models import Invitation, Link, Membership, User
from goldenthread.people.permissions import Permission
from goldenthread.people.roles import ROLES
from goldenthread.schools.models import School
from goldenthread.schools.templatetags.gt import moment

DORMANT = timedelta(days=90)
STAND_IN_DAYS = 366
CODE_TRIES = 5
LINK_OVER = "This link has been used, has been replaced or is too old. Ask for a new one."
INVITATION_OVER = "This invitation has been used, withdrawn or is older than seven days. Ask the school for a new one."
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
    return why_not_this_role(role, member.person.login) or why_not_twice(member.person, member.school, role)


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


def last_day_before(member: Membership, on: date) -> Membership:
    """The member, no longer live on `on`; one who began that same day was never here."""
    member.ends_on = on - timedelta(days=1)
    member.starts_on = min(member.starts_on, member.ends_on)
    return member


def is_dormant(user: User, now: datetime) -> bool:
    """Nobody has signed in to this account for so long that a SENCO admin should say it is still wanted."""
    if settings.DEMO:
        return False
    return max(filter(None, [user.last_login, user.awake_since])) < now - DORMANT


def why_not_sign_in(user: User, spare: bool, now: datetime) -> str:
    """What stands in the way of somebody whose password was right. A spare password needs no main one."""
    if not spare and user.temporary_until and user.temporary_until <= now:
        return "That password was for a short time only, and the time is over. Ask your school for a new one."
    if not user.is_learner and is_dormant(user, now) and user.memberships.exclude(role="parent").exists():
        return "Nobody has signed in with this account for 90 days, so it is asleep. Ask your SENCO to wake it."
    return ""


def why_not_use(link: Link, purpose: str, now: datetime) -> str:
    """A link from a letter works once, for what it is for, between two moments."""
    if link.purpose != purpose or link.used_at or link.ends_at <= now or not link.user.is_active:
        return LINK_OVER
    if now < link.opens_at:
        return f"To keep thieves out this link works from {moment(link.opens_at)}. Nothing has changed yet."
    return ""


def why_not_email(user: User, email: str, for_good: bool = False) -> str:
    """Whether an address is taken is only said to somebody who reads its letters."""
    if user.is_learner:
        return "Learners sign in with a username."
    if email.strip().lower() == user.login:
        return "This is the address you already use."
    if for_good and User.objects.filter(login=email).exists():
        return "Another account already uses this address."
    return ""


def why_not_give_password(member: Membership, by: Membership, on: date) -> str:
    """Passwords are handed only to learners; everybody else gets a letter and chooses their own."""
    if refusal := why_not_manage(by, member.school_id):
        return refusal
    if member.role != "learner" or not member.is_live(on):
        return f"{member.name} is not a learner here. Staff and family choose a password by a link sent to them."
    return ""


def why_not_life(life: timedelta) -> str:
    return "" if timedelta() < life <= timedelta(days=60) else "A spare password lasts 60 days at most."


def why_not_remove_second(how_many: int, needed: bool) -> str:
    last = needed and how_many < 2
    return "This is the last one. Add another second factor before you take this away." if last else ""


def why_not_forget_seconds(member: Membership, by: Membership) -> str:
    if refusal := why_not_manage(by, member.school_id):
        return refusal
    if member.user_id == by.user_id:
        return "Use one of your recovery codes, or ask another SENCO admin: nobody does this for themself."
    if member.user is None or member.user.is_operator or member.user.support_id:
        return "This person works for more than this school. Only the operator can do this for them."
    return ""


def in_minutes(wait: timedelta) -> str:
    """A wait in words, rounded up: a minute, 7 minutes."""
    minutes = -(-int(wait.total_seconds() + 0.999) // 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"


def why_not_invite(school: School, role: str, email: str, by: Membership | Hand) -> str:
    """Staff are invited by a SENCO admin, parents also by the SENCO team, the first SENCO admin by the operator."""
    if isinstance(by, Hand):
        only = "" if role == "senco_admin" else "The operator invites SENCO admins only."
        return why_not_manage(by, school.pk) or only
    here = by.school_id == school.pk
    if not (here and role == "parent" and by.may(Permission.LEARNERS_MANAGE)) and (no := why_not_manage(by, school.pk)):
        return no
    if role == "learner":
        return "Learners get a username and a passphrase, not a letter."
    if role not in ROLES or role == "system":
        return "There is no such role."
    already = Membership.objects.filter(school=school, user__login=email, role=role, ends_on=None)
    if role != "parent" and already.exists():
        return f"Somebody with this address already is {ROLES[role].title} here."
    return ""


def why_not_accept(invitation: Invitation, user: User | None, now: datetime) -> str:
    """An account that exists joins only with its owner signed in; a parent's account is one person's."""
    if invitation.accepted_at or invitation.withdrawn_at or invitation.ends_at <= now:
        return INVITATION_OVER
    if user is None:
        taken = User.objects.filter(login=invitation.email).exists()
        return "There already is an account with this e-mail address. Sign in with it first." if taken else ""
    if user.login != invitation.email:
        return f"This invitation went to another address. Sign out, or ask the school to send it to {user.login}."
    if invitation.role == "parent" and same_words(user.name) != same_words(invitation.name):
        return (f"This invitation is for {invitation.name}, and this is the account of {user.name}. Each parent has an "
                "account of their own: ask the school to send it to an address that is theirs alone.")
    if user.memberships.filter(school=invitation.school_id, role=invitation.role, ends_on=None).exists() and (
            not invitation.for_room):
        return f"You already are {ROLES[invitation.role].title} here."
    return ""


def same_words(name: str) -> str:
    return " ".join(name.casefold().split())


def why_not_operate(user: User) -> str:
    return "" if user.is_operator and user.is_active else "Only the operator of this site can do this."


def site(path: str) -> str:
    """An address of this site for a letter, from settings and never from a request."""
    return settings.SITE_URL.rstrip("/") + path
