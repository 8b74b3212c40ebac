"""A drawing of a section is kept for the words it was made of, and shown to nobody who may not read them."""

import pytest
import time_machine

from goldenthread.plans import operations as plans
from goldenthread.plans.rendering import screen
from goldenthread.plans.tests.desk import OCTOBER

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


def test_the_same_words_are_drawn_once(desk, page_for):
    desk.issue("k1")
    page_for(desk.senco)
    before = screen._drawn.cache_info()
    assert "Biscuit" in page_for(desk.senco)
    after = screen._drawn.cache_info()
    assert after.misses == before.misses
    assert after.hits > before.hits
