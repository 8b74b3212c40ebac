"""The process that opens uploads, and nothing else: `python -m goldenthread.exchange.child`.

Options come as JSON in its only argument, the file on stdin; the answer goes out as lines of JSON. It takes limits
upon itself where the platform has them; its parent (reading.py) watches from outside as well.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # Windows, where the parent alone watches
    resource = None  # type: ignore[assignment]

from goldenthread.exchange import text, workbook
from goldenthread.exchange.grid import Grid, Unreadable

ADDRESS_SPACE = 768 * 2**20
CPU_SECONDS = 60
ANSWER_BYTES = 256 * 2**20
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_KINDS = (b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"mz", b"\x7felf", b"\x1f\x8b", b"rar!")
PASSWORDED = "EncryptedPackage".encode("utf-16-le")


def limit() -> None:
    """Take on what limits the platform has."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (ANSWER_BYTES, ANSWER_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def peak() -> int:
    """The most memory this process has held, in bytes; 0 where the platform does not say."""
    if resource is None:
        return 0
    if sys.platform.startswith("linux"):
        # getrusage goes on counting from what the process was before it became this program.
        status = Path("/proc/self/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def read(data: bytes, *, encoding: str = "", include_hidden: bool = False) -> Grid:
    """Choose the reader by what the file is; its name and sent type are not asked."""
    if data.startswith(b"PK"):
        return workbook.read(data, include_hidden)
    if refusal := why_not_text(data, encoding):
        raise Unreadable(refusal)
    return text.read(data, encoding)


def why_not_text(data: bytes, encoding: str = "") -> str:
    """A sentence when this is plainly something other than rows of text."""
    if not data.strip():
        return "The file is empty."
    if data.startswith(OLD_EXCEL):
        if PASSWORDED in data:
            return "The workbook is locked with a password. Save it without one and send that."
        return "This is an old Excel file (.xls). Open it, save it as .xlsx or .csv and send that."
    start = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        return "This is a web page named like a spreadsheet. Open it in Excel, save it as .xlsx and send that."
    if start.startswith(OTHER_KINDS):
        return "This is not a spreadsheet. Send an .xlsx, .csv or .txt file."
    sample = text.decode(data[:8_000], encoding)[0]
    odd = sum(1 for c in sample if c < " " and c not in "\t\r\n\0") + sample.count("\ufffd")
    return "This is not text. Send an .xlsx, .csv or .txt file." if odd * 20 > len(sample) else ""


def main() -> None:
    limit()
    options: dict[str, Any] = json.loads(sys.argv[1])
    out = sys.stdout
    try:
        grid = read(sys.stdin.buffer.read(), **options)
        out.write(json.dumps(grid.head()) + "\n")
        for row in grid.rows:
            out.write(json.dumps(row.as_json()) + "\n")
        out.write(json.dumps({"end": len(grid.rows), "peak": peak()}) + "\n")
    except Unreadable as refusal:
        out.write(json.dumps({"refused": str(refusal)}) + "\n")


if __name__ == "__main__":
    main()
