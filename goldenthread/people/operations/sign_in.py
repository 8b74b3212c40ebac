"""Trying a password: counted before it is looked at, settled after, never in one transaction with the hashing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from goldenthread.audit.operations import record
from goldenthread.people import policies, throttle
from goldenthread.people.models import Knock, Membership, Spare, User
from goldenthread.people.operations.mail import send_mail_later
from goldenthread.people.passwords import LONGEST, matches
from goldenthread.schools.models import School


@dataclass(frozen=True)
class Attempt:
    """What came of a try: the user, or why not. `wait` is how long the door stays shut."""

    user: User | None = None
    refusal: str = ""
    wait: timedelta = timedelta()


WRONG, BUSY = "wrong", "busy"


def try_password(*, login: str, password: str, device: str, now: datetime) -> Attempt:
    """Who this is, if the password is theirs. Nobody, closed, learner, staff: the same answer at the same cost.

    `device` is the number of the device where the account has been signed in from it before, else ''.
    """
    login = login.strip().lower()[:254]
    if wait := count_try(login, device, now):
        return Attempt(refusal="wait", wait=wait)
    if not password or len(password) > LONGEST or "\0" in login:
        return miss(login, device, now)
    if not throttle.HASHES.take():
        Knock.objects.filter(key=throttle.account_key(login, device)).update(failures=F("failures") - 1)
        return Attempt(refusal=BUSY)
    user = User.objects.filter(login=login, is_active=True).first()
    if matches(password, user.password if user else "", lambda raw: rehash(user, raw)) and user:
        return settle(user, None, device, now)
    spare = Spare.objects.filter(user=user, ends_at__gt=now).first() if user else None
    if user and spare and matches(password, spare.password):
        return settle(user, spare, device, now)
    return miss(login, device, now)


def rehash(user: User | None, password: str) -> None:
    """Keep the password at today's cost, where it was kept at another."""
    if user is not None:
        was, user.password = user.password, make_password(password)
        User.objects.filter(pk=user.pk, password=was).update(password=user.password)


@transaction.atomic
def count_try(login: str, device: str, now: datetime) -> timedelta:
    """Count a try, or say how long to wait: before the password is looked at, so that no two tries share a count."""
    if not device and "@" not in login:
        shared = Knock.objects.filter(key=throttle.school_key(login)).first()
        if shared and throttle.level(shared, now) >= throttle.SCHOOL_BUDGET:
            return timedelta(minutes=1)
    return count(throttle.account_key(login, device), now)


@transaction.atomic
def count(key: str, now: datetime) -> timedelta:
    """One more try at a door, unless it is shut; then how long for."""
    knock, new = Knock.objects.select_for_update().get_or_create(key=key, defaults={"last": now})
    if new:
        Knock.objects.filter(last__lt=now - throttle.FORGOTTEN).delete()
    if wait := throttle.left_to_wait(knock, now):
        return wait
    knock.failures = 1 if now - knock.last > throttle.FORGOTTEN else knock.failures + 1
    knock.last = now
    knock.save(update_fields=["failures", "last"])
    return timedelta()


def count_asking(*, login: str, now: datetime) -> timedelta:
    """One more letter asked for at this address; how long to wait where there have been too many already."""
    return count(throttle.key("letter", login), now)


def strike_out(key: str) -> None:
    """The try was right, so none is held against this door."""
    Knock.objects.filter(key=key).delete()


@transaction.atomic
def miss(login: str, device: str, now: datetime) -> Attempt:
    """A wrong try; a learner's from a strange device also uses up some of what its school has."""
    if not device and "@" not in login:
        shared, _ = Knock.objects.select_for_update().get_or_create(
            key=throttle.school_key(login), defaults={"last": now})
        before = throttle.level(shared, now)
        shared.failures, shared.last = int(before) + 1, now
        shared.save(update_fields=["failures", "last"])
        if before < throttle.SCHOOL_BUDGET <= shared.failures:
            tell_senco(login.partition("/")[0], now)
    return Attempt(refusal=WRONG)


def tell_senco(code: str, now: datetime) -> None:
    """Somebody tries passwords on a school's learners: its SENCO admins get a letter, once a day."""
    school = School.objects.filter(sign_in_code=code).first()
    if school is None:
        return
    record("people.many_tries", by=Membership.system(school), about=school)
    for member in policies.admins(school, now.date()).select_related("user"):
        send_mail_later(to=member.person.email, template="people/mail/many_tries.txt", context={"name": member.name},
                        key=f"many-tries:{member.pk}:{now:%Y-%m-%d}", now=now)


@transaction.atomic
def settle(user: User, spare: Spare | None, device: str, now: datetime) -> Attempt:
    """The password was right: say what else stands in the way, or let go of what the tries held against the account.

    The account is read again under lock: of a main and a spare password used at the same moment one wins.
    """
    fresh = User.objects.select_for_update().get(pk=user.pk)
    if fresh.password != user.password or not fresh.is_active:
        return Attempt(refusal=WRONG)
    if refusal := policies.why_not_sign_in(fresh, spare is not None, now):
        return Attempt(refusal=refusal)
    gone = Spare.objects.filter(user=fresh, **({"password": spare.password} if spare else {})).delete()[0]
    if spare and not gone:
        return Attempt(refusal=WRONG)
    if spare:
        fresh.password, fresh.must_change_password = make_password(None), True
        fresh.save(update_fields=["password", "must_change_password"])
    strike_out(throttle.account_key(fresh.login, device))
    return Attempt(user=fresh)
