"""A Document, or hundreds, as one PDF/UA-1 file.

Words travel as JSON data and are set as text, never read as markup. The same documents and photos give the same bytes.
"UA-1" means typst's own check of conformance and our test of the tags; no public veraPDF is at hand.
"""

import base64
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from goldenthread.plans.document import Document
from goldenthread.plans.rendering.arrangement import arrange
from goldenthread.plans.rendering.fitting import first_guess
from goldenthread.plans.rendering.printable import UNKNOWN, font_files, plainly_printable, printable
from goldenthread.plans.rendering.tree import tree

PRESS = Path(__file__).parent / "press.py"
MEGABYTES = 3_000
SECONDS, SECONDS_EACH = 20, 0.25
NO_GLYPH = "could not be displayed"  # as typst says it
# A name longer than this would push everything else off the one side of a profile.
LONGEST_HEAD = 90


class NotPrinted(RuntimeError):
    """The press could not make the PDF; str() says why in a sentence."""


def render_pdf(document: Document, photos: Mapping[str, bytes] | None = None) -> bytes:
    """One document, already filtered for its reader. `photos` are by the hash that its photo nodes name."""
    return render_many([document], photos)


def render_many(documents: Sequence[Document], photos: Mapping[str, bytes] | None = None) -> bytes:
    """Many documents in one file, each with its own page numbers; one run of the press for all."""
    try:
        return _run(order(documents, photos or {}))
    except NotPrinted as reason:
        if NO_GLYPH not in str(reason):
            raise
    # Signs can have a glyph each and none together; a plan with plainer marks is better than no plan.
    return _run(order(documents, photos or {}, plainly_printable))


def order(
    documents: Sequence[Document], photos: Mapping[str, bytes], clean: Callable[[str], str] = printable
) -> dict[str, Any]:
    """What the press is told: words as data, the photos in use, the fonts, and a date that is not the clock's."""
    usable = {sha: photo for sha, photo in photos.items() if _is_picture(photo)}
    arranged = [_for_paper(arrange(document), usable) for document in documents]
    used = {shown["photo"]["path"]: shown["photo"]["file"] for shown in arranged if shown["photo"]}
    cleaned = [_owned_up(_cleaned(shown, clean)) for shown in arranged]
    return {
        "data": {"title": clean(_title(arranged)), "documents": cleaned},
        "photos": {path: base64.b64encode(usable[file]).decode() for path, file in used.items()},
        "fonts": sorted({str(file.parent) for file in font_files()}),
        "timestamp": _timestamp(arranged),
        "megabytes": MEGABYTES,
    }


def _run(order: dict[str, Any]) -> bytes:
    seconds = SECONDS + SECONDS_EACH * len(order["data"]["documents"])
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PRESS)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise NotPrinted(f"The PDF was not finished after {seconds:.0f} seconds and was given up.") from late
    if done.returncode:
        raise NotPrinted(f"The PDF could not be made: {_reason(done.stderr.decode(errors='replace'))}")
    return done.stdout


def _reason(said: str) -> str:
    """The press's own last words, or what to do where it ran out of memory and died in the middle of a sentence."""
    errors = [line for line in said.splitlines() if "Error:" in line or "Noto Sans is not" in line]
    if errors and "MemoryError" not in errors[-1]:
        return errors[-1]
    return "it was too much for one file. Print fewer at a time."


def _title(arranged: list[dict[str, Any]]) -> str:
    first = arranged[0]
    name = first["title"] if first["learner"] in first["title"] else f"{first['title']}: {first['learner']}"
    return name if len(arranged) == 1 else f"{first['title']}: {len(arranged)} learners"


def _timestamp(arranged: list[dict[str, Any]]) -> int:
    days = [shown["issued_on"] for shown in arranged if shown["issued_on"]]
    return int(datetime.fromisoformat(max(days)[:10]).replace(tzinfo=UTC).timestamp()) if days else 0


def _is_picture(photo: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(photo), formats=("JPEG", "PNG", "WEBP")):
            return True
    except (UnidentifiedImageError, OSError):
        return False


def _for_paper(shown: dict[str, Any], photos: Mapping[str, bytes]) -> dict[str, Any]:
    """Markdown becomes a tree; a photo not at hand becomes initials, as if it had never been taken."""
    photo = shown["photo"]
    if photo:
        path = f"photo-{hashlib.sha256(photo['file'].encode()).hexdigest()}"  # a name of ours, whatever the body says
        photo = photo | {"path": path} if photo["file"] in photos else None
    shown = _with_trees(shown) | {"photo": photo}
    return shown | (_one_side(shown) if shown["one_side"] else {})


def _with_trees(value: Any) -> Any:
    if isinstance(value, dict):
        trees = {"tree": tree(value["text"])} if "text" in value else {}
        return {key: _with_trees(item) for key, item in value.items() if key != "text"} | trees
    return [_with_trees(item) for item in value] if isinstance(value, list) else value


def _one_side(shown: dict[str, Any]) -> dict[str, Any]:
    """A profile's parts: facts go into the head, each field is a panel."""
    facts = [line["value"] for line in _lines(shown) if line["kind"] == "fact" and line["id"] != "fact:name"]
    panels = [panel for section in shown["sections"] if section["layout"] != "facts" for panel in _panels(section)]
    return {
        "size": first_guess(panels),
        "name": _short(shown["learner"] or shown["title"]),
        "subtitle": _short(" · ".join([shown["title"], *facts])),
        "panels": panels,
    }


def _panels(section: dict[str, Any]) -> list[dict[str, Any]]:
    groups = section["groups"] or [{"heading": "", "lines": []}]
    return [
        {
            "heading": group["heading"] or section["title"],
            "empty": section["empty"],
            "lines": [_point(line) for line in group["lines"]],
        }
        for group in groups
    ]


def _point(line: dict[str, Any]) -> dict[str, Any]:
    """Any kind of line as words and whose they are."""
    name = line.get("title") or line.get("name") or line.get("value")
    title = [{"p": [{"t": name, "b": True}]}] if name else []
    return {"tree": title + line.get("tree", []), "who": line.get("who", "")}


def _lines(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for section in shown["sections"] for group in section["groups"] for line in group["lines"]]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_HEAD else text[: LONGEST_HEAD - 1] + "…"


def _owned_up(shown: dict[str, Any]) -> dict[str, Any]:
    """Paper that lacks a sign says so on every page."""
    if UNKNOWN not in json.dumps(shown, ensure_ascii=False):
        return shown
    return shown | {"personal": f"{shown['personal']}. {UNKNOWN} stands for a sign that can only be shown on screen"}


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(item, clean) for key, item in value.items()}
    return [_cleaned(item, clean) for item in value] if isinstance(value, list) else value
