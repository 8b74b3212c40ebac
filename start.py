#!/usr/bin/env python3
"""Sets everything up and runs it, from a fresh clone or a used one. Standard library only; Linux, macOS, Windows.

python3 start.py              the demo school on http://localhost:8000/ (PORT=8001 moves it, GOLDENTHREAD_DEMO=0 leaves
                              the invented school out)
python3 start.py test [...]   all tests, on SQLite and then on PostgreSQL; with arguments, what pytest makes of them
python3 start.py check        style, types, imports, templates, migrations; --long also runs the rigs that take minutes
python3 start.py fix          mends the style of what it can
python3 start.py bench [...]  measurements, as a table and in bench/results.json
python3 start.py manage ...   Django's commands, in the right environment
python3 start.py lock         writes the lock files anew from pyproject.toml
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import day
from tools.reasons import why_not, why_not_port
from tools.setup import assets, environment
from tools.steps import BUILD, PYTHON, ROOT, VENV, WINDOWS, digest, fresh, mark, refuse, run, step

COMMANDS = {
    "test": day.test,
    "check": day.check,
    "fix": day.fix,
    "bench": day.bench,
    "manage": day.manage,
    "lock": day.lock,
}


def main(words: list[str]) -> int:
    if words and words[0] not in COMMANDS:
        print(__doc__)
        return 0 if words[0] in ("-h", "--help") else 2
    refuse(why_not(sys.version_info[:2], shutil.disk_usage(ROOT).free, VENV.exists()))
    os.chdir(ROOT)
    return COMMANDS[words[0]](words[1:]) if words else serve()


def data_folder() -> Path:
    return Path(os.environ.get("GOLDENTHREAD_DATA", ROOT / "var")).resolve()


def database() -> None:
    """Tables and triggers, hashed copies of the static files, and the invented school."""
    where = str(data_folder()) + os.environ.get("DATABASE_URL", "")
    there = "DATABASE_URL" in os.environ or (data_folder() / "goldenthread.sqlite3").exists()
    files = digest(BUILD / "static", ROOT / "requirements.lock")
    if not fresh(BUILD / "collected" / ".stamp", files):
        collect = ["collectstatic", "--noinput", "--clear", "-v0"]
        with step("Static files"):
            run(PYTHON, "manage.py", *collect, otherwise="The static files could not be gathered.")
        mark(BUILD / "collected" / ".stamp", files)
    code = digest(ROOT / "goldenthread", only=".py", salt=where)
    if not (there and fresh(data_folder() / "migrated.stamp", code)):
        with step("Database"):
            run(PYTHON, "manage.py", "migrate", "--noinput", "-v0", otherwise="The database is not up to date.")
        mark(data_folder() / "migrated.stamp", code)
    if os.environ["GOLDENTHREAD_DEMO"] == "1" and not (there and fresh(data_folder() / "demo.stamp", where)):
        with step("Demo school"):
            told = run(PYTHON, "manage.py", "demo", otherwise="The demo school could not be made.")
        mark(data_folder() / "demo.stamp", where)
        print(f"\n{told}")


def serve() -> int:
    port = os.environ.setdefault("PORT", "8000")
    os.environ.setdefault("GOLDENTHREAD_DEMO", "1")
    refuse(why_not_port(port))
    environment()
    assets()
    database()
    command = [str(PYTHON), "manage.py", "serve", "--port", port]
    if WINDOWS:
        return subprocess.call(command)
    return os.execv(command[0], command)  # the server takes this process's place: one to stop, none left behind


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
