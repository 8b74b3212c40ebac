"""Serves the site: web and worker together, started by one command and stopped with it."""

import os
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from goldenthread.config.checks import why_not_start
from goldenthread.config.orphans import PARENT


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 behind a proxy on another machine")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--processes", type=int, default=1, help="web processes; more than one on PostgreSQL")
        parser.add_argument("--threads", type=int, default=4, help="pages each web process makes at once")
        parser.add_argument("--no-worker", action="store_true", help="the worker runs elsewhere (manage.py worker)")

    def handle(self, **options: Any) -> None:
        if reasons := why_not_start():
            raise CommandError("Not started.\n" + "\n".join(f"- {reason}" for reason in reasons))
        told_where(options["port"])
        # The children are forked or started from here: they open connections of their own.
        connections.close_all()
        os.environ[PARENT] = str(os.getpid())
        worker = None if options["no_worker"] else Keeper([sys.executable, "manage.py", "worker"])
        server = web(options)
        server.on_startup(lambda: self.stdout.write(f"Golden Thread is on {settings.SITE_URL}/ (Ctrl+C stops it)"))
        try:
            server.serve()
        finally:
            if worker:
                worker.stop()


def told_where(port: int) -> None:
    """Without an address of its own the site is where it is served: the children's letters say so too."""
    os.environ["PORT"] = str(port)
    if "GOLDENTHREAD_URL" not in os.environ:
        settings.SITE_URL = f"http://localhost:{port}"
        os.environ["GOLDENTHREAD_URL"] = settings.SITE_URL


def web(options: dict[str, Any]) -> Any:
    """Granian, which starts a web process again should it die."""
    return Granian(
        "goldenthread.config.wsgi:application",
        address=options["host"],
        port=options["port"],
        interface=Interfaces.WSGI,
        workers=options["processes"],
        blocking_threads=options["threads"],
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        working_dir=settings.BASE_DIR,
    )


class Keeper:
    """Keeps one child process going: starts it again when it dies, and ends it when told to."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.stopping = threading.Event()
        self.child = self.start()
        # This thread lives as long as the process, so the child's parent is never seen to go early.
        threading.Thread(target=self.keep, name="keeper", daemon=True).start()

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command, cwd=settings.BASE_DIR)

    def keep(self) -> None:
        deaths = 0
        while not self.stopping.is_set():
            began = time.monotonic()
            status = self.child.wait()
            if self.stopping.is_set():
                return
            deaths = 1 if time.monotonic() - began > 60 else deaths + 1
            print(f"The worker ended by itself ({status}); starting it again.", file=sys.stderr, flush=True)
            if self.stopping.wait(min(2.0**deaths, 60)):
                return
            self.child = self.start()

    def stop(self) -> None:
        """Let the task under way end, for ten seconds at most."""
        self.stopping.set()
        # Ctrl+C in a terminal reaches the child too; a second signal would cut its task short.
        if self.ends_within(0.5):
            return
        self.child.terminate()
        if not self.ends_within(10):
            self.child.kill()
            self.child.wait()

    def ends_within(self, seconds: float) -> bool:
        try:
            self.child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True
