"""What a password may be, and passphrases made for learners. Nothing here writes.

No rules of composition, no expiry of passwords people chose, pasting welcome. Twelve characters for staff and family,
with or without a second factor; eight for learners, who open nothing but their own pages and whose tries are counted.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from functools import cache
from math import log2

from django.conf import settings
from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator

from goldenthread.people.models import User
from goldenthread.people.words import WORDS

SHORTEST, SHORTEST_FOR_LEARNERS = 12, 8
# Checked before hashing: a megabyte of password would keep a core busy for nothing.
LONGEST = 1_024
# Four of 626 words and two figures: 43 bits.
PHRASE_WORDS, PHRASE_NUMBERS = 4, range(10, 100)
PHRASE_BITS = PHRASE_WORDS * log2(len(WORDS)) + log2(len(PHRASE_NUMBERS))
# Read aloud and copied by hand, so without 0 O 1 I L U V.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTWXYZ"


def why_not_password(password: str, user: User) -> str:
    """What stands against this as a lasting password, as a sentence."""
    shortest = SHORTEST_FOR_LEARNERS if user.is_learner else SHORTEST
    if len(password) < shortest:
        return f"Use at least {shortest} characters. Three or four words that only you would put together do well."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if is_common(password):
        return "Many people use that password, so it is among the first that are tried. Choose another one."
    if any(len(part) > 3 and part in folded(password) and len(part) * 2 > len(password) for part in about(user)):
        return "Choose a password that is not your name or your e-mail address."
    if is_password_usable(user.password) and user.must_change_password and check_password(password, user.password):
        return "Choose a password that is different from the one you were given."
    return ""


def folded(text: str) -> str:
    return "".join(text.casefold().split())


def about(user: User) -> list[str]:
    """What a stranger would try first: name and login, whole and in parts."""
    login = user.login.casefold()
    return [login, *login.replace("@", "/").split("/"), folded(user.name), *user.name.casefold().split()]


def is_common(password: str) -> bool:
    """In the list of 20,000 that Django brings, or one of it written twice, or with figures and marks at its end."""
    plain = folded(password)
    bare = plain.strip("0123456789!?.,;:*#$£€&%+-_=")
    half = plain[: len(plain) // 2]
    repeated = half and plain == half * 2
    known = plain in common() or (len(bare) <= 10 and bare in common()) or (repeated and half in common())
    return not bare or bool(known)


@cache
def common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def passphrase() -> str:
    """Four words and a number from the system's source of randomness: 43 bits, so unlike any other by construction."""
    words = [secrets.choice(WORDS) for _ in range(PHRASE_WORDS)]
    return f"{'-'.join(words)}-{secrets.choice(PHRASE_NUMBERS)}"


def token() -> str:
    """The secret of an address sent by e-mail: 256 bits."""
    return secrets.token_urlsafe(32)


def code(letters: int = 8) -> str:
    """A code handed over on paper, as K7QM-2RTW: 38 bits, tried five times at most."""
    drawn = "".join(secrets.choice(CODE_LETTERS) for _ in range(letters))
    return f"{drawn[:4]}-{drawn[4:]}"


def digest(secret: str) -> str:
    """How tokens and codes are kept: keyed, so that a stolen table of short codes can't be guessed through."""
    plain = secret.strip().upper().replace("-", "").replace(" ", "") if len(secret.strip()) < 20 else secret
    return hmac.new(settings.SECRET_KEY.encode(), plain.encode(), hashlib.sha256).hexdigest()


def matches(password: str, encoded: str, rehash: Callable[[str], None] | None = None) -> bool:
    """Whether the password is the one kept. Nobody and no password cost the same as somebody with a wrong one."""
    if not is_password_usable(encoded) or not encoded:
        check_password(password, nobody())
        return False
    return check_password(password, encoded, rehash)


@cache
def nobody() -> str:
    """The hash that passwords of unknown users are checked against."""
    return make_password(secrets.token_urlsafe(32))
