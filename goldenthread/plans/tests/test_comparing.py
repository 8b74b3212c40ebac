"""Two versions side by side: nothing lost, nothing betrayed, an outcome met is never "removed"."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from hypothesis import example, given
from hypothesis import strategies as st

from goldenthread.plans.comparing import Comparison, Fate, compare
from goldenthread.plans.difference import CAME, GONE, SAME, difference
from goldenthread.plans.document import Document, Node, Section
from goldenthread.plans.summing_up import MOST, NOTHING, summed_up, told_one_by_one
from goldenthread.plans.tests.samples import CANARIES, MAY, MET, entry, fact, meta, need, outcome, person, plan
from goldenthread.plans.tests.test_document import documents

OLD = plan(meta=meta(standing="Version 1 (archived)"))


def changed(document: Document = OLD, added: dict[str, Node] | None = None, **nodes: Node | None) -> Document:
    """The document with nodes replaced (None takes one out; names with _ for -) and others added to sections by key."""
    new = {key.replace("_", "-"): node for key, node in nodes.items()}

    def section(old):
        kept = tuple(node for node in (new.get(n.id, n) for n in old.nodes) if node)
        return replace(old, nodes=(*kept, *([added[old.key]] if added and old.key in added else [])))

    return replace(document, meta=meta(), sections=tuple(section(s) for s in document.sections))


def fates(comparison: Comparison) -> dict[str, str]:
    return {change.node.id: str(change.fate) for change in comparison.changes}


def page(comparison: Comparison) -> str:
    return render_to_string("plans/document/compare.html", {"comparison": comparison, "said": summed_up(comparison)})


# -- differences of text -----------------------------------------------------------------------------------------------


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_difference_holds_both_texts_whole(old, new):
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.op != CAME) == old
    assert "".join(piece.text for piece in pieces if piece.op != GONE) == new


@given(st.lists(st.sampled_from(["Ada", "likes", "her", "dog", ","]), max_size=60).map(" ".join), st.integers(0, 60))
def test_a_word_put_in_is_all_that_is_marked(text, place):
    words = text.split(" ")
    new = " ".join([*words[:place], "PEPPER", *words[place:]])
    assert "PEPPER" in "".join(piece.text for piece in difference(text, new) if piece.op == CAME)
    assert not [piece for piece in difference(text, text) if piece.op != SAME]


def test_two_texts_with_little_in_common_are_not_mixed_word_by_word():
    old, new = "She finds the bell too loud in the hall", "Reading is going well, with a friend, every day"
    assert [piece.op for piece in difference(old, new)] == [GONE, CAME]


def test_very_long_texts_are_compared_at_once():
    old, new = "a b " * 5000, "b a " * 5000
    assert [piece.op for piece in difference(old, new)] == [GONE, CAME]


# -- statements --------------------------------------------------------------------------------------------------------


@given(documents)
def test_a_document_compared_with_itself_has_no_changes(document):
    comparison = compare(document, document)
    assert comparison.nothing
    assert summed_up(comparison) == [NOTHING]


def test_a_plan_compared_with_itself_has_no_changes():
    assert compare(plan(), plan()).nothing


@given(documents, documents)
@example(*(Document("", "", "", sections=(Section("", "", "", "", nodes),)) for nodes in (
    (entry("a", "Dogs"), entry("", "Cats")), (entry("b", "Fish"),))))
def test_every_statement_of_either_is_somewhere(old, new):
    comparison = compare(old, new)
    changes = [change for section in comparison.sections for change in section.changes]
    found = {node.id for change in changes for node in (change.old, change.new) if node}
    assert found == {node.id for document in (old, new) for node in document.nodes}


def test_what_came_went_and_was_rewritten_is_told_apart():
    new = changed(
        e_dog=entry("e-dog", "My dog **Biscuit** and my rabbit, and a quiet place at lunch", revision=2),
        e_bad=None, n_slcn=need("n-slcn", "Speech, language and communication", 2, description="Less hard now"),
        added={"days": entry("e-new", "Swimming", field="good-day"), "people": person("p-new", "Tom", "SENCO", "")},
    )  # fmt: skip
    assert fates(compare(OLD, new)) == {
        "e-dog": "changed", "e-bad": "gone", "n-slcn": "changed", "e-new": "added", "p-new": "added"}  # fmt: skip


def test_a_new_revision_that_reads_the_same_is_no_change():
    marked_up_otherwise = entry("e-dog", "My dog *Biscuit*, and a quiet place at lunch", revision=9)
    assert compare(OLD, changed(e_dog=marked_up_otherwise)).nothing


def test_newer_words_of_the_same_person_under_the_same_heading_are_a_change_with_both_texts():
    newer = entry("e-bus", "My cat Tilly, and the back seat of the bus")
    told = compare(OLD, changed(e_dog=None, added={"about-me": newer}))
    (change,) = told.changes
    assert (change.fate, change.old.id, change.new.id) == (Fate.CHANGED, "e-dog", "e-bus")
    assert "My dog Biscuit" in change.parts[0].old
    assert "My cat Tilly" in change.parts[0].new
    assert summed_up(told) == ["“Important to me”: newer words from Ada."]


@pytest.mark.parametrize("other", [
    {"said_by_name": "Leo"}, {"said_by": "family"}, {"field": "how-to-support"}])
def test_words_of_another_person_or_under_another_heading_are_no_newer_ones(other):
    told = compare(OLD, changed(e_dog=None, added={"about-me": entry("e-bus", "The back seat", **other)}))
    assert sorted(fates(told).values()) == ["added", "gone"]


def test_a_statement_moved_to_another_section_is_the_same_statement():
    moved = next(node for node in OLD.nodes if node.id == "e-good")
    (change,) = compare(OLD, changed(e_good=None, added={"views": moved})).changes
    assert change.fate == Fate.CHANGED
    assert [(p.label, p.old, p.new) for p in change.parts if p.differs] == [
        ("Section", "Good days and bad days", "What each of us says")]  # fmt: skip


@pytest.mark.parametrize("listed", [True, False])
def test_an_outcome_met_and_closed_reads_met_and_never_removed(listed):
    met = outcome("o-ask", "Ada asks for help when she is stuck", **MET)
    comparison = compare(OLD, changed(o_ask=met if listed else None), closed=[] if listed else [met])
    (change,) = comparison.changes
    assert change.fate == Fate.CLOSED
    assert change.status == "Met 3 December 2026"
    assert summed_up(comparison) == ["1 target met."]
    assert "Met 3 December 2026" in page(comparison)
    assert "No longer here" not in page(comparison)


def test_an_outcome_closed_before_the_older_version_is_not_news():
    assert "o-read" not in fates(compare(OLD, changed(o_read=None)))


def test_a_target_is_not_changed_by_its_parent_leaving():
    orphan = outcome("o-ask", "Ada asks for help when she is stuck", progress="Asked *twice*")
    assert fates(compare(OLD, changed(o_year=None, o_ask=orphan))) == {"o-year": "gone"}


def test_an_outcome_taken_out_without_being_closed_is_said_to_be():
    comparison = compare(OLD, changed(o_ask=None))
    assert fates(comparison) == {"o-ask": "gone"}
    assert summed_up(comparison) == ["1 target no longer in this plan."]


def test_a_section_that_is_gone_stands_where_it_stood():
    new = replace(OLD, sections=tuple(s for s in OLD.sections if s.key != "days"))
    keys = [section.key for section in compare(OLD, new).sections]
    assert keys.index("about-me") < keys.index("days") < keys.index("views")


# -- readers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(MAY))
def test_what_a_reader_may_not_read_is_nowhere_in_the_comparison(kind):
    """Every hidden node is changed, added, taken out or closed; none of it shows."""
    def filtered(document):
        return document.for_reader(MAY[kind].__contains__)

    new = changed(
        e_family=entry("e-family", "Now " + CANARIES["family"], "family"), e_prof=None,
        o_secret=outcome("o-secret", CANARIES["staff"], "staff", **MET),
        added={"senco-notes": entry("e-more", "New " + CANARIES["senco"], "senco")},
    )  # fmt: skip
    shown = page(compare(filtered(OLD), filtered(new)))
    found = {audience for audience, canary in CANARIES.items() if canary in shown}
    assert found == MAY[kind] - {"everyone"}


@given(documents, documents, st.sets(st.sampled_from(sorted(CANARIES))))
def test_a_hidden_node_never_appears(old, new, may):
    comparison = compare(old.for_reader(may.__contains__), new.for_reader(may.__contains__))
    assert {c.node.audience for s in comparison.sections for c in s.changes} <= may


# -- in plain words ----------------------------------------------------------------------------------------------------


def test_the_sum_of_changes_reads_as_a_person_would_say_it():
    new = changed(
        o_ask=outcome("o-ask", "Ada asks for help when she is stuck", **MET),
        o_year=outcome("o-year", "Ada speaks up in every lesson", level="year"),
        e_dog=entry("e-dog", "My rabbit"),
        **{"fact:year": fact("year", "Year group", "Year 9")},
        added={
            "targets": outcome("o-new", "Ada tells a friend what she needs."),
            "days": entry("e-new", "Swimming", field="good-day", said_by="family", said_by_name="Grace Okafor"),
            "needs": need("n-new", "Hearing impairment", 4),
            "people": person("p-new", "Tom Reed", "SENCO", "Wrote it down"),
            "agreed": Node("s-1", "support", 1, "everyone", {"title": "Lego therapy", "text": "Twice a week"}),
        },
    )  # fmt: skip
    assert summed_up(compare(OLD, new)) == [
        "1 target met.",
        "New target: Ada tells a friend what she needs.",
        "1 outcome reworded.",
        "“Important to me”: what Ada says is in new words.",
        "New under “Good day” from Grace Okafor.",
        "New support: Lego therapy.",
        "New need: Hearing impairment.",
        "Year group was Year 8 and is now Year 9.",
        "New among those who helped: Tom Reed.",
    ]


def test_the_family_is_told_each_change_by_its_name():
    new = changed(
        o_ask=outcome("o-ask", "Ada asks for help when she is stuck", **MET),
        o_year=outcome("o-year", "Ada speaks up in every lesson", level="year"),
        e_dog=entry("e-dog", "My rabbit"), e_bad=None,
        added={
            "targets": outcome("o-new", "Ada tells a friend what she needs."),
            "days": entry("e-new", "- **Swimming**\n- and more", field="good-day", said_by="family",
                          said_by_name="Grace"),
            "needs": need("n-new", "Hearing impairment", 4),
        },
    )  # fmt: skip
    assert told_one_by_one(compare(OLD, new)) == [
        "Met on 3 December 2026: Ada asks for help when she is stuck.",
        "New target: Ada tells a friend what she needs.",
        "An outcome in new words: Ada speaks up in every lesson.",
        "New under “Good day” from Grace: Swimming and more.",
        "“Important to me”: what Ada says is in new words.",
        "Taken out of “Bad day”: The bell is loud.",
        "New need: Hearing impairment.",
    ]
    assert told_one_by_one(compare(OLD, OLD)) == [NOTHING]


def test_what_is_otherwise_about_a_target_is_named():
    (target,) = (node for node in OLD.nodes if node.id == "o-ask")
    new = replace(target, data=target.data | {"due_on": "2027-07-20", "state_name": "At risk"})
    assert told_one_by_one(compare(OLD, changed(o_ask=new))) == [
        f"Changed for “{target.data['wording']}”: at risk now and by when."]
    noted = replace(target, data=target.data | {"progress": "Every day"})
    assert told_one_by_one(compare(OLD, changed(o_ask=noted))) == [f"Progress noted on “{target.data['wording']}”."]


def test_of_very_many_changes_the_first_are_told_and_long_words_begin():
    before = replace(OLD, sections=tuple(replace(part, nodes=()) for part in OLD.sections))
    new = replace(before, sections=tuple(
        replace(part, nodes=tuple(outcome(f"o-{n}", f"{n} {'word ' * 60}") for n in range(MOST + 2)))
        if part.key == "targets" else part for part in before.sections))
    *told, last = told_one_by_one(compare(before, new))
    assert last == "And 2 more changes."
    assert len(told) == MOST
    assert all(sentence.endswith("word…") and len(sentence) < 140 for sentence in told)


@pytest.mark.parametrize(("said", "reviser", "sentence"), [
    ({}, "Imran Khan", "“Important to me”: Imran Khan put what Ada says into new words."),
    ({"said_by": "staff", "said_by_name": "Imran Khan"}, "Imran Khan",
     "“Important to me” was rewritten by Imran Khan."),
])
def test_what_one_person_says_and_another_writes_down_anew_is_not_called_the_first_ones_doing(said, reviser, sentence):
    new = changed(e_dog=entry("e-dog", "My rabbit", revision=2, revised_by=reviser, **said))
    assert summed_up(compare(OLD, new)) == [sentence]


def test_progress_and_dates_of_targets_are_told_apart():
    new = changed(
        o_ask=outcome("o-ask", "Ada asks for help when she is stuck", parent="o-year", progress="Every day now"),
        o_year=outcome("o-year", "Ada speaks up for herself in every lesson", level="year", level_name="Year outcome",
                       due_on="2027-07-20"),
    )  # fmt: skip
    assert summed_up(compare(OLD, new)) == ["1 outcome changed.", "Progress noted on 1 target."]


@pytest.mark.parametrize(("noted_on", "said"), [
    ("o-ask", ["Nothing has changed."]),
    ("o-not-here", ["Progress noted on 1 outcome."]),
])
def test_progress_from_further_down_is_told_once_where_it_was_noted(noted_on, said):
    def year(progress: str) -> Node:
        return outcome("o-year", "Ada speaks up", level="year", progress=progress, progress_of=noted_on)

    versions = (changed(o_year=year(f"Further down: as expected, {day}.")) for day in ("7 May 2026", "8 June 2026"))
    assert summed_up(compare(*versions)) == said


def test_the_page_marks_words_with_tags_and_not_with_colour_alone():
    shown = page(compare(OLD, changed(e_dog=entry("e-dog", "My dog Biscuit and Pepper, and a quiet place at lunch"))))
    assert "<ins> and Pepper</ins>" in shown
    assert "Version 1 (archived)" in shown
    assert "unchanged" in shown


def test_hostile_words_are_escaped_in_a_comparison():
    shown = page(compare(OLD, changed(e_dog=entry("e-dog", "<script>alert(1)</script>", said_by_name="<b>x"))))
    assert "<script>" not in shown
    assert "<b>x" not in shown


def test_of_what_a_meeting_found_together_nobody_is_named():
    together = entry("e-together", "Small groups", said_by="", said_by_name="", written_by="")
    first, *rest = OLD.sections
    new = replace(OLD, sections=(replace(first, nodes=(*first.nodes, together)), *rest))
    assert summed_up(compare(OLD, new)) == ["New under “Important to me”."]
