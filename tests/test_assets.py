"""Our face and nobody else's: no crown, no crest, no Transport; and light enough for an old school PC."""

import gzip
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "build" / "static"
CSS = STATIC / "css" / "gt.css"


@pytest.fixture(scope="module")
def css():
    return CSS.read_text()


def test_nothing_of_the_governments_own_look_is_shipped(css):
    names = [path.name.lower() for path in (ROOT / "build").rglob("*") if path.is_file()]
    assert [name for name in names if re.search(r"crown|crest|govuk|transport", name)] == []
    for path in (ROOT / "build").rglob("*"):
        if path.suffix in {".css", ".js", ".svg", ".html", ".json"}:
            assert not re.search(r"GDS Transport|crown|crest\b|govuk-logotype", path.read_text(), re.I), path


def test_style_sheets_ask_for_nothing_from_elsewhere(css):
    assert set(re.findall(r"url\(\.\./fonts/[a-z0-9-]+\.woff2\)", css)) == set(re.findall(r"url\([^)]*\)", css))
    assert "@import" not in css


def test_every_font_named_is_there_with_its_licence(css):
    for name in re.findall(r"url\(\.\./fonts/([^)]+)\)", css):
        assert (STATIC / "fonts" / name).exists()
        family = name.split("-latin")[0]
        assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / f"{family}.LICENSE.txt").read_text().upper()


def test_what_every_page_needs_is_light(css):
    """Style, script and the usual fonts, as sent; 150 kB less the page itself (60 kB of HTML at most)."""
    sent = [len(gzip.compress(path.read_bytes())) for path in (CSS, STATIC / "js" / "gt.js")]
    fonts = [path.stat().st_size for path in (STATIC / "fonts").glob("atkinson*.woff2")]
    assert sum(sent) + sum(fonts) <= 90_000


def test_fonts_for_paper_are_there():
    for name in ("NotoSans_400Regular.ttf", "NotoSans_700Bold.ttf", "AtkinsonHyperlegible_400Regular.ttf"):
        assert (ROOT / "build" / "fonts" / name).exists()


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(scheme: str) -> dict[str, str]:
    source = (ROOT / "assets" / "scss" / "parts" / "_colours.scss").read_text()
    body = re.search(rf"@mixin {scheme} {{(.*?)\n}}", source, re.S).group(1)
    return dict(re.findall(r"--(?:gt|govuk)-([a-z-]+): (#[0-9a-f]{6})", body))


PAIRS = [("text", "paper"), ("text", "panel"), ("quiet", "paper"), ("quiet", "panel"), ("button-text", "button"),
         ("button-text", "button-hover"), ("calm-text", "calm"), ("good-text", "good"), ("warm-text", "warm"),
         ("bad-text", "bad"), ("grey-text", "grey"), ("text", "added"), ("text", "gone")]  # fmt: skip
DARK_PAIRS = [("link-colour", "paper"), ("link-colour", "panel"), ("link-visited-colour", "paper"),
              ("error-colour", "paper"), ("error-colour", "panel")]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_in_the_light_and_in_the_dark(scheme):
    have = {**colours("light"), **colours(scheme)}
    pairs = PAIRS + (DARK_PAIRS if scheme == "dark" else [])
    weak = {pair: round(contrast(have[pair[0]], have[pair[1]]), 1) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


def test_the_web_packages_are_pinned_by_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, facts in packages.items() if name and "integrity" not in facts] == []
