"""Plan types are data; a mistake in a pack is a sentence with its file and line."""

import shutil

import pytest
from django.conf import settings

from goldenthread.learners.audiences import WIDTH
from goldenthread.plans.builders import BUILDERS
from goldenthread.plans.checks import packs_are_sound
from goldenthread.plans.templates import named, of_type, read, templates
from goldenthread.schools.packs import PackError


@pytest.fixture
def pack(tmp_path):
    """A copy of the core pack that can be spoiled."""
    return shutil.copytree(settings.PACKS_DIR / "core", tmp_path / "core")


@pytest.mark.parametrize(("wrong", "right", "sentence"), [
    ("layout: facts", "layout: poster", "must be one of facts"),
    ("fields: [hopes, interests", "fields: [hopes, dreams", "‘dreams’ is no field of the field bank"),
    ("audience: senco", "audience: nobody", "must be one of everyone"),
    ("key: emergency", "key: personal", "‘personal’ is there twice"),
    ("levels: [term, step]", "", "‘levels’ is missing"),
    ("type: iplan", "type: other", "‘type’ must be iplan"),
    ("review_months: 4", "review_months: four", "A whole number"),
])
def test_a_mistake_in_a_template_is_a_sentence_with_its_place(pack, wrong, right, sentence):
    file = pack / "iplan.yaml"
    text = file.read_text()
    assert wrong in text
    file.write_text(text.replace(wrong, right, 1))
    with pytest.raises(PackError, match=sentence) as refused:
        read(pack, "iplan")
    assert "core/iplan.yaml" in str(refused.value)


def test_every_template_of_every_pack_is_sound_and_every_section_has_its_builder():
    assert {template.type for template in templates().values()} >= {"iplan", "one-page-profile"}
    for template in templates().values():
        for part in template.sections:
            assert part.builder in BUILDERS
            assert part.audience in WIDTH


def test_a_section_that_nothing_can_fill_stops_the_start(monkeypatch):
    monkeypatch.delitem(BUILDERS, "people")
    assert [error.msg for error in packs_are_sound()] == [
        "packs/core/iplan.yaml: section ‘people’ has the builder ‘people’, and nothing in this release builds that. "
        "Known are facts, fields, needs, outcomes."]


def test_a_reference_finds_its_template_also_when_the_pack_has_moved_on():
    assert of_type("iplan").ref == "core/iplan@1"
    assert named("core/iplan@0") is of_type("iplan")
