"""The Document: one canonical text for ever, and nothing a reader may not read."""

import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.plans.document import Document, Node, Section, Unreadable
from goldenthread.plans.rendering import screen
from goldenthread.plans.tests.samples import CANARIES, MAY, entry, fact, need, outcome, plan

BODY = Path(__file__).parent / "bodies" / "format-1.json"

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
nodes = st.builds(
    Node, id=text, kind=st.sampled_from(["entry", "fact", "support"]), revision=st.integers(0, 99),
    audience=st.sampled_from(sorted(CANARIES)),
    data=st.builds(lambda words, more: more | dict.fromkeys(["text", "label", "value"], words), text,
                   st.dictionaries(text, st.one_of(text, st.integers(), st.none(), st.booleans()), max_size=3)),
)  # fmt: skip
sections = st.builds(Section, key=text, title=text, intro=text, layout=text, drop_empty=st.booleans(),
                     nodes=st.lists(nodes, max_size=3).map(tuple))  # fmt: skip
documents = st.builds(Document, type=text, title=text, template=text, meta=st.dictionaries(text, text, max_size=3),
                      sections=st.lists(sections, max_size=3).map(tuple))  # fmt: skip


@given(documents)
def test_writing_and_reading_gives_the_same_text_and_hash(document):
    written = document.as_json()
    again = Document.from_json(written)
    assert again.as_json() == written
    assert again.sha256() == document.sha256()


