"""The working day: test, check, fix, bench, manage, lock."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools.setup import assets, environment
from tools.steps import BIN, PYTHON, WINDOWS, step

# Three for two cores: one is always waiting, for a browser or for a database. One that has nothing left takes tests
# from the others.
WORKERS = ["-n", "3", "--dist", "worksteal"]

SHELL = "chromium-headless-shell"


def test(words: list[str]) -> int:
    """With no arguments everything on both databases, the browser once; with arguments, one run of pytest."""
    prepare_to_test()
    both = not words and "GOLDENTHREAD_TEST_DB" not in os.environ
    found = chromium()
    if not found:
        print("No Chromium here, so the browser's journeys are left out: 'sudo apt install chromium' brings them in.")
    words = words or [*WORKERS, "-m", "not long" if found else "not long and not browser"]
    postgres = [str(PYTHON), "tests/on_postgres.py", "-m", "pytest"]
    plain = [str(PYTHON), "-m", "pytest"]
    if not both:
        return subprocess.call((postgres if os.environ.get("GOLDENTHREAD_TEST_DB") == "postgres" else plain) + words)
    print("On SQLite", flush=True)
    failed = subprocess.call(plain + words)
    print("On PostgreSQL", flush=True)
    return failed or subprocess.call([*postgres, *WORKERS, "-m", "not long and not browser"])


def prepare_to_test() -> None:
    environment("dev")
    assets()


def chromium() -> str:
    """A Chromium for the browser tests: the one here, else by apt where that is allowed, else Playwright's.

    The shell without a face comes first, and is fetched where it can be: a whole browser draws one for every page it
    opens, and costs an eighth of a test each time.
    """
    others = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    here = os.environ.get("CHROMIUM") or shutil.which(SHELL) or ""
    apt = shutil.which("apt-get")
    root = [] if not WINDOWS and os.geteuid() == 0 else ["sudo", "-n"]
    if not here and apt and (not root or shutil.which("sudo")):
        with step("Chromium, by apt"):
            fetch([*root, apt], [SHELL] if any(map(shutil.which, others)) else [SHELL, "chromium"])
    here = here or next(filter(None, map(shutil.which, [SHELL, *others])), "")
    if not here:
        with step("Chromium, by Playwright"):
            subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"], capture_output=True)
        ask = "from playwright.sync_api import sync_playwright as p\nwith p() as b: print(b.chromium.executable_path)"
        told = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True).stdout.strip()
        here = told if told and Path(told).exists() else ""
    os.environ["CHROMIUM"] = here
    return here


def fetch(apt: list[str], packages: list[str]) -> None:
    """The first of these packages that there is; not every system has the shell by itself."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*apt, "update", "-q"], capture_output=True, env=env)
    for package in packages:
        if not subprocess.run([*apt, "install", "-q", "-y", "--no-install-recommends", package], capture_output=True,
                              env=env).returncode:
            return


def tool(name: str) -> str:
    return str(BIN / (name + (".exe" if WINDOWS else "")))


def check(words: list[str]) -> int:
    prepare_to_test()
    deploy = {"GOLDENTHREAD_DEMO": "0", "GOLDENTHREAD_URL": "https://goldenthread.example"}
    checks = [
        ("Style", [tool("ruff"), "check", "."], {}),
        ("Types", [tool("mypy")], {}),
        ("Imports", [tool("lint-imports")], {}),
        ("Templates", [tool("djlint"), "goldenthread", "--lint", "--quiet"], {}),
        ("Migrations", [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"], {}),
        ("Deployment", [str(PYTHON), "manage.py", "check", "--deploy", "--fail-level", "WARNING"], deploy),
    ]
    failed = []
    for name, command, env in checks:
        with step(name):
            done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **env})
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
    if "--long" in words:
        failed += ["Long rigs"] if subprocess.call([str(PYTHON), "-m", "pytest", "-m", "long"]) else []
    print(f"To mend: {', '.join(failed)}." if failed else "All is well.")
    return 1 if failed else 0


def fix(words: list[str]) -> int:
    environment("dev")
    return subprocess.call([tool("ruff"), "check", "--fix", *(words or ["."])])


def bench(words: list[str]) -> int:
    prepare_to_test()
    return subprocess.call([str(PYTHON), "-m", "bench", *words])


def manage(words: list[str]) -> int:
    environment()
    return subprocess.call([str(PYTHON), "manage.py", *words])


def lock(words: list[str]) -> int:
    environment("dev")
    common = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-annotate",
        "--no-header",
        "-q",
        *words,
    ]
    for name, group in (("requirements.lock", []), ("requirements-dev.lock", ["--group", "dev"])):
        subprocess.check_call([tool("uv"), "pip", "compile", "pyproject.toml", *group, *common, "-o", name])
    return subprocess.call([tool("uv"), "pip", "compile", "--group", "node", *common, "-o", "requirements-node.lock"])
