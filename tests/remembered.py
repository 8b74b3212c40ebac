"""The cast, made through operations once and put back as it was after that: most tests stand on the same few people.

A worker keeps what a fixture wrote to the database under the state it found, which the day, the schools, the heads of
their audit chains and the last account name: they are the same only where all that was done before was the same.
Another state, and the fixture is made anew.
"""

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import connection
from django.utils import timezone

HEADS = """
SELECT school.id, school.slug, chain.head, (SELECT MAX(id) FROM people_user)
FROM schools_school school LEFT JOIN audit_chain chain ON chain.school_id = school.id ORDER BY school.id
"""


@dataclass(frozen=True)
class Made:
    """What a fixture wrote, statement by statement, what it gave, and when it was done; `numbers` is where each table's
    ids began.
    """

    writes: list[tuple[str, Any]]
    numbers: dict[str, int]
    given: bytes
    done: datetime


class Clock:
    """The clock that the tests live by; the root conftest says how it is moved."""

    moves_to: Callable[[datetime], None]


KEPT: dict[tuple[Any, ...], Made] = {}


def remembered(build: Callable[..., Any]) -> Callable[..., Any]:
    """A fixture that writes through operations and does nothing else that lasts."""

    @wraps(build)
    def fixture(**known: Any) -> Any:
        if not connection.in_atomic_block:
            return build(**known)  # a test that commits has more to it than what is in the database
        state = (build.__qualname__, timezone.now().date(), heads())
        if state in KEPT and is_past(KEPT[state].done):
            return put_back(KEPT[state], known)
        KEPT[state], given = watched(build, known)
        return given

    return fixture


def is_past(moment: datetime) -> bool:
    """Putting back is quicker than making was, and nothing may come from the future: the clock of the tests is moved
    on; a test that has its own stays as it is.
    """
    if timezone.now() < moment:
        Clock.moves_to(moment)
    return timezone.now() >= moment


def heads() -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(HEADS)
        found = tuple(cursor.fetchall())
        if connection.vendor == "sqlite":  # what a test before this one committed has used up numbers
            cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
            found += tuple(cursor.fetchall())
        return found


def watched(build: Callable[..., Any], known: dict[str, Any]) -> tuple[Made, Any]:
    writes: list[tuple[str, Any]] = []
    numbers: dict[str, int] = {}

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            assert not many, sql
            writes.append((sql, params))
            table = sql.split('"')[1]
            if connection.vendor == "postgresql" and sql.startswith("INSERT") and table not in numbers:
                numbers[table] = next_number(table)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        given = build(**known)
    return Made(writes, numbers, packed(given, known), timezone.now()), given


def next_number(table: str) -> int:
    """The id a table's next row gets on PostgreSQL, whose sequences go on where a transaction is undone."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval(pg_get_serial_sequence('\"{table}\"', 'id'))")
        (number,) = cursor.fetchone()
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), {number}, false)")
    return number


def put_back(made: Made, known: dict[str, Any]) -> Any:
    with connection.cursor() as cursor:
        if made.numbers:
            cursor.execute("SELECT " + ", ".join(f"setval(pg_get_serial_sequence('\"{table}\"', 'id'), {number}, false)"
                                                 for table, number in made.numbers.items()))
        for sql, params in made.writes:
            cursor.execute(sql, params)
    return unpacked(made.given, known)


def packed(given: Any, known: dict[str, Any]) -> bytes:
    """What a fixture gave; where it holds on to a fixture it was made from, by that one's name."""
    file, names = io.BytesIO(), {id(value): name for name, value in known.items()}
    pickler = pickle.Pickler(file)
    pickler.persistent_id = lambda thing: names.get(id(thing))  # type: ignore[method-assign]
    pickler.dump(given)
    return file.getvalue()


def unpacked(given: bytes, known: dict[str, Any]) -> Any:
    unpickler = pickle.Unpickler(io.BytesIO(given))
    unpickler.persistent_load = known.__getitem__  # type: ignore[method-assign]
    return unpickler.load()
