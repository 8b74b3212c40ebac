"""A step is printed with its time, and skipped while nothing it is made from has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")


def refuse(sentence: str) -> None:
    if sentence:
        sys.exit(sentence)


@contextmanager
def step(name: str):
    began = time.perf_counter()
    print(f"  {name} ".ljust(34, "."), end=" ", flush=True)
    yield
    print(f"{time.perf_counter() - began:.1f} s", flush=True)


def run(*command: object, otherwise: str, env: dict[str, str] | None = None) -> str:
    """Run quietly; when it fails, show the end of what it said and one sentence."""
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        errors="replace",
        env={**os.environ, **(env or {})},
        cwd=ROOT,
    )
    if done.returncode:
        print("stopped\n" + "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:]))
        sys.exit(otherwise)
    return done.stdout


def digest(*sources: Path, only: str = "", salt: str = "") -> str:
    """What these files and folders hold, in one word; the order on disk makes no difference."""
    total = hashlib.sha256(salt.encode())
    for source in sources:
        files = sorted(p for p in source.rglob(f"*{only}") if p.is_file()) if source.is_dir() else [source]
        for file in files:
            if "__pycache__" not in file.parts:
                total.update(file.relative_to(source.parent).as_posix().encode() + b"\0")
                total.update(file.read_bytes())
    return total.hexdigest()


def fresh(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text() == value


def mark(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)
