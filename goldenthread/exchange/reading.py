"""Read an upload in a child process whose memory and time are watched from here.

A spreadsheet of one megabyte can take a parser to two gigabytes, so no byte of an upload is parsed in this process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import psutil

from goldenthread.exchange.grid import Grid, Row, Unreadable

MAX_BYTES = 10 * 2**20
MEMORY = 256 * 2**20
SECONDS = 60.0
LOOK_EVERY = 0.02
ROOT = Path(__file__).resolve().parents[2]

TOO_BIG = "The file is larger than 10 MB. A list of learners is far smaller: leave out pictures and other sheets."
TOO_MUCH = "Reading this file took more memory or time than any list of learners needs, so it was stopped."
FAILED = "The file could not be read. Open it in Excel, save it again as .xlsx or .csv and send that."
ONLY_HEADINGS = "There are no learners in this file, only headings."


class Stopped(Exception):
    """Somebody cancelled while the file was being read."""


def read(
    data: bytes,
    *,
    encoding: str = "",
    include_hidden: bool = False,
    memory: int = MEMORY,
    seconds: float = SECONDS,
    cancelled: Callable[[], bool] = lambda: False,
) -> Grid:
    """The grid of cells in an .xlsx, .csv or .txt; Unreadable says in words why not."""
    if len(data) > MAX_BYTES:
        raise Unreadable(TOO_BIG)
    options = json.dumps({"encoding": encoding, "include_hidden": include_hidden})
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as answer:
        sent.write(data)
        sent.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-s", "-m", "goldenthread.exchange.child", options],
            stdin=sent, stdout=answer, stderr=subprocess.DEVNULL, env=_environment(), cwd=ROOT,
        )  # fmt: skip
        try:
            _watch(child, memory, time.monotonic() + seconds, cancelled)
        finally:
            if child.poll() is None:
                child.kill()
            child.wait()
        answer.seek(0)
        return _answer(answer)


def _environment() -> dict[str, str]:
    """As little as a Python needs to start: no secrets, no database, no proxy."""
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "SYSTEMROOT", "VIRTUAL_ENV", "TMPDIR", "TEMP"}}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "MALLOC_ARENA_MAX": "2"}


def _watch(child: subprocess.Popen, memory: int, until: float, cancelled: Callable[[], bool]) -> None:
    """Return when the child is done; otherwise raise, and the caller ends it."""
    watched = psutil.Process(child.pid)
    looks = 0
    while True:
        try:
            child.wait(LOOK_EVERY)
            return
        except subprocess.TimeoutExpired:
            looks += 1
        if time.monotonic() > until or _held(watched) > memory:
            raise Unreadable(TOO_MUCH)
        if looks % 50 == 0 and cancelled():
            raise Stopped


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _answer(answer: IO[bytes]) -> Grid:
    """The child's lines, checked to be all there: a child that died half-way gives an error, not half a school."""
    first = answer.readline()
    if not first:
        raise Unreadable(FAILED)
    head = json.loads(first)
    if "refused" in head:
        raise Unreadable(head["refused"])
    grid = Grid(**head)
    for line in answer:
        found = json.loads(line)
        if isinstance(found, dict):
            if found["end"] == len(grid.rows):
                grid.peak = found["peak"]
                return grid
            break
        grid.rows.append(Row.from_json(found))
    raise Unreadable(FAILED)
