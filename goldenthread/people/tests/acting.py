"""What these tests do again and again: choose a password, sign in, work out a code."""

import time

from django.test import Client
from django.utils.crypto import get_random_string

from goldenthread.people import second
from goldenthread.people.models import Mail, Membership, User
from goldenthread.people.operations import add_app, change_password, delivery, new_recovery_codes
from goldenthread.schools.clock import now

PASSWORD = "marble otter ladder 47"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_password(member: Membership, password: str = PASSWORD) -> User:
    """The member's user, with a password of their own choosing."""
    change_password(user=member.user, password=password, now=now())
    member.user.refresh_from_db()
    return member.user


def with_app(member: Membership) -> list[str]:
    """The member has set up an app, with the code of the step before; their recovery codes."""
    add_app(user=member.user, secret=SECRET, code=code_at(-1), now=now())
    return new_recovery_codes(user=member.user, now=now())


def code_at(offset: int = 0) -> str:
    """What the app shows now, or so many steps later."""
    return second.format_hotp_value(second.hotp_value(SECRET, int(time.time()) // second.STEP + offset))


def try_to_sign_in(user: User, password: str, client: Client | None = None, onward: str = ""):
    client = client or Client()
    if user.is_learner:
        code, name = user.login.split("/")
        return client.post("/sign-in/learner/" + onward, {"code": code, "username": name, "password": password})
    return client.post("/sign-in/" + onward, {"login": user.login, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def letters() -> list[Mail]:
    """Send what is due; all letters so far, newest last."""
    delivery.deliver(now=now())
    return list(Mail.objects.order_by("pk"))


def wrong() -> str:
    return get_random_string(20)
