"""A drawing of a section is kept for the words it was made of, and shown to nobody who may not read them."""

import pytest
import time_machine

from goldenthread.learners.models import Learner
from goldenthread.learners.operations import amend
from goldenthread.learners.policies import reader_of
from goldenthread.outcomes import operations as outcomes
from goldenthread.plans import operations as plans
from goldenthread.plans.composing import told
from goldenthread.plans.queries import in_force
from goldenthread.plans.rendering import screen
from goldenthread.plans.showing import made, shown
from goldenthread.plans.tests.desk import OCTOBER
from goldenthread.story import operations as story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel(OCTOBER):
        yield


@pytest.fixture
def page_for(desk, client_for):
    def page(member) -> str:
        return client_for(member).get(f"/s/larkrise/learners/{desk.ada.pk}/plan/").content.decode()

    return page


def forget():
    made.cache_clear()
    told.cache_clear()


def test_no_reader_is_shown_what_was_drawn_for_another(desk, page_for, teacher, parent, learner_member):
    for field in ("circle", "staff-notes", "senco-notes"):
        desk.tell(field, f"Canary {field}")
    desk.issue("k1")
    people = {desk.senco: 3, teacher: 2, parent: 1, learner_member: 0}
    for member in [*people, *reversed(people)]:
        assert page_for(member).count("<p>Canary") == people[member], member.role


def test_a_line_that_is_withdrawn_is_gone_from_the_next_page(desk, page_for, parent):
    desk.issue("k1")
    assert "Biscuit" in page_for(parent)
    node = f"entry:{desk.ada.entries.get(field='important-to-me').uuid}"
    plans.withdraw(plan=desk.plan, node=node, reason="confidential", by=desk.senco, on=OCTOBER)
    assert "Biscuit" not in page_for(parent)


def test_a_page_is_made_once_for_all_who_are_shown_the_same(desk, page_for, ta, teacher):
    desk.issue("k1")
    page_for(teacher)
    before = made.cache_info()
    assert "Biscuit" in page_for(ta)
    assert made.cache_info() == before._replace(hits=before.hits + 1)


def test_the_same_words_are_drawn_once(desk, page_for):
    desk.issue("k1")
    page_for(desk.senco)
    before = screen._drawn.cache_info()
    desk.tell("circle", "Babatunde")  # beside the version: no word in it is another
    assert "Biscuit" in page_for(desk.senco)
    after = screen._drawn.cache_info()
    assert after.misses == before.misses
    assert after.hits > before.hits



def entry(desk):
    return desk.ada.entries.get(field="important-to-me")


def node(desk):
    return f"entry:{entry(desk).uuid}"


def target(desk):
    return desk.ada.outcomes.get(level="term")


def revised(desk, **changes):
    there = entry(desk)
    words = {"text": "My dog Biscuit, and the sea.", **changes}
    story.revise(entry=there, revision=there.revision, by=desk.senco, on=OCTOBER, **words)


def withdrawn(desk):
    return plans.withdraw(plan=desk.plan, node=node(desk), reason="confidential", by=desk.senco, on=OCTOBER)


BY = {"on": OCTOBER}
WRITES = {
    "told": lambda desk: desk.tell("circle", "Babatunde", on=OCTOBER),
    "told at once": lambda desk: desk.tell("health", "An inhaler, always.", on=OCTOBER),
    "rewritten": revised,
    "rewritten twice": lambda desk: (revised(desk), revised(desk, text="The sea.")),
    "for fewer": lambda desk: revised(desk, audience="senco"),
    "retired": lambda desk: story.retire(entry=entry(desk), why="Over", by=desk.senco, **BY),
    "withdrawn": withdrawn,
    "let back": lambda desk: plans.restore_withdrawn(withdrawal=withdrawn(desk), by=desk.senco, **BY),
    "left out": lambda desk: plans.leave_out(plan=desk.plan, node=node(desk), by=desk.senco, **BY),
    "set": lambda desk: outcomes.set_outcome(learner=desk.ada, level="term", wording="Ada asks.", by=desk.senco, **BY),
    "reworded": lambda desk: outcomes.reword(outcome=target(desk), revision=target(desk).revision, by=desk.senco,
                                             wording="Ada answers in a group of three.", **BY),
    "noted": lambda desk: outcomes.note_progress(outcome=target(desk), judgement="expected", text="Twice.",
                                                 by=desk.senco, **BY),
    "judged": lambda desk: outcomes.judge(outcome=target(desk), state="at_risk", by=desk.senco, **BY),
    "closed": lambda desk: outcomes.close(outcome=target(desk), result="met", by=desk.senco, **BY),
    "renamed": lambda desk: amend(learner=desk.ada, changes={"preferred_first": "Adaeze"}, by=desk.senco, **BY),
}


@pytest.mark.parametrize("written", WRITES)
@pytest.mark.parametrize("who", ["senco", "teacher", "parent"])
def test_whatever_is_written_the_next_page_is_as_if_nothing_had_been_kept(desk, written, who, request):
    desk.issue("k1")
    member = request.getfixturevalue(who)

    def asked():
        version = in_force(Learner.objects.get(pk=desk.ada.pk))
        return version, reader_of(member, version.plan.learner, OCTOBER), who == "senco", "/photo/", OCTOBER

    before = shown(*asked())
    WRITES[written](desk)
    after = shown(*asked())
    forget()
    assert after == shown(*asked())
    assert after is not before
