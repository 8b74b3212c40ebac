"""Plan types are data; a mistake in a pack is a sentence with its file and line."""

import shutil

import pytest
from django.conf import settings

from goldenthread.learners.audiences import WIDTH
from goldenthread.plans.builders import BUILDERS
from goldenthread.plans.checks import known, packs_are_sound
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
            assert part.builder in known(template)
            assert part.audience in WIDTH


def test_a_section_that_nothing_can_fill_stops_the_start(monkeypatch):
    monkeypatch.delitem(BUILDERS, "needs")
    assert [error.msg for error in packs_are_sound()] == [
        f"packs/core/{name}.yaml: section ‘needs’ has the builder ‘needs’, and nothing in this release builds that. "
        "Known are facts, fields, outcomes, people, review-findings, review-judgements, review-meeting, review-people, "
        "review-views."
        for name in ("iep", "iplan")]


def test_the_sections_of_a_received_plan_hold_what_was_received_and_are_built_from_nothing(monkeypatch):
    monkeypatch.setattr("goldenthread.plans.checks.KEEPS", ("words",))
    assert [error.msg for error in packs_are_sound()] == [
        "packs/core/ehc-plan.yaml: section ‘bef’ has the builder ‘triples’, and nothing in this release builds that. "
        "Known are words."]


@pytest.mark.parametrize(("name", "wrong", "right", "sentence"), [
    ("annual-review", "origins: [ehc_plan]", "origins: [council]", "‘council’ must be one of ehc_plan"),
    ("annual-review", "only_from_year: 9", "only_from_year: 14", "14 is no curriculum year: they go from 1 to 13"),
    ("annual-review", "stages: [E]", "stages: [Z]", "‘Z’ must be one of N, K, E"),
    ("iep", "builder: needs", "builder: needs\n    parents: true", "are for sections with the builder ‘outcomes’"),
    ("iep", "parents: true", "parents: perhaps", "true or false is expected"),
])
def test_a_mistake_in_what_a_section_shows_is_a_sentence_too(pack, name, wrong, right, sentence):
    file = pack / f"{name}.yaml"
    text = file.read_text()
    assert wrong in text
    file.write_text(text.replace(wrong, right, 1))
    with pytest.raises(PackError, match=sentence):
        read(pack, name)


def test_a_reference_finds_its_template_also_when_the_pack_has_moved_on():
    assert of_type("iplan").ref == "core/iplan@1"
    assert named("core/iplan@0") is of_type("iplan")
