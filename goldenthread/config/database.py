"""Where the database is, and how it is opened so that nothing acknowledged is ever lost."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# A bug in SQLite's write-ahead log could corrupt a file with two connections; mended in these releases.
WAL_MENDED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


def wal_is_safe(version: tuple[int, ...]) -> bool:
    return version >= WAL_MENDED[0] or any(version[:2] == fixed[:2] and version >= fixed for fixed in WAL_MENDED)


def sqlite(path: Path | str) -> dict[str, Any]:
    """Settings for one SQLite file: IMMEDIATE transactions, full durability, triggers that also fire on REPLACE.

    NORMAL durability loses acknowledged work in a power cut, so it is never used; the write-ahead log is used only
    where the linked library is free of the corruption bug.
    """
    journal = "journal_mode=WAL; PRAGMA synchronous=FULL" if wal_is_safe(sqlite3.sqlite_version_info) else (
        "journal_mode=TRUNCATE; PRAGMA synchronous=EXTRA"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA {journal}; PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;",
        },
    }


def postgres(url: str) -> dict[str, Any]:
    """Settings from postgresql://user:password@host:port/name?option=value; a socket folder may be given as ?host=."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
