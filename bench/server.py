"""The real server in a process of its own, for measurements over the wire on this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """`manage.py serve` on a free port: (its address, its process id); stopped at the end."""
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "GOLDENTHREAD_URL": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment,
                              stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/sign-in/", server)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def wait_for(address: str, server: subprocess.Popen, limit: float = 60) -> None:
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"The server stopped at once, with status {server.returncode}.")
        try:
            urlopen(address, timeout=5).close()
            return
        except URLError:
            time.sleep(0.2)
    raise RuntimeError(f"The server did not answer within {limit:.0f} s.")
