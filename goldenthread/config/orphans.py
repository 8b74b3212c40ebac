"""No process outlives the one that started it, however that one ended."""

import os
import threading
import time

import psutil

PARENT = "GOLDENTHREAD_PARENT"


def leave_with_parent() -> None:
    """Watch the process named in the environment, and go when it has gone; does nothing where none is named.

    Going at once is safe: what was under way in the database is rolled back, as in a power cut.
    """
    if parent := int(os.environ.get(PARENT, "0")):
        threading.Thread(target=watch, args=(parent,), name="parent-watch", daemon=True).start()


def watch(parent: int) -> None:
    while parent_lives(parent):
        time.sleep(0.5)
    os._exit(1)


def parent_lives(parent: int) -> bool:
    # Where there is a parent to ask for, its number can't have been given to somebody else meanwhile.
    return os.getppid() == parent if os.name != "nt" else psutil.pid_exists(parent)
