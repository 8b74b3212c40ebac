"""What is not needed, and what a number counts, is said on screen and on paper alike."""

import pytest

from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import reader_of
from goldenthread.outcomes.operations import set_outcome
from goldenthread.plans import operations as plans
from goldenthread.plans.composing import compose
from goldenthread.plans.models import SectionState
from goldenthread.plans.reading import draft_copy, read, section_standings
from goldenthread.plans.rendering.arrangement import NOTHING_HERE
from goldenthread.plans.rendering.pdf import render_pdf
from goldenthread.plans.tests.desk import OCTOBER, SEPTEMBER
from goldenthread.plans.tests.test_pdf import on_screen, pages
from goldenthread.story.operations import retire

pytestmark = pytest.mark.django_db
DRAWN = [on_screen, lambda document: " ".join(pages(render_pdf(document, {})))]


def empty_section(desk):
    retire(entry=desk.ada.entries.get(field="hopes"), why="No longer so.", by=desk.senco, on=SEPTEMBER)
    return "hopes"


@pytest.mark.parametrize("drawn", DRAWN)
def test_a_section_that_is_not_needed_says_so_in_what_is_issued(desk, parent, drawn):
    plans.mark_section(plan=desk.plan, section=empty_section(desk), state="not-needed", by=desk.senco, on=SEPTEMBER)
    version = desk.issue("k1")
    for member in (desk.senco, parent):
        assert "Not needed." in drawn(read(version, reader_of(member, desk.ada, OCTOBER)))


@pytest.mark.parametrize("drawn", DRAWN)
def test_a_section_empty_for_whatever_reason_is_in_no_copy_of_a_version_and_stays_in_the_draft(
        desk, teacher, professional, parent, learner_member, drawn):
    """The staff's notes are hidden from some and were never written for others; hopes were taken back since."""
    version = desk.issue("k1")
    plans.withdraw(plan=desk.plan, node=f"entry:{desk.ada.entries.get(field='hopes').uuid}", reason="confidential",
                   by=desk.senco, on=SEPTEMBER)
    for member in (desk.senco, teacher, professional, parent, learner_member):
        copy = read(version, reader_of(member, desk.ada, OCTOBER))
        left = [section.title for section in copy.sections if not section.nodes]
        shown = drawn(copy)
        assert left
        assert NOTHING_HERE not in shown
        assert not [title for title in left if title in shown]
    assert NOTHING_HERE in drawn(draft_copy(compose(desk.plan, OCTOBER), reader_of(desk.senco, desk.ada, OCTOBER)))


@pytest.mark.parametrize("drawn", DRAWN)
def test_a_target_says_what_it_is_counted_in(desk, drawn):
    set_outcome(learner=desk.ada, level="term", wording="Ada comes in.", baseline="0", target="5",
                unit="days a week", by=desk.senco, on=SEPTEMBER)
    shown = " ".join(drawn(compose(desk.plan, SEPTEMBER)).split())
    assert "Counted in" in shown
    assert "days a week" in shown


def test_the_list_of_targets_says_it_too(desk, client_for):
    set_outcome(learner=desk.ada, level="term", wording="Ada comes in.", baseline="0", target="5",
                unit="days a week", by=desk.senco, on=SEPTEMBER)
    page = client_for(desk.senco).get(f"/s/larkrise/learners/{desk.ada.pk}/targets/").content.decode()
    assert '<dt>Counted in</dt><dd translate="no">days a week</dd>' in page


def test_a_section_that_holds_lines_is_not_marked_as_not_needed(desk, client_for):
    sentence = "This section holds 1 line, which would be issued with the plan."
    client, at = client_for(desk.senco), f"/s/larkrise/learners/{desk.ada.pk}/plan/sections/hopes/"
    assert b"Mark as not needed" not in client.get(at).content
    page = client.post(at, {"do": "mark not-needed"}, follow=True)
    assert sentence in page.content.decode()
    assert not SectionState.objects.exists()
    plans.leave_out(plan=desk.plan, node=f"entry:{desk.ada.entries.get(field='hopes').uuid}", by=desk.senco,
                    on=SEPTEMBER)
    assert b"Mark as not needed" in client.get(at).content
    plans.mark_section(plan=desk.plan, section="hopes", state="not-needed", by=desk.senco, on=SEPTEMBER)
    assert compose(desk.plan, SEPTEMBER).meta["unneeded"] == ["hopes"]


@pytest.mark.parametrize("drawn", DRAWN)
def test_what_is_written_in_a_section_that_was_not_needed_opens_it_again(desk, drawn):
    plans.mark_section(plan=desk.plan, section=empty_section(desk), state="not-needed", by=desk.senco, on=SEPTEMBER)
    desk.tell("hopes", "To see the sea.")
    document = compose(desk.plan, SEPTEMBER)
    standing = section_standings(desk.plan, document)["hopes"]
    assert (standing.state, standing.label) == ("in-progress", "In progress: changed since it was not needed")
    for shown in (drawn(document), drawn(read(desk.issue("k1"), reader_of(desk.senco, desk.ada, OCTOBER)))):
        assert "To see the sea." in shown
        assert "Not needed." not in shown


def test_a_section_that_holds_nothing_is_not_complete(desk):
    with pytest.raises(Refused, match="Nothing is written in this section yet"):
        plans.mark_section(plan=desk.plan, section=empty_section(desk), state="complete", by=desk.senco, on=SEPTEMBER)
    assert not SectionState.objects.exists()


@pytest.mark.parametrize("drawn", DRAWN)
def test_what_is_for_the_staff_or_the_sencos_team_alone_says_so_in_their_copies(desk, drawn, teacher, parent):
    desk.tell("strategies", "Whisper.", audience="staff")
    desk.tell("strategies", "Ring home first.", audience="senco")
    set_outcome(learner=desk.ada, level="year", wording="Sits near the door", audience="staff", by=desk.senco,
                on=SEPTEMBER)
    version = desk.issue("k1")
    copies = [" ".join(drawn(read(version, reader_of(member, desk.ada, SEPTEMBER))).split())
              for member in (desk.senco, teacher, parent)]
    counted = [(copy.count("school staff who work with the learner"), copy.count("SENCO's team only")
                + copy.count("SENCO&#x27;s team only") + copy.count("SENCO’s team only")) for copy in copies]
    assert counted == [(2, 1), (2, 0), (0, 0)]
