"""What must be true before a child's record is served; whatever is not becomes a sentence that says how to mend it."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from goldenthread.audit import triggers

# SQLite's locks are not kept by these, and a database without locks is a database with holes.
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ncpfs", "afs", "ceph", "glusterfs",
           "lustre", "beegfs", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone"}  # fmt: skip
KNOWN_KEYS = ("django-insecure", "changeme", "secret")
SHORTEST_KEY = 50
WINDOWS_REMOTE_DRIVE = 4


def why_not_start() -> list[str]:
    """Every reason not to serve; empty means go ahead."""
    return [*settings_reasons(), *database_reasons()]


def settings_reasons() -> Iterator[str]:
    if settings.DEBUG and not settings.DEMO:
        yield "GOLDENTHREAD_DEBUG is on, which shows the inside of pages to everybody: it is for the demo only."
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_KEY or key.lower().startswith(KNOWN_KEYS):
        yield f"The secret key is short or well known: delete {settings.DATA_DIR / 'secret.key'}; a good one is made."
    if connection.vendor == "sqlite" and (kind := file_system(settings.DATA_DIR)) in NETWORK:
        yield (
            f"The data folder {settings.DATA_DIR} is on a network file system ({kind}), where SQLite can lose data: "
            "put GOLDENTHREAD_DATA on a disk of this machine, or use PostgreSQL."
        )
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield "The style sheets are not built: run python3 start.py once, or manage.py collectstatic after the build."


def database_reasons() -> Iterator[str]:
    try:
        pending = MigrationExecutor(connection)
    except OperationalError as error:
        yield f"The database can't be opened: {error}".strip()
        return
    plan = pending.migration_plan(pending.loader.graph.leaf_nodes())
    if plan:
        yield f"The database is {len(plan)} migrations behind the code: run manage.py migrate."
        return
    if missing := triggers.missing():
        yield (
            f"{len(missing)} of the database's own guards are missing ({missing[0]} …), so history could be changed: "
            "run manage.py migrate, which puts them back, and find out who took them away."
        )
    if connection.vendor == "postgresql" and owns_tables():
        yield (
            "The role in DATABASE_URL owns the tables, and an owner can switch the database's guards off: give the web "
            "a role of its own, and the owner's in DATABASE_OWNER_URL for manage.py migrate (docs/manual/hosting.md)."
        )


def owns_tables() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        return cursor.fetchone()[0] > 0


def file_system(folder: Path) -> str:
    """The kind of file system a folder is on; '' where this machine doesn't say."""
    if sys.platform == "win32":
        drive = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)
        return "cifs" if drive == WINDOWS_REMOTE_DRIVE or folder.anchor.startswith("\\\\") else ""
    if sys.platform == "linux":
        return deepest(folder, mounts(Path("/proc/mounts").read_text()))
    said = subprocess.run(["mount"], capture_output=True, text=True).stdout
    return deepest(folder, mac_mounts(said))


def mounts(text: str) -> dict[str, str]:
    """Folder to kind, from the lines of /proc/mounts."""
    rows = (line.split() for line in text.splitlines())
    return {row[1].replace("\\040", " "): row[2] for row in rows if len(row) > 2}


def mac_mounts(text: str) -> dict[str, str]:
    """Folder to kind, from lines such as `//server/share on /Volumes/share (smbfs, nodev)`."""
    found = {}
    for line in text.splitlines():
        place, _, kind = line.partition(" on ")[2].rpartition(" (")
        found[place] = kind.split(",")[0].rstrip(")")
    return found


def deepest(folder: Path, kinds: dict[str, str]) -> str:
    real = os.path.realpath(folder)
    above = [place for place in kinds if Path(real).is_relative_to(place)]
    return kinds[max(above, key=len)] if above else ""
