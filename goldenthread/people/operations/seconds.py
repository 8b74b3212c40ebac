"""Second factors: added, used, taken away."""

import time
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn, complete_authentication, complete_registration
from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.people import policies, second, throttle
from goldenthread.people.hands import Hand, own
from goldenthread.people.models import Membership, User
from goldenthread.people.operations.mail import send_mail_later
from goldenthread.people.operations.sign_in import count, strike_out
from goldenthread.people.passwords import code as new_code
from goldenthread.people.passwords import digest

NOT_RIGHT = "That code is not right, or it has been used. Wait for the next one and try again."


@transaction.atomic
def add_app(*, user: User, secret: str, code: str, now: datetime) -> Authenticator:
    """An app that shows one-time codes; `code` is its first, to see that it works. It replaces an app from before."""
    step = second.matching_step(secret, code, time.time())
    refuse_if("" if step is not None else NOT_RIGHT)
    Authenticator.objects.filter(user=user, type=second.APP).delete()
    app = Authenticator.objects.create(user=user, type=second.APP, data={"secret": encrypt(secret), "step": step})
    tell(user, "people.second_added", "an app", now)
    return app


@transaction.atomic
def add_passkey(*, user: User, name: str, credential: dict[str, Any], now: datetime) -> Authenticator:
    """A passkey, answering the challenge in this session."""
    try:
        complete_registration(credential)
    except (ValidationError, ValueError, KeyError, TypeError) as wrong:
        raise Refused("The passkey could not be added. Try again.") from wrong
    key = WebAuthn.add(user, name[:60] or "Passkey", credential).instance
    tell(user, "people.second_added", "a passkey", now)
    return key


def use_code(*, user: User, code: str, now: datetime) -> str:
    """Why not, for a one-time code of the app or a recovery code; empty when it was right, and then it is used up."""
    key = throttle.key("second", str(user.pk))
    if wait := count(key, now):
        return f"Too many wrong codes. Wait {policies.in_minutes(wait)} and try again."
    if not (use_step(user, code, time.time()) or use_recovery_code(user, code)):
        return NOT_RIGHT
    strike_out(key)
    return ""


@transaction.atomic
def use_step(user: User, code: str, moment: float) -> bool:
    app = Authenticator.objects.select_for_update().filter(user=user, type=second.APP).first()
    step = second.matching_step(secret_of(app), code, moment) if app else None
    if app is None or step is None or step <= app.data["step"]:
        return False
    app.data["step"] = step
    app.save(update_fields=["data"])
    app.record_usage()
    return True


def secret_of(app: Authenticator) -> str:
    """The app's secret; one that no code fits where the site's own key has been changed since."""
    try:
        return str(decrypt(app.data["secret"]))
    except InvalidToken:
        return second.new_secret()


@transaction.atomic
def use_recovery_code(user: User, code: str) -> bool:
    codes = Authenticator.objects.select_for_update().filter(user=user, type=second.CODES).first()
    if codes is None or digest(code) not in codes.data["hashes"]:
        return False
    codes.data["hashes"].remove(digest(code))
    codes.save(update_fields=["data"])
    codes.record_usage()
    return True


def use_passkey(*, user: User, credential: dict[str, Any], now: datetime) -> str:
    """Why not, for a passkey's answer to the challenge in this session."""
    try:
        complete_authentication(user, credential).record_usage()
    except (ValidationError, ValueError, KeyError, TypeError):
        return "That passkey did not work. Try again, or use a code."
    return ""


@transaction.atomic
def new_recovery_codes(*, user: User, now: datetime) -> list[str]:
    """Ten codes, each good once, shown this once; those from before work no more."""
    codes = [new_code(10) for _ in range(second.RECOVERY_CODES)]
    Authenticator.objects.update_or_create(
        user=user, type=second.CODES, defaults={"data": {"hashes": [digest(code) for code in codes]}})
    tell(user, "people.recovery_codes_made", "recovery codes", now)
    return codes


@transaction.atomic
def remove_second(*, user: User, pk: int, now: datetime) -> None:
    """Take away an app or a passkey; not the last one of somebody who must have one."""
    User.objects.select_for_update().get(pk=user.pk)
    factors = second.factors(user)
    refuse_if(policies.why_not_remove_second(len(factors), second.needed(user)))
    Authenticator.objects.filter(pk__in=[factor.pk for factor in factors], user=user).filter(pk=pk).delete()
    tell(user, "people.second_removed", "a second factor", now)


@transaction.atomic
def forget_seconds(*, member: Membership, by: Membership, now: datetime) -> None:
    """For a lost phone: all second factors go, every session ends, and the next sign-in sets one up anew.

    The SENCO admin has seen the person; the letter tells them in case it was somebody else.
    """
    refuse_if(policies.why_not_forget_seconds(member, by))
    start_anew(user=member.person, by=by, about=member, now=now)


@transaction.atomic
def start_anew(*, user: User, by: Membership | Hand, about: Membership | User, now: datetime) -> None:
    """As forget_seconds, for the console too: for the only SENCO admin of a school, or the operator."""
    user = User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user).delete()
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    record("people.second_forgotten", by=by, about=about, name=user.name)
    mail(user, "All second factors were taken away, as for a lost phone", now)


def tell(user: User, kind: str, what: str, now: datetime) -> None:
    record(kind, by=own(user), about=user, what=what)
    did = {"people.second_removed": "Taken away: ", "people.second_added": "Added: "}.get(kind, "Made: ")
    mail(user, did + what, now)


def mail(user: User, what: str, now: datetime) -> None:
    if user.email:
        send_mail_later(to=user.email, template="people/mail/second.txt", context={"name": user.name, "what": what},
                        key=f"second:{user.pk}:{now.isoformat()}:{digest(what)[:12]}", now=now)
