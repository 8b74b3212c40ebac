"""The night's work: on the queue once a day for each school, done late rather than never, and done twice in vain."""

from datetime import UTC, datetime

import pytest
import time_machine
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult

from goldenthread.actions import causes, tasks
from goldenthread.actions.causes import Cause
from goldenthread.actions.models import Action
from goldenthread.schools import nightly

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    forget_backends()
    yield
    forget_backends()


def forget_backends() -> None:
    """django-tasks reads its setting once; after a change it must look again."""
    task_backends.__dict__.pop("settings", None)
    if hasattr(task_backends._connections, "default"):
        del task_backends["default"]


def waiting(name):
    return DBTaskResult.objects.filter(task_path__endswith=name, status="READY").order_by("run_after")


def at(day, hour):
    return time_machine.travel(datetime(2026, *day, hour, tzinfo=UTC), tick=False)


def runs(name):
    """As the worker: what is due of a kind is done."""
    for row in waiting(name).filter(run_after__lte=datetime.now(UTC)):
        DBTaskResult.objects.filter(pk=row.pk).update(status="SUCCESSFUL")
        row.task.call(*row.args_kwargs["args"])


def test_the_first_worker_begins_and_each_night_calls_the_next(school, next_door):
    with at((9, 7), 9):
        nightly.begin()
        nightly.begin()
        assert waiting("tonight").count() == 1
        nightly.tonight.call()
    DBTaskResult.objects.filter(task_path__endswith="tonight", run_after__year=9999).delete()
    (following,) = waiting("tonight")
    assert following.run_after == datetime(2026, 9, 8, 1, tzinfo=UTC)  # two in the morning, in British summer time
    assert [row.args_kwargs["args"] for row in waiting("sweep_school")] == [[school.pk], [next_door.pk]]
    assert [row.args_kwargs["args"] for row in waiting("tell_everybody")] == [[]]
    assert waiting("tell_everybody").get().run_after == datetime(2026, 9, 7, 5, tzinfo=UTC)


def test_two_workers_that_start_at_once_make_one_chain(school):
    with at((9, 7), 9):
        for _ in range(2):
            nightly.tonight.enqueue()
        for _ in range(2):
            nightly.tonight.call()
    assert waiting("tonight").filter(run_after__year=2026).count() == 1


def test_the_clocks_going_back_and_forward_move_the_night_with_them(school):
    with at((10, 24), 1):
        nightly.tonight.call()
    assert waiting("tonight").get().run_after == datetime(2026, 10, 25, 2, tzinfo=UTC)


def test_after_days_switched_off_the_night_that_waited_is_done_at_once_and_once(school, ada, monkeypatch):
    monkeypatch.setattr(causes, "FINDERS", {"x": lambda school, on: [Cause(
        key="x:1", kind="x", learner=ada, what="Do it", why="It is time", due_on=on)]})
    with at((9, 7), 9):
        nightly.tonight.call()
    DBTaskResult.objects.filter(task_path__endswith="sweep_school").delete()
    with at((9, 12), 8):
        nightly.begin()  # one waits already
        runs("tonight")
        runs("sweep_school")
        tasks.sweep_school.call(school.pk)
        assert Action.objects.get().due_on.isoformat() == "2026-09-12"
    assert waiting("tonight").get().run_after == datetime(2026, 9, 13, 1, tzinfo=UTC)
