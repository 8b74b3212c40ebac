"""Copies of the tests' database, and processes that work on them at the same time or die while they do.

A child is a fork: it has the product loaded already, so that hundreds of them cost seconds. It gives up the connection
it inherits without a word to the server and opens its own, to the copy.
"""

import os
import pickle
import shutil
import sqlite3
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from goldenthread.config import database

Deed = Callable[[], Any]
PATIENCE = 100


@dataclass(frozen=True)
class Ended:
    """How a child came to its end: what it returned, the exception it raised, or the signal that killed it."""

    value: Any = None
    error: str = ""
    signal: int = 0

    def result(self) -> Any:
        if self.error or self.signal:
            raise AssertionError(self.error or f"killed by signal {self.signal}")
        return self.value


class Original:
    """The database as the test has it now, to be copied as often as one likes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.made = folder, 0
        self.file = folder / "original.sqlite3"
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as file:
                connection.connection.backup(file)
            file.close()

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The name of a fresh copy: a file, or a database on the same server."""
        self.made += 1
        if connection.vendor == "sqlite":
            name = str(self.folder / f"copy{self.made}.sqlite3")
            shutil.copy(self.file, name)
            yield name
            os.unlink(name)
        else:
            name = f"copy_{os.getpid()}_{self.made}"
            original = connection.settings_dict["NAME"]
            connection.close()
            with maintenance() as server:
                server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
            try:
                yield name
            finally:
                drop(name)


@contextmanager
def original() -> Iterator[Original]:
    """What is committed (SQLite: also what the test has not committed) becomes what copies are made of."""
    with tempfile.TemporaryDirectory(prefix="gtrig") as folder:
        yield Original(Path(folder))


def maintenance() -> psycopg.Connection:
    given = connection.settings_dict
    return psycopg.connect(host=given["HOST"], user=given["USER"], password=given["PASSWORD"] or None,
                           port=given["PORT"] or None, dbname="postgres", autocommit=True)


def drop(name: str) -> None:
    """Away with a copy, together with what a killed child left connected; a vacuum at work there is waited for."""
    for _ in range(PATIENCE):
        try:
            with maintenance() as server:
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{name} could not be dropped.")


def move_to(name: str) -> None:
    """In a child: leave the inherited connection alone and work on the copy, opened as the product opens its own."""
    connection.connection = None
    connection.in_atomic_block, connection.savepoint_ids, connection.run_on_commit = False, [], []
    connection.needs_rollback, connection.closed_in_transaction = False, False
    connection.atomic_blocks = []
    if connection.vendor == "sqlite":
        connection.settings_dict.update(database.sqlite(name))
        connection.__dict__.pop("get_connection_params", None)
        connection.is_in_memory_db = lambda: False  # type: ignore[method-assign]
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()


def start(name: str, deed: Deed) -> tuple[int, int]:
    """A child that does the deed on a copy; gives its process id and where it will say what came of it."""
    mine, its = os.pipe()
    pid = os.fork()
    if pid:
        os.close(its)
        return pid, mine
    try:
        move_to(name)
        said = pickle.dumps(Ended(value=deed()))
    except BaseException as wrong:
        said = pickle.dumps(Ended(error=f"{type(wrong).__name__}: {wrong}\n{traceback.format_exc()}"))
    with os.fdopen(its, "wb") as pipe:
        pipe.write(said)
    os._exit(0)


def finish(child: tuple[int, int]) -> Ended:
    pid, mine = child
    with os.fdopen(mine, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return Ended(signal=os.WTERMSIG(status))
    return pickle.loads(said) if said else Ended(error="The child said nothing.")


def apart(name: str, deed: Deed) -> Ended:
    """Do something on a copy in a process of its own."""
    return finish(start(name, deed))


def together(name: str, deeds: Sequence[Deed]) -> list[Ended]:
    """Do many things on one copy at the same time, each in a process of its own; they start at one signal."""
    waiting, go = os.pipe()

    def at_the_signal(deed: Deed) -> Deed:
        def wait_then_do() -> Any:
            os.close(go)
            os.read(waiting, 1)  # returns when every writer has closed
            return deed()

        return wait_then_do

    children = [start(name, at_the_signal(deed)) for deed in deeds]
    os.close(go)
    os.close(waiting)
    return [finish(child) for child in children]
