"""Choosing a password and another e-mail address, by addresses sent by e-mail; and passwords handed over by a school.

Opening such an address does nothing: mail scanners open everything. Sending the form it shows uses it up.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import refuse_if
from goldenthread.people import policies
from goldenthread.people.hands import own
from goldenthread.people.models import Knock, Link, Membership, Spare, User
from goldenthread.people.operations.mail import give_up_on, link_to, send_mail_later
from goldenthread.people.passwords import digest, matches, passphrase, token, why_not_password
from goldenthread.people.sessions import kind_of
from goldenthread.people.throttle import account_key

PASSWORD_LIFE = timedelta(minutes=30)
EMAIL_LIFE = timedelta(hours=24)
# A thief who changes a parent's address waits a day, in which the parent reads of it at the old one.
PARENT_HOLD = timedelta(hours=24)
TEMPORARY_LIFE = timedelta(days=14)


@transaction.atomic
def mail_password_link(*, login: str, now: datetime) -> None:
    """Send whoever signs in with this e-mail address a way to choose a password; nobody at all gets nothing."""
    user = User.objects.filter(login=login.strip().lower(), is_active=True).exclude(email="").first()
    if user is None or user.is_learner:
        return
    Link.objects.filter(user=user, purpose=Link.Purpose.PASSWORD, used_at=None).delete()
    give_up_on(key_start=f"password:{user.pk}:")
    secret = token()
    link = Link.objects.create(user=user, purpose=Link.Purpose.PASSWORD, digest=digest(secret), opens_at=now,
                               ends_at=now + PASSWORD_LIFE)
    send_mail_later(to=user.email, template="people/mail/password.txt", key=f"password:{user.pk}:{link.pk}", now=now,
                    context={"name": user.name, "address": link_to("people:password-link", secret)})


@transaction.atomic
def use_password_link(*, link: Link, password: str, now: datetime) -> User:
    """Choose a password by a link from a letter. Every session and every other link of the account dies."""
    link = Link.objects.select_for_update(of=("self",)).select_related("user").get(pk=link.pk)
    refuse_if(policies.why_not_use(link, Link.Purpose.PASSWORD, now) or why_not_password(password, link.user))
    Link.objects.filter(pk=link.pk).update(used_at=now)
    set_password(user=link.user, password=password, now=now)
    return link.user


@transaction.atomic
def change_password(*, user: User, password: str, now: datetime) -> User:
    """The person chooses another password; the page has asked for the one before. Other sessions and links die."""
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_if(why_not_password(password, user))
    set_password(user=user, password=password, now=now)
    return user


def set_password(*, user: User, password: str, now: datetime) -> None:
    user.password, user.must_change_password, user.temporary_until = make_password(password), False, None
    user.save(update_fields=["password", "must_change_password", "temporary_until"])
    Link.objects.filter(user=user, used_at=None).delete()
    Spare.objects.filter(user=user).delete()
    Knock.objects.filter(key=account_key(user.login, "")).delete()
    record("people.password_changed", by=own(user), about=user)
    if user.email:
        send_mail_later(to=user.email, template="people/mail/password_changed.txt", context={"name": user.name},
                        key=f"password-changed:{user.pk}:{now.isoformat()}", now=now)


@transaction.atomic
def ask_for_email(*, user: User, email: str, now: datetime) -> Link:
    """The person wants to use another address: it is told a link, and the old one is told what was asked."""
    refuse_if(policies.why_not_email(user, email))
    Link.objects.filter(user=user, purpose=Link.Purpose.EMAIL, used_at=None).delete()
    give_up_on(key_start=f"email:{user.pk}:")
    secret, hold = token(), PARENT_HOLD if kind_of(user) == "family" else timedelta()
    opens_at, address = now + hold, link_to("people:email-link", secret)
    link = Link.objects.create(user=user, purpose=Link.Purpose.EMAIL, digest=digest(secret), opens_at=opens_at,
                               email=email.strip().lower(), ends_at=opens_at + EMAIL_LIFE)
    facts = {"name": user.name, "address": address, "opens_at": opens_at, "hold": hold}
    send_mail_later(to=link.email, template="people/mail/email.txt", context=facts, now=now,
                    key=f"email:{user.pk}:{link.pk}")
    send_mail_later(to=user.email, template="people/mail/email_asked.txt", context=facts, now=now,
                    key=f"email-asked:{user.pk}:{link.pk}")
    record("people.email_asked", by=own(user), about=user)
    return link


@transaction.atomic
def use_email_link(*, link: Link, now: datetime) -> User:
    """The account signs in by the new address from now on, and anew everywhere."""
    link = Link.objects.select_for_update(of=("self",)).select_related("user").get(pk=link.pk)
    refuse_if(policies.why_not_use(link, Link.Purpose.EMAIL, now)
              or policies.why_not_email(link.user, link.email, for_good=True))
    user = link.user
    user.login = user.email = link.email
    user.session_epoch += 1
    user.save(update_fields=["login", "email", "session_epoch"])
    Link.objects.filter(user=user, used_at=None).exclude(pk=link.pk).delete()
    Link.objects.filter(pk=link.pk).update(used_at=now, email="")
    record("people.email_changed", by=own(user), about=user)
    return user


@transaction.atomic
def temporary_passwords(*, members: list[Membership], by: Membership, now: datetime) -> list[tuple[Membership, str]]:
    """A passphrase for each of these learners, shown this once; what they had before works no more.

    It lasts 14 days, opens nothing but the page for choosing another, and is no good as that other.
    """
    for member in members:
        refuse_if(policies.why_not_give_password(member, by, now.date()))
    given = [(member, passphrase()) for member in members]
    for member, phrase in given:
        User.objects.filter(pk=member.person.pk).update(
            password=make_password(phrase), must_change_password=True, temporary_until=now + TEMPORARY_LIFE,
            session_epoch=F("session_epoch") + 1)
    note_given(given, by, "people.password_given")
    return given


@transaction.atomic
def spare_passwords(*, members: list[Membership], by: Membership, now: datetime,
                    life: timedelta = TEMPORARY_LIFE) -> list[tuple[Membership, str]]:
    """A second passphrase for each of these learners: whichever of the two is used first kills the other."""
    for member in members:
        refuse_if(policies.why_not_give_password(member, by, now.date()) or policies.why_not_life(life))
    given = [(member, passphrase()) for member in members]
    for member, phrase in given:
        Spare.objects.update_or_create(user=member.person, defaults={
            "password": make_password(phrase), "ends_at": now + life})
    note_given(given, by, "people.spare_given")
    return given


def note_given(given: list[tuple[Membership, str]], by: Membership, kind: str) -> None:
    record_many(kind, by=by, about=[(member, None, {"name": member.name}) for member, _ in given])
    Knock.objects.filter(key__in=[account_key(member.user.login, "") for member, _ in given if member.user]).delete()


@transaction.atomic
def lift_delay(*, member: Membership, by: Membership) -> None:
    """Let a person try again now whose account somebody has guessed at."""
    refuse_if(policies.why_not_manage(by, member.school_id))
    Knock.objects.filter(key=account_key(member.user.login if member.user else "", "")).delete()
    record("people.delay_lifted", by=by, about=member, name=member.name)


@transaction.atomic
def sign_out_everywhere(*, user: User) -> None:
    """Every session of the account ends with its next request, and every known device is a stranger."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    record("people.signed_out_everywhere", by=own(user), about=user)


def end_sessions(*, user: User) -> None:
    """As above, because of what somebody else did, who records it: the person was kept from a learner."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)


def is_password_of(user: User, password: str) -> bool:
    return matches(password, user.password)
