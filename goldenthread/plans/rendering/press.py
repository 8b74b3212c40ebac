"""The press: typst in a process of its own, told everything through standard input, able to read nothing else here.

Run as `python -I press.py`, never imported by the server. A process of its own costs about 0.1 s and buys a limit on
time and memory, and typst's caches go when it does. Standard library and typst only.
"""

import base64
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

try:
    import resource
except ImportError:  # Windows has none
    resource = None  # type: ignore[assignment]

TEMPLATES = Path(__file__).parent / "paper"


def press(order: dict[str, Any]) -> bytes:
    """One PDF/UA-1 of everything in the order. Templates and words are in memory; the root holds the photos alone."""
    files = {file.name: file.read_bytes() for file in TEMPLATES.glob("*.typ")}
    files["data.json"] = json.dumps(order["data"]).encode()
    with tempfile.TemporaryDirectory() as root:
        for name, photo in order["photos"].items():
            Path(root, name).write_bytes(base64.b64decode(photo))
        return typst.compile(  # type: ignore[call-overload, no-any-return]  # its types know of one file; it takes many
            files,
            root=root,
            package_path=root,
            package_cache_path=root,
            font_paths=fonts(order["fonts"]),
            pdf_standards=["ua-1"],
            timestamp=order["timestamp"],
        )


def fonts(folders: list[str]) -> typst.Fonts:
    """The fonts of the house and no others. With none at all typst prints empty pages and says nothing."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    if "Noto Sans" not in found.families():
        raise SystemExit(f"Noto Sans is not in {', '.join(folders)}.")
    return found


def limit(megabytes: int) -> None:
    """Where the system can hold a process to its memory (not on Windows)."""
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


if __name__ == "__main__":
    order = json.load(sys.stdin)
    limit(order["megabytes"])
    sys.stdout.buffer.write(press(order))
