"""What the tests stand on is the same whether it was just made or put back."""

import pytest
from django.apps import apps
from django.utils import timezone

from goldenthread.audit.models import Event
from tests.remembered import KEPT

SEEN: list[dict[str, int]] = []


@pytest.mark.parametrize("turn", ["made or put back", "put back"])
def test_the_cast_is_the_same_each_time(turn, ada, teacher):
    rows = {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed}
    SEEN.append(rows)
    assert SEEN[0] == rows
    assert rows["learners.Learner"] == 1
    assert rows["audit.Event"] > 5
    assert any(state[0] == "ada" for state in KEPT)


@pytest.mark.parametrize("turn", ["made or put back", "put back"])
def test_nothing_put_back_comes_from_the_future(turn, ada, teacher):
    assert Event.objects.latest("at").at <= timezone.now()


def test_another_state_is_not_taken_for_the_first(ada, next_door, nia, learner):
    leo = learner("Leo Nguyen")
    assert leo.pk != ada.pk
    assert nia.school == next_door
    assert ada.school != next_door
