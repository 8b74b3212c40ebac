"""The manual leads nowhere that is not there, and carries no picture that nothing shows."""

import re

from tests.browser import IMAGES

MANUAL = IMAGES.parent
PAGES = sorted(MANUAL.glob("*.md"))
LINK = re.compile(r"\]\(([^)#]+)\)")


def links(page):
    return [target for target in LINK.findall(page.read_text()) if "://" not in target]


def test_every_link_and_picture_is_there():
    assert len(PAGES) >= 8
    assert [(page.name, target) for page in PAGES for target in links(page)
            if not (MANUAL / target).exists()] == []


def test_every_page_is_reached_from_the_first():
    assert {page.name for page in PAGES} - {"index.md"} <= set(links(MANUAL / "index.md"))


def test_every_picture_is_shown_and_small():
    shown = {target for page in PAGES for target in links(page)}
    pictures = list(IMAGES.glob("*.png"))
    assert {f"images/{picture.name}" for picture in pictures} <= shown
    assert max(picture.stat().st_size for picture in pictures) < 250_000
