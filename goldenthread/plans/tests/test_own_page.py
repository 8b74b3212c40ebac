"""The learner's own plan opens with who they are and what comes next; all the rest lies folded under its headings."""

import re

import pytest
import time_machine

from goldenthread.learners.policies import reader_of
from goldenthread.outcomes.operations import close, set_outcome
from goldenthread.plans.document import Document
from goldenthread.plans.reading import read
from goldenthread.plans.rendering import screen
from goldenthread.plans.rendering.pdf import render_pdf
from goldenthread.plans.tests.desk import DECEMBER, OCTOBER, SEPTEMBER
from goldenthread.plans.tests.test_pdf import on_screen, pages, words

pytestmark = pytest.mark.django_db
FOLDED = re.compile(r'<details class="gt-folded">.*?</details>', re.DOTALL)


def step(desk, wording, **more):
    return set_outcome(learner=desk.ada, level="step", wording=wording, by=desk.senco, on=SEPTEMBER, **more)


def own(desk, learner_member, key="k1", on=SEPTEMBER) -> Document:
    return read(desk.issue(key, on=on), reader_of(learner_member, desk.ada, DECEMBER))


def test_it_opens_with_who_they_are_what_they_are_good_at_and_their_next_steps(desk, learner_member, client_for):
    with time_machine.travel(OCTOBER):
        desk.issue("k1")
        page = client_for(learner_member).get(f"/s/larkrise/learners/{desk.ada.pk}/plan/").content.decode()
    headings = re.findall(r'<h2[^>]* id="section-[\w-]+-title">([^<]+)</h2>', page)
    assert headings[:4] == ["About me", "What I am good at", "My next steps", "What I like and what I hope for"]
    assert page.count('<details class="gt-folded">') == len(headings) - 3 + 1  # what has changed is no section
    left = FOLDED.sub("", page)
    for open, shut in [("About me", "What I am working towards"), ("My dog Biscuit.", "What has changed")]:
        assert open in left
        assert shut in page
        assert shut not in left


def test_three_next_steps_lie_open_and_the_others_behind_one_heading(desk, learner_member):
    for number in range(1, 5):
        step(desk, f"Step number {number}")
    section = screen.page(own(desk, learner_member))["sections"][2]
    assert "<summary>See 2 more</summary>" in section["html"]
    assert FOLDED.sub("", section["html"]).count('class="gt-card gt-outcome') == 3


def test_of_what_they_are_good_at_the_first_heading_lies_open(desk, learner_member):
    desk.tell("attainment", "Reading is at the level of her year.")
    html = screen.page(own(desk, learner_member))["sections"][1]["html"]
    assert "Reading is at the level of her year." in html
    left = FOLDED.sub("", html)
    assert "Notices when others are upset." in left
    assert "Reading is at" not in left


def test_what_is_over_comes_after_what_is_worked_towards(desk, learner_member):
    first = desk.ada.outcomes.get(level="term")
    step(desk, "Ada tells a friend first.")
    desk.issue("k1")
    close(outcome=first, result="met", why="", by=desk.senco, on=OCTOBER)
    steps = own(desk, learner_member, "k2", OCTOBER).sections[2].nodes
    assert [node.data["wording"] for node in steps] == ["Ada tells a friend first.", first.wording]


def test_a_step_is_told_in_the_learners_words(desk, learner_member):
    step(desk, "Ada asks.", baseline="Once", target="Five times", strategies="Wait", who_helps="Jo Bell")
    shown = " ".join(on_screen(own(desk, learner_member)).split())
    for said in ("Where I start Once", "Where I want to get to Five times", "What people do to help Wait",
                 "Who helps me Jo Bell"):
        assert said in shown
    assert "Agreed" not in shown


def test_screen_and_paper_of_it_say_the_same(desk, learner_member):
    for number in range(1, 5):
        step(desk, f"Step number {number}", baseline="Once")
    document = own(desk, learner_member)
    shown, paper = (set(words(text)) for text in (on_screen(document), " ".join(pages(render_pdf(document)))))
    assert shown - paper <= {"How", "we", "do", "it", "See", "more", "AO"}  # what is written on the folds
    assert not {"Where", "Step", "Biscuit"} - paper
