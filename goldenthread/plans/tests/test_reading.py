"""One way to read: what this reader may read today, and nothing that shows there was more."""

from dataclasses import replace

import pytest

from goldenthread.learners.audiences import AUDIENCES, READS, WIDTH, narrower
from goldenthread.learners.policies import Reader, reader_of
from goldenthread.outcomes import operations
from goldenthread.outcomes.operations import close, reword, set_outcome
from goldenthread.plans import operations as plans
from goldenthread.plans.comparing import compare
from goldenthread.plans.composing import compose
from goldenthread.plans.reading import draft_for, read, section_standings
from goldenthread.plans.states import Section
from goldenthread.plans.tests.desk import DECEMBER, OCTOBER, SEPTEMBER
from goldenthread.story.operations import retire, revise

KINDS = ["senco", "staff", "professional", "family", "learner"]


def as_kind(desk, kind):
    return Reader(desk.senco, desk.ada, kind, READS[kind])


def texts(document):
    return {node.data["text"] for node in document.nodes if node.kind == "entry"}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_reader_reads_what_its_audiences_allow(desk, kind):
    for field in ("medical-emergency", "circle", "staff-notes", "senco-notes"):
        desk.tell(field, f"Canary {field}")
    document = read(desk.issue("k1"), as_kind(desk, kind))
    assert {node.audience for node in document.nodes} <= READS[kind]
    seen = {text for text in texts(document) if text.startswith("Canary")}
    assert len(seen) == {"senco": 4, "staff": 3, "professional": 2, "family": 2, "learner": 1}[kind]


def test_what_was_made_confidential_since_is_gone_from_what_was_issued(desk):
    entry = desk.tell("hopes", "Canary")
    version = desk.issue("k1")
    revise(entry=entry, text="Canary", revision=1, by=desk.senco, on=OCTOBER, audience="senco")
    assert "Canary" in texts(read(version, as_kind(desk, "senco")))
    assert "Canary" not in texts(read(version, as_kind(desk, "staff")))


def test_what_was_opened_to_more_people_since_stays_as_narrow_as_it_was_frozen(desk):
    entry = desk.tell("hopes", "Canary", audience="staff")
    version = desk.issue("k1")
    revise(entry=entry, text="Canary", revision=1, by=desk.senco, on=OCTOBER, audience="everyone")
    assert "Canary" not in texts(read(version, as_kind(desk, "family")))


def test_an_outcome_made_confidential_since_is_gone_and_so_is_the_thread_to_it(desk):
    version = desk.issue("k1")
    year = desk.ada.outcomes.get(level="year")
    reword(outcome=year, revision=year.revision, by=desk.senco, on=OCTOBER, audience="senco")
    document = read(version, as_kind(desk, "family"))
    outcomes = [node for node in document.nodes if node.kind == "outcome"]
    assert [(node.data["level"], node.data["parent"]) for node in outcomes] == [("term", "")]


def test_a_retired_entry_stays_in_what_was_issued_and_leaves_the_draft(desk):
    dog = desk.ada.entries.get(field="important-to-me")
    version = desk.issue("k1")
    retire(entry=dog, why="He died.", by=desk.senco, on=OCTOBER)
    assert dog.text in texts(read(version, as_kind(desk, "family")))
    assert dog.text not in texts(draft_for(desk.plan, as_kind(desk, "senco"), OCTOBER))


def test_a_version_says_whose_copy_it_is_and_where_it_stands(desk, parent):
    one = desk.issue("k1")
    desk.issue("k2", on=OCTOBER)
    one.refresh_from_db()
    meta = read(one, reader_of(parent, desk.ada, OCTOBER)).meta
    assert (meta["standing"], meta["for"]) == ("Version 1 (archived)", "copy for Ada's family")
    assert meta["sha256"] == one.body_sha256


def test_a_stranger_reads_nothing(desk, nia):
    document = read(desk.issue("k1"), reader_of(nia, desk.ada, OCTOBER))
    assert list(document.nodes) == []


def test_a_template_narrows_and_never_widens():
    for one in AUDIENCES:
        for other in AUDIENCES:
            assert WIDTH[narrower(one, other)] == max(WIDTH[one], WIDTH[other])


# -- the draft ---------------------------------------------------------------------------------------------------------


def test_an_outcome_met_since_the_last_version_is_in_the_next_with_its_result_and_gone_after(desk):
    desk.issue("k1")
    term = desk.ada.outcomes.get(level="term")
    close(outcome=term, result="met", by=desk.senco, on=OCTOBER)

    def shown(on):
        return {node.data["level"]: node.data["result"] for node in compose(desk.plan, on).nodes
                if node.kind == "outcome"}

    assert shown(OCTOBER) == {"year": "", "term": "met"}
    desk.issue("k2", on=OCTOBER)
    assert shown(DECEMBER) == {"year": ""}


def test_an_outcome_closed_for_a_day_before_the_version_that_showed_it_open_is_still_told(desk):
    desk.issue("k1", on=OCTOBER)
    close(outcome=desk.ada.outcomes.get(level="term"), result="met", by=desk.senco, on=SEPTEMBER)
    levels = {node.data["level"] for node in compose(desk.plan, DECEMBER).nodes if node.kind == "outcome"}
    assert levels == {"year", "term"}


