import pytest
from django_tasks import task_backends

from goldenthread.plans import operations as plans
from goldenthread.plans.tests.desk import REVIEW, SEPTEMBER, Desk, tell_all
from tests.remembered import remembered


@pytest.fixture
@remembered
def desk(ada, senco):
    tell_all(ada, senco)
    plan = plans.open_plan(learner=ada, by=senco, on=SEPTEMBER, review_by=REVIEW)
    return Desk(senco, ada, plan)


@pytest.fixture
def at(desk):
    """The address of a page of Ada’s plan; with ../ of one beside it."""
    def address(path=""):
        return f"/s/larkrise/learners/{desk.ada.pk}/" + (path[3:] if path.startswith("../") else f"plan/{path}")

    return address


@pytest.fixture(autouse=True)
def no_paper(settings):
    """Nothing is printed behind a test's back: the tests of paper ask for it themselves."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    forget_backends()
    yield
    forget_backends()


def forget_backends() -> None:
    """django-tasks reads its setting once; after a change it must look again."""
    task_backends.__dict__.pop("settings", None)
    if hasattr(task_backends._connections, "default"):
        del task_backends["default"]
