"""Nobody issues what they never saw: the page to issue says what it showed of the draft."""

import re
from html import unescape

import pytest
import time_machine

from goldenthread.audit.refusals import Refused
from goldenthread.plans.composing import compose
from goldenthread.plans.models import PlanVersion
from goldenthread.plans.seen import changed_since, shown_in
from goldenthread.plans.tests.desk import OCTOBER, SEPTEMBER
from goldenthread.story.operations import retire, revise, write

pytestmark = pytest.mark.django_db
SENTENCE = "The record has changed since this page was opened: “Strengths”. Nothing was issued."


@pytest.fixture
def page(desk):
    with time_machine.travel(OCTOBER):
        yield f"/s/larkrise/learners/{desk.ada.pk}/plan/issue/"


def form_of(reply) -> dict[str, str]:
    """What the page sends with its button, as it stands."""
    html = reply.content.decode()
    boxes = re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', html[html.index('id="issue"'):])
    return {name: unescape(value) for name, value in boxes} | {"what_changed": "My careful words."}


def test_a_line_written_while_the_page_was_open_is_not_issued_unseen(desk, page, teacher, client_for):
    client = client_for(desk.senco)
    asked = form_of(client.get(page))
    write(learner=desk.ada, field="strengths", text="Sings.", said_by="staff", by=teacher, on=OCTOBER)
    refused = client.post(page, asked)
    assert refused.status_code == 422
    assert SENTENCE in refused.content.decode()
    assert "My careful words." in refused.content.decode()
    assert not PlanVersion.objects.exists()
    again = form_of(refused)
    assert again["key"] == asked["key"]
    for _ in range(2):  # pressed twice, it is one version
        assert client.post(page, again).status_code == 302
    assert "Sings." in PlanVersion.objects.get().body.json


def test_a_repeated_key_answers_with_its_version_whatever_was_written_since(desk, page, client_for):
    client = client_for(desk.senco)
    asked = form_of(client.get(page))
    client.post(page, asked)
    desk.tell("strengths", "Sings.", on=OCTOBER)
    assert client.post(page, asked).status_code == 302
    assert PlanVersion.objects.count() == 1


def test_the_operation_refuses_too_and_asks_nothing_where_nothing_was_shown(desk):
    shown = shown_in(compose(desk.plan, SEPTEMBER))
    desk.tell("strengths", "Sings.")
    with pytest.raises(Refused, match="“Strengths”"):
        desk.issue("k1", shown=shown)
    assert desk.issue("k1").number == 1


def test_words_readers_and_what_has_gone_count_as_changed(desk):
    def changed():
        return changed_since(compose(desk.plan, SEPTEMBER), shown)

    shown = shown_in(compose(desk.plan, SEPTEMBER))
    assert not changed()
    words = desk.ada.entries.get(field="strengths")
    revise(entry=words, text=words.text, audience="staff", revision=1, by=desk.senco, on=SEPTEMBER)
    retire(entry=desk.ada.entries.get(field="hopes"), why="Wrong child.", by=desk.senco, on=SEPTEMBER)
    assert changed() == {"strengths", "hopes"}