def test_the_text_is_canonical():
    written = plan().as_json()
    assert written == json.dumps(json.loads(written), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert written == unicodedata.normalize("NFC", written)


def test_a_letter_typed_in_two_ways_is_one_plan():
    composed, decomposed = "Zoë", unicodedata.normalize("NFD", "Zoë")
    assert plan(title=composed).sha256() == plan(title=decomposed).sha256()


def test_any_change_changes_the_hash():
    assert plan().sha256() != plan(title="iPlan.").sha256()


@pytest.mark.parametrize(("name", "layouts", "sha256"), [
    ("iep-1", {"facts", "needs", "entries", "targets", "people"},
     "11d0f4fb6e3557bba3bfcbdd817d79afeb6ec8618bbc21c540892d751ec24c24"),
    ("annual-review-1", {"facts", "entries", "outcomes", "targets", "people"},
     "5533fd53840de00bd26be2dff5c90e893053d0b69500cfcf1ba20b260b1ec00e"),
])
def test_the_first_body_of_every_other_plan_opens_and_is_drawn(name, layouts, sha256):
    body = (BODY.parent / f"{name}.json").read_text()
    document = Document.from_json(body)
    assert {section.layout for section in document.sections} == layouts
    assert document.as_json() == body.strip()
    assert document.sha256() == sha256
    shown = screen.page(document)
    groups = [group for section in shown["sections"] for group in section["groups"]]
    assert {"fact", "entry", "target"} <= {group["kind"] for group in groups}
    assert {"view", "finding", "judgement"}.isdisjoint(group["kind"] for group in groups)


def test_a_body_of_the_first_release_opens():
    body = BODY.read_text()
    document = Document.from_json(body)
    assert (document.format, document.type, document.template) == (1, "iplan", "core/iplan@1")
    assert [section.layout for section in document.sections][:3] == ["facts", "profile", "good-bad"]
    assert document.as_json() == body.strip()
    assert document.sha256() == "a70bad91da639a710abe6126d77a3ab7e0901655fae55935168cd09900a1663b"
    assert "Biscuit" in str(screen.page(document))


@pytest.mark.parametrize("body", ["", "[]", "{", "3", "null", '{"format":1}', '{"format":1,"sections":3}'])
def test_what_is_no_plan_is_refused_in_words(body):
    with pytest.raises(Unreadable, match="plan"):
        Document.from_json(body)


def test_a_format_of_a_later_release_is_refused_and_not_half_read():
    with pytest.raises(Unreadable, match="format 2"):
        Document.from_json('{"format":2}')


def seen_by(kind: str, document: Document | None = None, withdrawn=(), renamed=None) -> Document:
    return (document or plan()).for_reader(MAY[kind].__contains__, withdrawn, renamed)


@pytest.mark.parametrize("kind", sorted(MAY))
def test_a_reader_finds_every_canary_they_may_see_and_no_other(kind):
    written = seen_by(kind).as_json()
    found = {audience for audience, canary in CANARIES.items() if canary in written}
    assert found == MAY[kind] - {"everyone"}


def test_hidden_and_never_written_look_the_same():
    """Byte for byte: whatever is hidden from the family, they get the same text as if it had never been there."""
    for section in plan().sections:
        without = replace(section, nodes=tuple(n for n in section.nodes if n.audience in MAY["family"]))
        never_written = plan(sections=tuple(without if s.key == section.key else s for s in plan().sections))
        assert seen_by("family", never_written).as_json() == seen_by("family").as_json()


@given(documents, st.sets(st.sampled_from(sorted(CANARIES))))
def test_filtering_is_the_same_as_never_having_written(document, may):
    seen = document.for_reader(may.__contains__)
    bare = replace(document, sections=tuple(
        replace(s, nodes=tuple(n for n in s.nodes if n.audience in may)) for s in document.sections))  # fmt: skip
    assert seen == bare.for_reader(lambda audience: True)
    assert seen.for_reader(may.__contains__) == seen


def test_a_section_left_empty_stays_unless_the_template_drops_it():
    keys = [section.key for section in seen_by("learner").sections]
    assert "views" in keys
    assert "senco-notes" not in keys


def test_needs_are_ranked_among_those_left():
    assert [n.data["rank"] for n in seen_by("family").nodes if n.kind == "need"] == [1, 2]
    assert [n.data["rank"] for n in seen_by("senco").nodes if n.kind == "need"] == [1, 2, 3]


def test_a_thread_to_a_hidden_outcome_is_cut():
    thread = (outcome("o-1", "Hidden", "staff"), outcome("o-2", "Seen", parent="o-1"))
    document = plan(sections=(Section("t", "T", "", "outcomes", thread),))
    assert [n.data["parent"] for n in seen_by("family", document).nodes] == [""]
    assert [n.data["parent"] for n in seen_by("staff", document).nodes] == ["", "o-1"]


def test_what_was_withdrawn_is_in_nobodys_copy():
    for kind in MAY:
        seen = seen_by(kind, withdrawn=["photo", "e-dog"])
        assert "Biscuit" not in seen.as_json()
        assert not [node for node in seen.nodes if node.kind == "photo"]


def test_a_withdrawn_photo_leaves_what_a_learner_without_one_has():
    first, *others = plan().sections
    never = plan(sections=(replace(first, nodes=first.nodes[1:]), *others))
    assert screen.page(seen_by("senco", withdrawn=["photo"])) == screen.page(seen_by("senco", never))


def test_a_former_name_gives_way_to_the_present_one_everywhere():
    document = plan(
        title="iPlan for Adam Okafor", meta=plan().meta | {"what_changed": "Adam met his target. Adam's dog."},
        sections=(Section("s", "S", "", "entries", (
            fact("name", "Name", "Adam Okafor"), entry("e", "Adam, not Madam or Adamant", said_by_name="Adam"),
            need("n", "Other", 1))),),
    )  # fmt: skip
    seen = seen_by("senco", document, renamed={"Adam": "Ada", "Adam Okafor": "Ada Okafor-Bell"})
    assert seen.title == "iPlan for Ada Okafor-Bell"
    assert seen.meta["what_changed"] == "Ada met his target. Ada's dog."
    assert next(n for n in seen.nodes if n.id == "e").data["text"] == "Ada, not Madam or Adamant"
    assert next(n for n in seen.nodes if n.id == "fact:name").data["value"] == "Ada Okafor-Bell"


def test_the_whole_stays_whole_while_copies_are_made_of_it():
    whole = plan()
    before = whole.as_json()
    seen_by("family", whole, withdrawn=["e-dog"], renamed={"Ada": "X"}).with_meta(standing="Other")
    assert whole.as_json() == before
