"""Python's packages and the web's, each exactly those of its lock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.reasons import why_not_venv
from tools.steps import BIN, BUILD, PYTHON, ROOT, VENV, WINDOWS, digest, fresh, mark, refuse, run, step

OLDEST_NODE = 20
PIP_INSTALL = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r"]
LOCKS = {
    "run": ROOT / "requirements.lock",
    "dev": ROOT / "requirements-dev.lock",
    "node": ROOT / "requirements-node.lock",
}


def environment(kind: str = "run") -> None:
    """Python's packages, exactly those of the lock. Those for development include those to run."""
    wanted = digest(LOCKS[kind], salt=sys.version)
    stamp = VENV / f"{kind}.stamp"
    covered = kind == "run" and fresh(VENV / "dev.stamp", digest(LOCKS["dev"], salt=sys.version))
    if PYTHON.exists() and (fresh(stamp, wanted) or covered):
        return
    with step({"run": "Python packages", "dev": "Python packages to test", "node": "Node"}[kind]):
        make_venv()
        install(LOCKS[kind])
    mark(stamp, wanted)


def make_venv() -> None:
    if PYTHON.exists() and subprocess.run([str(PYTHON), "-c", ""], capture_output=True).returncode == 0:
        return
    try:
        import ensurepip  # noqa: F401, PLC0415

        has_ensurepip = True
    except ImportError:
        has_ensurepip = False
    uv = shutil.which("uv")
    if uv and not has_ensurepip:
        run(uv, "venv", "--clear", "--seed", "--python", sys.executable, VENV, otherwise="uv could not make .venv.")
        return
    refuse(why_not_venv(sys.version_info[:2], has_ensurepip))
    run(sys.executable, "-m", "venv", "--clear", VENV, otherwise="Python could not make .venv here.")


def install(lock_file: Path) -> None:
    """With uv, which takes seconds; with pip where uv is not to be had or not let through."""
    uv = shutil.which("uv") or fetch_uv()
    if uv:
        words = [uv, "pip", "install", "-q", "--python", str(PYTHON), "--require-hashes", "-r", str(lock_file)]
        if subprocess.run(words, capture_output=True).returncode == 0:
            return
    offline = "Python's packages could not be fetched: is there a connection, or a proxy or index to set for pip?"
    run(PYTHON, *PIP_INSTALL, lock_file, otherwise=offline)


def fetch_uv() -> str | None:
    ours = BIN / ("uv.exe" if WINDOWS else "uv")
    if not ours.exists():
        pinned = VENV / "uv.lock"
        pinned.write_text(block("uv", LOCKS["dev"].read_text()))
        subprocess.run([str(PYTHON), *PIP_INSTALL, str(pinned)], capture_output=True)
    return str(ours) if ours.exists() else None


def block(name: str, lock_text: str) -> str:
    """One package's lines out of a lock file."""
    lines = lock_text.splitlines()
    begin = next(i for i, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = next((i for i in range(begin + 1, len(lines)) if not lines[i].startswith(" ")), len(lines))
    return "\n".join(lines[begin:end]) + "\n"


def assets() -> None:
    """Style sheets, scripts and fonts, into build/."""
    wanted = digest(ROOT / "package-lock.json", ROOT / "assets")
    if fresh(BUILD / "assets.stamp", wanted):
        return
    node, npm = node_and_npm()
    paths = {"PATH": os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])}
    modules, stamp = digest(ROOT / "package-lock.json"), ROOT / "node_modules" / ".stamp"
    if not fresh(stamp, modules):
        offline = "Web packages could not be fetched: is there a connection, or a proxy to set for npm?"
        with step("Web packages"):
            run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", env=paths, otherwise=offline)
        mark(stamp, modules)
    with step("Web assets"):
        run(node, ROOT / "assets" / "build.mjs", env=paths, otherwise="The web assets could not be built.")
    mark(BUILD / "assets.stamp", wanted)


def node_and_npm() -> tuple[str, str]:
    """The machine's own where new enough, else from a wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_major(run(node, "--version", otherwise="Node did not start.")) >= OLDEST_NODE:
        return node, npm
    environment("node")
    return shutil.which("node", path=str(BIN)) or "node", shutil.which("npm", path=str(BIN)) or "npm"


def node_major(version: str) -> int:
    return int(version.strip().lstrip("v").split(".")[0] or 0)
