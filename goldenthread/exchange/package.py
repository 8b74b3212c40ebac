"""The package an .xlsx is: opened only when it is no bomb and no trap, its XML walked with limits.

expat by itself resolves nothing from outside, yet takes document types and any depth; both are refused here.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from goldenthread.exchange.grid import Unreadable

MAX_ENTRIES = 2_000
MAX_RATIO = 100
MAX_TOTAL = 200 * 2**20
MAX_PART = 100 * 2**20
MAX_DEPTH = 40
RATIO_MATTERS_FROM = 2**20
"""A small part may be all one letter; the ratio says something from a megabyte on."""

BROKEN = "The workbook is damaged. Open it in Excel, save it again as .xlsx and send that."
UNSAFE = "The workbook holds XML that no spreadsheet program writes, so it was not opened."
# All the ways in which a spoilt package makes zipfile, zlib and expat give up; a LookupError is a made-up encoding.
DAMAGE = (zipfile.BadZipFile, zlib.error, expat.ExpatError, ValueError, LookupError, OSError, EOFError,
          NotImplementedError, RuntimeError)  # fmt: skip

LEFT_ALONE = {
    "xl/externalLinks/": "links to other workbooks",
    "xl/pivotCache/": "pivot tables",
    "xl/vbaProject.bin": "macros",
    "xl/embeddings/": "embedded files",
    "xl/comments": "comments",
}


def open_package(data: bytes) -> zipfile.ZipFile:
    """The package, checked by its directory; what the parts really unpack to is checked as they are walked."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as problem:
        raise Unreadable(BROKEN) from problem
    entries = package.infolist()
    names = [e.filename for e in entries]
    if any(e.flag_bits & 1 for e in entries):
        raise Unreadable("The workbook is locked with a password. Save it without one and send that.")
    if "xl/workbook.xml" not in names:
        raise Unreadable(_what_zip(names))
    if len(names) > MAX_ENTRIES or len(set(names)) != len(names) or any(".." in n or n.startswith("/") for n in names):
        raise Unreadable(UNSAFE)
    if sum(e.file_size for e in entries) > MAX_TOTAL or any(_is_bomb(e) for e in entries):
        raise Unreadable("The workbook unpacks to far more than a list of learners needs, so it was not opened.")
    return package


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def _what_zip(names: list[str]) -> str:
    if "content.xml" in names:
        return "This is an OpenDocument spreadsheet (.ods). Save it as .xlsx or .csv and send that."
    if "xl/workbook.bin" in names:
        return "This is a binary workbook (.xlsb). Save it as .xlsx or .csv and send that."
    return "This is not a spreadsheet. Send an .xlsx, .csv or .txt file."


def walk(package: zipfile.ZipFile, part: str, start: Callable | None = None, end: Callable | None = None) -> None:
    """Run expat over a part: no document type, no depth, no more bytes than it may have, whatever its header says."""
    parser = expat.ParserCreate(namespace_separator=None)
    depth = 0

    def opened(tag: str, attrs: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise Unreadable(UNSAFE)
        if start:
            start(tag.rpartition(":")[2], attrs)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(tag.rpartition(":")[2])

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with package.open(part) as stream:
            _feed(parser, stream)
    except DAMAGE as problem:
        raise Unreadable(BROKEN) from problem


def _feed(parser: Any, stream: Any) -> None:
    seen = 0
    while chunk := stream.read(2**16):
        seen += len(chunk)
        if seen > MAX_PART:
            raise Unreadable("The workbook unpacks to far more than a list of learners needs, so it was not opened.")
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise Unreadable(UNSAFE)


def left_alone(package: zipfile.ZipFile) -> list[str]:
    """A note of what else is in there that nobody reads."""
    found = [words for start, words in LEFT_ALONE.items() if any(n.startswith(start) for n in package.namelist())]
    return [f"The workbook also holds {', '.join(found)}. They were not opened."] if found else []
