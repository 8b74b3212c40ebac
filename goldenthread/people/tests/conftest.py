"""For this room's tests: moving the clock on, and a full bucket of hashes for each."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine

from goldenthread.people import throttle
from goldenthread.people.tests.postbox import port, smtp  # noqa: F401 - fixtures
from goldenthread.schools.clock import now


@pytest.fixture
def at() -> Callable[..., AbstractContextManager[object]]:
    """with at(minutes=11): that much later."""
    return lambda **later: time_machine.travel(now() + timedelta(**later))


@pytest.fixture(autouse=True)
def full_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "HASHES", throttle.Bucket(capacity=400, rate=25))