def test_an_outcome_set_and_met_between_versions_is_told(desk):
    desk.issue("k1")
    new = set_outcome(learner=desk.ada, level="term", wording="Ada asks for help.", by=desk.senco, on=OCTOBER)
    close(outcome=new, result="met", by=desk.senco, on=DECEMBER)
    assert any(node.data.get("wording") == "Ada asks for help." for node in compose(desk.plan, DECEMBER).nodes)


def test_the_learners_copy_begins_with_what_they_said_and_bears_no_note_of_where_it_was_filed(desk):
    version = desk.issue("k1")
    own, whole = read(version, as_kind(desk, "learner")), read(version, as_kind(desk, "senco"))
    first, *_, last = own.sections
    told = {node.data["said_by"] for node in first.nodes if node.kind == "entry"}
    assert (first.key, told, last.key) == ("about-me", {"learner"}, "people")
    assert {node.data["source"] for node in own.nodes if node.data.get("said_by") == "learner"} == {""}
    assert whole.sections[0].key == "personal"
    assert all(node.data["source"] for node in whole.nodes if node.kind == "entry")


def test_what_is_put_in_by_hand_stands_after_what_belongs_there(desk):
    quiet = desk.tell("family-concerns", "Mornings are hard.", "family")
    plans.include(plan=desk.plan, node=f"entry:{quiet.uuid}", section="hopes", by=desk.senco, on=OCTOBER)
    section = next(s for s in compose(desk.plan, OCTOBER).sections if s.key == "hopes")
    assert [node.data["text"] for node in section.nodes] == ["To work with animals.", "Mornings are hard."]


def test_those_who_helped_are_shown_to_readers_of_what_they_helped_with(desk):
    desk.tell("staff-notes", "Only for us.", said_by_name="Sam Hill")
    desk.tell("hopes", "To see the sea.", "family", said_by_name="Grace Okafor")

    def named(kind):
        return {node.data["name"] for node in draft_for(desk.plan, as_kind(desk, kind), OCTOBER).nodes
                if node.kind == "person"}

    assert named("senco") == {"Ada", "Sam Hill", "Grace Okafor"}
    assert named("family") == {"Ada", "Grace Okafor"}


def test_the_family_is_thanked_also_where_nobody_wrote_down_which_of_them_it_was(desk):
    def thanked(kind):
        return {node.data["name"] for node in draft_for(desk.plan, as_kind(desk, kind), OCTOBER).nodes
                if node.kind == "person"}

    assert thanked("family") == {"Ada", "Ada’s family"}
    assert thanked("learner") == {"Ada"}  # what they told is not for Ada to read
    desk.tell("interests", "Boats.", "family", said_by_name="Grace Okafor, mum")
    assert thanked("family") == {"Ada", "Grace Okafor"}


def test_a_section_follows_what_it_holds_until_somebody_marks_it(desk):
    def states():
        standings = section_standings(desk.plan, compose(desk.plan, OCTOBER))
        return standings["hopes"], standings["days"]

    hopes, days = states()
    assert (hopes.state, days.state) == (Section.IN_PROGRESS, Section.NOT_STARTED)
    plans.mark_section(plan=desk.plan, section="hopes", state="complete", by=desk.senco, on=OCTOBER)
    plans.mark_section(plan=desk.plan, section="days", state="not-needed", by=desk.senco, on=OCTOBER)
    hopes, days = states()
    assert (hopes.state, days.state) == (Section.COMPLETE, Section.NOT_NEEDED)
    entry = desk.ada.entries.get(field="hopes")
    revise(entry=entry, text="To be a vet.", revision=1, by=desk.senco, on=OCTOBER)
    hopes, _ = states()
    assert (hopes.state, hopes.reopened) == (Section.IN_PROGRESS, True)


def test_composing_the_same_record_twice_gives_the_same_words(desk):
    assert compose(desk.plan, OCTOBER).as_json() == compose(desk.plan, OCTOBER).as_json()
    assert replace(compose(desk.plan, OCTOBER)).sha256() == compose(desk.plan, DECEMBER).sha256()


def test_what_was_replaced_is_told_with_what_followed_it_and_never_as_removed(desk):
    first = desk.issue("k1")
    term = desk.ada.outcomes.get(level="term")
    made = operations.replace(outcome=term, wording="Ada asks in a group of four.", result="partly_met", by=desk.senco,
                              on=OCTOBER)
    second = desk.issue("k2", on=OCTOBER)
    reader = reader_of(desk.senco, desk.ada, OCTOBER)
    comparison = compare(*(read(version, reader) for version in (first, second)))
    change = next(each for each in comparison.changes if each.node.id == f"outcome:{term.uuid}")
    assert (change.fate, change.status) == ("closed", "Partly met 5 October 2026")
    assert ("Followed by", "", "Ada asks in a group of four.") in [
        (part.label, part.old, part.new) for part in change.shown]
    new = next(each for each in comparison.changes if each.node.id == f"outcome:{made.uuid}")
    assert ("Follows", term.wording) in [(part.label, part.new) for part in new.parts]


def test_what_follows_something_hidden_does_not_name_it(desk, teacher):
    term = desk.ada.outcomes.get(level="term")
    operations.reword(outcome=term, revision=1, by=desk.senco, on=SEPTEMBER, audience="senco")
    operations.replace(outcome=term, wording="For everybody", audience="everyone", why="Aimed too high",
                       by=desk.senco, on=SEPTEMBER)
    version = desk.issue("k1")
    document = read(version, reader_of(teacher, desk.ada, SEPTEMBER))
    assert str(term.uuid) not in document.as_json()
