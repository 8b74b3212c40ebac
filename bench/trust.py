"""One school's register in a database that holds forty, against the same school alone.

Two processes, one for each database, are asked for the page turn about. The trust is made the first time, beside the
folder that the other measurements use.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.harness import against_floor

ROOT = Path(__file__).resolve().parents[1]
PATH = "/s/ashfield/learners/"


def measure() -> list[dict[str, Any]]:
    here = Path(os.environ["GOLDENTHREAD_DATA"])
    alone, among = start(here, "secondary"), start(here.with_name(f"{here.name}-trust"), "trust")
    try:
        return [against_floor("register among 40 schools", lambda: ask(alone), lambda: ask(among), 1.2)]
    finally:
        for worker in (alone, among):
            worker.stdin.close()
            worker.wait(30)


def start(folder: Path, size: str) -> subprocess.Popen:
    """A process that fetches the register once for each line it is sent; the first fetch is done when this returns."""
    environment = {**os.environ, "GOLDENTHREAD_DATA": str(folder)}
    worker = subprocess.Popen([sys.executable, "-m", "bench.trust", size], cwd=ROOT, env=environment, text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    if worker.stdout.readline().strip() != "ready":
        raise RuntimeError(f"The worker for {folder.name} did not start; its own message is above.")
    return worker


def ask(worker: subprocess.Popen) -> None:
    worker.stdin.write("\n")
    worker.stdin.flush()
    worker.stdout.readline()


def serve(size: str) -> None:
    import django
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = "goldenthread.config.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    call_command("demo", size=size, verbosity=0)
    print(f"{size} made in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    from bench.clients import client_of, get

    client = client_of("ashfield", "senco_admin")
    get(client, PATH)
    print("ready", flush=True)
    for _ in sys.stdin:
        get(client, PATH)
        print("done", flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
