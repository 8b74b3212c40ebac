"""One command serves web and worker; whatever way it ends, nothing of it stays behind."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from goldenthread.config.management.commands.serve import told_where
from goldenthread.people.operations.mail import link_to
from tools.reasons import free_port

ROOT = Path(__file__).resolve().parents[1]
# A server of its own in a folder of its own: SQLite, whatever the rest of the run is on.
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are not sent on Windows")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A migrated data folder and the environment that names it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "GOLDENTHREAD_", "DJANGO_"))}
    env = {**kept, "GOLDENTHREAD_DATA": str(tmp_path_factory.mktemp("data")), "GOLDENTHREAD_DEMO": "1",
           "GOLDENTHREAD_DEBUG": "1"}  # fmt: skip
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    return env


@pytest.fixture
def server(house):
    """A running server: its process, its children, its address."""
    port = str(free_port())
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"], cwd=ROOT, env={**house, "PORT": port}, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}/static/css/gt.css"
    wait_for(lambda: answers(address) and len(children(process)) >= 2, 90)
    yield process, children(process), address
    for left in [process, *children(process)]:
        left.kill()
    process.wait()


def children(process):
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def answers(address):
    try:
        return urllib.request.urlopen(address, timeout=5).status == 200
    except OSError:
        return False


def wait_for(true, seconds):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def gone(processes):
    # A killed process stays as a zombie where nobody collects it; it holds nothing.
    return all(not p.is_running() or p.status() == psutil.STATUS_ZOMBIE for p in processes)


def test_the_port_given_is_in_its_links(monkeypatch, settings):
    settings.SITE_URL = "http://localhost:8000"
    monkeypatch.delenv("GOLDENTHREAD_URL", raising=False)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    told_where(8123)
    assert link_to("people:invitation", "secret").startswith("http://localhost:8123/")
    assert os.environ["GOLDENTHREAD_URL"] == "http://localhost:8123"  # what the worker starts with


def test_an_address_given_stays_whatever_the_port(monkeypatch, settings):
    settings.SITE_URL = "https://sen.example.org"
    monkeypatch.setattr(os, "environ", {"GOLDENTHREAD_URL": settings.SITE_URL})
    told_where(8123)
    assert settings.SITE_URL == os.environ["GOLDENTHREAD_URL"] == "https://sen.example.org"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly(server, how):
    process, kids, address = server
    process.send_signal(how)
    assert process.wait(timeout=30) in (0, -how, 128 + how)
    wait_for(lambda: gone(kids), 15)
    assert not answers(address)


def test_killed_it_leaves_no_orphan(server):
    process, kids, address = server
    process.kill()
    process.wait()
    wait_for(lambda: gone(kids), 10)
    assert not answers(address)


def test_what_dies_inside_is_started_again(server):
    process, kids, address = server
    for kid in kids:
        kid.kill()
    wait_for(lambda: len([k for k in children(process) if k not in kids]) >= 2 and answers(address), 90)
