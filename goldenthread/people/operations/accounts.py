"""Accounts: opened with a membership, named, let in again, closed; never deleted: what a person wrote stays theirs."""

import re
import unicodedata
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.people import policies
from goldenthread.people.hands import Hand, own
from goldenthread.people.models import Link, Membership, Spare, User
from goldenthread.schools.models import School


@transaction.atomic
def open_account(*, school: School, role: str, name: str, on: date, by: Membership | Hand | None = None,
                 email: str = "", username: str = "", password: str | None = None,
                 until: date | None = None) -> Membership:
    """A membership from `on`, with the account it needs; an account with that e-mail is used where there is one.

    A learner's login is the school's code and a username, made from the name where none is given. Without a password
    nobody can sign in until one is set. `by` is left out for the school's own hand.
    """
    refuse_if(policies.why_not_this_role(role, email))
    email = "" if role == "learner" else email.strip().lower()
    login = email or f"{school.sign_in_code}/{username.strip().lower() or free_username(school=school, name=name)}"
    user, new = User.objects.get_or_create(login=login, defaults={"name": name, "email": email})
    if new:
        user.set_password(password)
        user.save(update_fields=["password"])
    refuse_if(policies.why_not_twice(user, school, role))
    member = Membership.objects.create(school=school, user=user, role=role, name=name, starts_on=on, ends_on=until)
    by = by or Membership.system(school)
    record("people.joined", by=by, about=member, name=name, role_title=member.as_role.title)
    return member


def free_username(*, school: School, name: str) -> str:
    """A username nobody at the school has: ada.okafor, ada.okafor2 …"""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", "")) or ["learner"]
    stem = ".".join([words[0], *words[-1:]] if len(words) > 1 else words)
    start = f"{school.sign_in_code}/{stem}"
    taken = set(User.objects.filter(login__startswith=start).values_list("login", flat=True))
    if start not in taken:
        return stem
    return next(f"{stem}{n}" for n in range(2, len(taken) + 3) if f"{start}{n}" not in taken)


@transaction.atomic
def rename(*, user: User, name: str) -> None:
    """Another name for the account and for what the person does from now on; what they wrote keeps the old one."""
    User.objects.filter(pk=user.pk).update(name=name)
    user.memberships.filter(ends_on=None).update(name=name)
    record("people.renamed", by=own(user), about=user)


@transaction.atomic
def close_account(*, user: User, by: Membership | Hand, on: date) -> None:
    """Nobody can sign in as this person again; their memberships end today; what they did keeps their name."""
    for school in School.objects.select_for_update().filter(
            pk__in=user.memberships.filter(role="senco_admin").values("school")).order_by("pk"):
        refuse_if(policies.why_not_lose_admin(school, user.memberships.filter(school=school), on))
    User.objects.filter(pk=user.pk).update(is_active=False, session_epoch=F("session_epoch") + 1)
    Link.objects.filter(user=user, used_at=None).delete()
    Spare.objects.filter(user=user).delete()
    for member in user.memberships.filter(ends_on=None):
        policies.last_day_before(member, on).save(update_fields=["starts_on", "ends_on"])
    record("people.account_closed", by=by, about=user, name=user.name)


@transaction.atomic
def wake(*, member: Membership, by: Membership | Hand, now: datetime) -> None:
    """Let a member of staff back in who had not been here for so long that their account went to sleep."""
    refuse_if(policies.why_not_manage(by, member.school_id))
    User.objects.filter(pk=member.person.pk).update(awake_since=now)
    record("people.woken", by=by, about=member, name=member.name)


@transaction.atomic
def choose_font(*, user: User, font: str) -> None:
    """The letters this person reads best; '' for the school's."""
    User.objects.filter(pk=user.pk).update(font=font)
