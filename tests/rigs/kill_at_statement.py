"""Kill a process at every statement of what it does, and see what it left behind.

    with original() as database:
        steps = kill_at_every_step(database, act=lambda: plans.issue(...), check=all_or_nothing)

`act` runs in a child that is killed with SIGKILL before its first statement, then (on a fresh copy) before its second,
and so on: before every statement, before every COMMIT and after it, until it runs to its end. After each death `check`
looks at the copy in a new process, as the next visitor would.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection

from tests.rigs.processes import Deed, Original, apart

MOST = 2_000


class Killer:
    """Counts the steps a process takes in the database, and ends it before the chosen one."""

    def __init__(self, at: int) -> None:
        self.at, self.step = at, 0

    def take(self) -> None:
        self.step += 1
        if self.step == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.take()
        return execute(sql, params, many, context)

    def watch(self, deed: Deed) -> int:
        """Do it under watch; the number of steps it took, if it lived."""
        commit = connection._commit

        def watched_commit() -> None:
            self.take()
            commit()
            self.take()

        connection._commit = watched_commit
        with connection.execute_wrapper(self.statement):
            deed()
        return self.step


def kill_at_every_step(database: Original, act: Deed, check: Callable[[], Any], every: int = 1) -> int:
    """Kill `act` at every step (or every so many) and `check` what is left; the number of steps it has."""
    with database.copy() as copy:
        steps = apart(copy, lambda: Killer(MOST).watch(act)).result()
    for at in range(1, steps + 1, every):
        with database.copy() as copy:
            ended = apart(copy, lambda at=at: Killer(at).watch(act))
            assert ended.signal == signal.SIGKILL, f"step {at}: {ended}"
            try:
                apart(copy, check).result()
            except AssertionError as left:
                raise AssertionError(f"killed at step {at} of {steps}: {left}") from left
    return int(steps)
