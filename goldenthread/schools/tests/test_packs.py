"""Packs: what is wrong with one is said in a sentence with the file and the line."""

from pathlib import Path

import pytest

from goldenthread.schools.packs import (
    PackError,
    flag,
    load,
    many,
    mapping,
    names,
    number,
    one_of,
    optional,
    slug,
    text,
    unique,
)

SECTION = mapping(key=slug, title=text, layout=one_of("facts", "entries"), required=optional(flag, False))
PLAN = mapping(title=text, version=number, sections=unique(SECTION, "key"), words=optional(many(text), ()))
GOOD = "title: Plan\nversion: 1\nsections:\n  - key: me\n    title: Me\n    layout: facts\n"


def read(folder: Path, content: str):
    (folder / "core").mkdir(exist_ok=True)
    (folder / "core" / "iplan.yaml").write_text(content, encoding="utf-8")
    return load(folder / "core", "iplan", PLAN)


def test_a_good_pack_becomes_plain_values(tmp_path):
    section = {"key": "me", "title": "Me", "layout": "facts", "required": False}
    assert read(tmp_path, GOOD) == {"title": "Plan", "version": 1, "sections": (section,), "words": ()}
    assert names(tmp_path / "core") == ["iplan"]


@pytest.mark.parametrize(("change", "complaint"), [
    (("layout: facts", "layout: flow"), "line 6: ‘layout’: ‘flow’ must be one of facts, entries."),
    (("version: 1", "version: one"), "line 2: ‘version’: A whole number is expected here."),
    (("version: 1\n", ""), "line 1: ‘version’ is missing."),
    (("    title: Me\n", ""), "line 4: ‘title’ is missing."),
    (("title: Plan", "titel: Plan"), "line 1: ‘titel’ is not known here; known are title, version, sections, words."),
    (("title: Plan", "title: 7"), "line 1: ‘title’: Text (in quotes if it looks like a number"),
    (("key: me", "key: Me Too"), "line 4: ‘key’: ‘Me Too’ must be lower case letters"),
    (("title: Plan", "title: Plan\ntitle: Two"), "line 2: ‘title’ is there twice."),
    (("sections:\n", "words: yes\nsections:\n"), "line 3: ‘words’: A list is expected here"),
    (("title: Plan", "title: [Plan"), "this is not YAML"),
    (("title: Plan", "title: *all"), "line 1: this is not YAML: aliases (*name) are not used in packs."),
    ((GOOD[-50:], GOOD[-50:] + "  - key: me\n    title: Me\n    layout: facts\n"), "line 7: ‘me’ is there twice."),
])
def test_what_is_wrong_is_said_with_its_line(tmp_path, change, complaint):
    with pytest.raises(PackError) as error:
        read(tmp_path, GOOD.replace(*change, 1))
    assert complaint in str(error.value)
    assert "core/iplan.yaml" in str(error.value)


def test_an_empty_or_a_missing_file_is_said(tmp_path):
    with pytest.raises(PackError, match=r"core/iplan.yaml is empty"):
        read(tmp_path, "# nothing\n")
    with pytest.raises(PackError, match=r"core/other.yaml is not there"):
        load(tmp_path / "core", "other", PLAN)
