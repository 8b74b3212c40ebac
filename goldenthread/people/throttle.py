"""How fast passwords may be tried. Never by address: a whole school stands behind one.

An account counts its wrong tries from strange devices together, and those of each device it has been signed in to
from by themselves (OWASP's device cookies): who guesses at a classmate's password delays the guessing, not the
classmate. Learners of one school share a budget for wrong tries from strange devices, so that one password can't be
tried on three hundred names. A try is counted before it is made and struck out when it was right; a hundred at the
same moment are a hundred.
"""

import hashlib
import hmac
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from goldenthread.people.models import Knock

FREE = 5
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)
SCHOOL_BUDGET, SCHOOL_REFILL = 200, 20  # wrong tries, and how many are forgiven a minute


def delay_after(failures: int) -> timedelta:
    """How long to wait after so many wrong tries: not at all for five, then 30 seconds, doubling up to 15 minutes."""
    if failures < FREE:
        return timedelta()
    return min(FIRST_DELAY * 2 ** min(failures - FREE, 10), LONGEST_DELAY)


def left_to_wait(knock: Knock, now: datetime) -> timedelta:
    if now - knock.last > FORGOTTEN:
        return timedelta()
    delay = delay_after(knock.failures)
    # Never longer than the delay itself, should the clock have been put back.
    return min(max(knock.last + delay - now, timedelta()), delay)


def level(knock: Knock, now: datetime) -> float:
    """How much of a school's budget is used: it fills with wrong tries and drains with time."""
    return max(knock.failures - (now - knock.last).total_seconds() / 60 * SCHOOL_REFILL, 0)


def account_key(login: str, device: str) -> str:
    """The counter of an account: its own for a device it is known on (`device`), one for all strange ones ('')."""
    return key("account", login, device)


def school_key(login: str) -> str:
    return key("school", login.partition("/")[0])


def key(*parts: str) -> str:
    """Which counter; a hash, because people type passwords into the name box."""
    return hmac.new(settings.SECRET_KEY.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()


@dataclass
class Bucket:
    """So many at once, so many a second after that: what one process will hash, whoever asks."""

    capacity: float
    rate: float
    level: float = 0
    at: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> bool:
        with self.lock:
            now = time.monotonic()
            self.level = max(self.level - (now - self.at) * self.rate, 0)
            self.at = now
            if self.level + 1 > self.capacity:
                return False
            self.level += 1
            return True


# A school's whole morning fits; a flood is turned away before it costs a hash. Two cores hash 35 a second.
HASHES = Bucket(capacity=400, rate=25)
