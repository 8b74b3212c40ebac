"""Asking people in. An invitation binds to the first account that takes it, and to that alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.people import hooks, policies
from goldenthread.people.hands import Hand
from goldenthread.people.models import Invitation, Membership, User
from goldenthread.people.operations.accounts import open_account
from goldenthread.people.operations.mail import give_up_on, link_to, send_mail_later
from goldenthread.people.passwords import code as new_code
from goldenthread.people.passwords import digest, token, why_not_password
from goldenthread.schools.models import School

LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Invited:
    """An invitation and, for a parent, the code to hand over; it is shown this once."""

    invitation: Invitation
    code: str


@transaction.atomic
def invite(*, school: School, role: str, name: str, email: str, by: Membership | Hand, now: datetime,
           until: date | None = None, for_room: str = "", for_id: str = "") -> Invited:
    """Offer a role by e-mail for seven days. One open already for the same person and purpose is withdrawn.

    `for_room` and `for_id` name what the invitation is about in a higher room, which is told when it is taken
    (people.hooks): learners gives a contact's UUID.
    """
    email = email.strip().lower()
    refuse_if(policies.why_not_invite(school, role, email, by))
    for before in Invitation.objects.filter(school=school, role=role, email=email, for_room=for_room, for_id=for_id,
                                            accepted_at=None, withdrawn_at=None):
        shut(before, now)
    secret, code = token(), new_code() if role == "parent" else ""
    invitation = Invitation.objects.create(
        school=school, role=role, name=name, email=email, digest=digest(secret), sent_at=now, ends_at=now + LIFE,
        code_digest=digest(code) if code else "", until=until, for_room=for_room, for_id=for_id,
        invited_by=by if isinstance(by, Membership) else None)
    send_mail_later(to=email, template="people/mail/invitation.txt", key=f"invitation:{invitation.pk}:", now=now,
                    about=f"{for_room}:{for_id}" if for_room else "",
                    context={"name": name, "address": link_to("people:invitation", secret), "code": bool(code),
                             "family": policies.ROLES[role].kind == "family",
                             "outside": policies.ROLES[role].kind == "professional"})
    record("people.invited", by=by, about=invitation, name=name, role_title=policies.ROLES[role].title)
    return Invited(invitation, code)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Membership, now: datetime) -> None:
    """Take an offer back; its letter, if still waiting, is not sent."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    refuse_if(policies.why_not_manage(by, invitation.school_id))
    refuse_if("This invitation has already been taken." if invitation.accepted_at else "")
    shut(invitation, now)
    record("people.invitation_withdrawn", by=by, about=invitation, name=invitation.name)


def shut(invitation: Invitation, now: datetime) -> None:
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    give_up_on(key_start=f"invitation:{invitation.pk}:")


@transaction.atomic
def try_code(*, invitation: Invitation, code: str, now: datetime) -> str:
    """Why not, for the code a parent was handed. Counted, and kept also where the answer is no: five tries, no more."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.code_digest or digest(code) == invitation.code_digest:
        return ""
    invitation.code_tries += 1
    if invitation.code_tries >= policies.CODE_TRIES:
        shut(invitation, now)
    invitation.save(update_fields=["code_tries", "withdrawn_at"])
    return "That is not the code the school gave you. Ask the school if you can't find it."


def accept(*, invitation: Invitation, now: datetime, on: date, user: User | None = None, name: str = "",
           password: str = "", code: str = "") -> Membership:
    """Take an invitation: as `user`, whose login must be the address it went to, or with a new account.

    A name and a password make the account. Whoever already has one signs in first: nothing is joined silently.
    """
    refuse_if(policies.why_not_accept(invitation, user, now))
    refuse_if(try_code(invitation=invitation, code=code, now=now))
    return bind(invitation, user, name.strip() or invitation.name, password, now, on)


@transaction.atomic
def bind(invitation: Invitation, user: User | None, name: str, password: str, now: datetime, on: date) -> Membership:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("school", "invited_by")
    invitation = rows.get(pk=invitation.pk)
    refuse_if(policies.why_not_accept(invitation, user, now))
    if user is None:
        refuse_if(why_not_password(password, User(login=invitation.email, name=name)))
    member = existing(invitation, user) or open_account(
        school=invitation.school, role=invitation.role, name=user.name if user else name, email=invitation.email, on=on,
        password=None if user else password, until=invitation.until, by=invitation.invited_by)
    invitation.accepted_at, invitation.member = now, member
    invitation.save(update_fields=["accepted_at", "member"])
    if invitation.for_room:
        tell = hooks.accepted.get(invitation.for_room)
        if tell is None:
            raise Refused("This invitation can't be taken here any more. Ask the school for a new one.")
        by = invitation.invited_by
        by = by if by and by.is_live(on) else Membership.system(invitation.school)
        tell(member=member, reference=invitation.for_id, by=by, on=on)
    return member


def existing(invitation: Invitation, user: User | None) -> Membership | None:
    """A parent's second child at the same school adds to the membership they have."""
    if user is None or not invitation.for_room:
        return None
    return user.memberships.filter(school=invitation.school, role=invitation.role, ends_on=None).first()
