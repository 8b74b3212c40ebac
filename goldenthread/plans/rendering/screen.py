"""A Document on screen: what `plans/document/document.html` is given as `page`."""

from typing import Any

from goldenthread.plans.document import Document
from goldenthread.plans.rendering.arrangement import arrange


def page(document: Document, photo_url: str = "") -> dict[str, Any]:
    """For a copy already filtered for its reader. Without the photo's address, initials stand in its place."""
    shown = arrange(document)
    if shown["photo"]:
        shown["photo"] = shown["photo"] | {"url": photo_url} if photo_url else None
    return shown
