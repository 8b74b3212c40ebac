"""A Document on screen: what `plans/document/document.html` is given as `page`."""

import json
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from goldenthread.plans.document import Document
from goldenthread.plans.rendering.arrangement import arrange


def page(document: Document, photo_url: str = "") -> dict[str, Any]:
    """For a copy already filtered for its reader. Without the photo's address, initials stand in its place."""
    shown = arrange(document)
    if shown["photo"]:
        shown["photo"] = shown["photo"] | {"url": photo_url} if photo_url else None
    shown["sections"] = [section | {"html": drawn(section)} for section in shown["sections"]]
    return shown


def drawn(section: dict[str, Any]) -> SafeString:
    """An arranged section as HTML."""
    return _drawn(json.dumps(section, ensure_ascii=False))


@lru_cache(maxsize=1_000)  # some 5 MB; a plan has sixteen sections, and is read far more often than written
def _drawn(section: str) -> SafeString:
    # Given the words themselves and nothing else: whoever may not read a word has another text, and so another drawing.
    return render_to_string("plans/document/section.html", {"section": json.loads(section)})
