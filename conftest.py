"""The cast, and what every room's tests share. Everybody here came in through operations."""

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import settings as settings_of_hypothesis

from goldenthread.audit.triggers import wanted
from goldenthread.learners.models import Group, Learner
from goldenthread.learners.operations import (
    Joiner,
    NeedGiven,
    add_contact,
    enrol,
    grant,
    open_learner_account,
    tie_contact,
)
from goldenthread.people.hashing import Argon2
from goldenthread.people.models import Membership, User
from goldenthread.people.operations import open_account
from goldenthread.people.sessions import begin
from goldenthread.schools.models import School
from goldenthread.schools.operations import open_school
from tests.remembered import Clock, remembered

pytest_plugins = ["tests.browser"]

TODAY = date(2026, 9, 7)
# Long ago, so that the cast is here whatever day the clock of the machine shows.
SINCE = date(2020, 9, 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The browser's tests first: they wait the most, so one worker begins with them while the others compute, and none
    is left waiting for a long one at the end. On PostgreSQL only the tests that ask a database: the others have been
    run, and would say the same again.
    """
    items.sort(key=how_late)
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        asks = [item for item in items if asks_a_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
        items[:] = asks


def how_late(item: pytest.Item) -> tuple[bool, bool]:
    """The journeys and the walk of every page take minutes, so they come before the browser's shorter tests."""
    browser = item.get_closest_marker("browser") is not None
    return not browser, browser and not item.nodeid.startswith("tests/")


def asks_a_database(item: pytest.Item) -> bool:
    named = {"db", "transactional_db", "django_db_setup"}.intersection(getattr(item, "fixturenames", []))
    return bool(named) or item.get_closest_marker("django_db") is not None


def pytest_configure() -> None:
    # The tests make many accounts; how hard real passwords are to guess has a test of its own.
    Argon2.time_cost, Argon2.memory_cost = 1, 64
    # How long one example takes says more of the machine than of the rule; what has to be fast is measured by bench.
    settings_of_hypothesis.register_profile("house", deadline=None)
    settings_of_hypothesis.load_profile("house")


def pytest_collection_finish() -> None:
    """What is loaded by now stays, so it is not looked through for rubbish again: a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(autouse=True)
def the_clock() -> Iterator[None]:
    """Pages read the clock: it runs, from nine in the morning of the day the cast lives on."""
    with time_machine.travel(datetime.combine(TODAY, time(9), UTC)) as clock:
        Clock.moves_to = clock.move_to
        yield


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """Tests with a live server are cleaned up by deleting every row, which our triggers refuse; the clean-up ends in
    post_migrate, which makes them anew.
    """
    yield
    if connection.vendor == "sqlite":  # PostgreSQL truncates, which fires no row's trigger
        with connection.cursor() as cursor:
            for trigger in wanted():
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Everything the test writes is committed; the triggers stand aside when it is cleared away."""
    yield
    with connection.cursor() as cursor:
        for trigger in wanted():
            on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name[:63]}{on}")


@pytest.fixture
def today() -> date:
    """The day the cast lives on."""
    return TODAY


@pytest.fixture
@remembered
def school(db: None) -> School:
    """Larkrise, a primary school."""
    return open_school(slug="larkrise", name="Larkrise Primary School", phase="primary", la="823", estab="2001",
                       on=TODAY)


@pytest.fixture
@remembered
def next_door(db: None) -> School:
    """Ashfield, the secondary school next door."""
    return open_school(slug="ashfield", name="Ashfield School", phase="secondary", la="823", estab="4002", on=TODAY)


def member(school: School, role: str, name: str) -> Membership:
    email = "" if role == "learner" else f"{name.lower().replace(' ', '.')}@{school.slug}.example"
    return open_account(school=school, role=role, name=name, email=email, on=SINCE)


@pytest.fixture
@remembered
def senco(school: School) -> Membership:
    return member(school, "senco_admin", "Priya Shah")


@pytest.fixture
@remembered
def senco_team(school: School) -> Membership:
    return member(school, "senco_team", "Tom Reed")


@pytest.fixture
@remembered
def teacher(school: School) -> Membership:
    return member(school, "teacher", "Imran Khan")


@pytest.fixture
@remembered
def ta(school: School) -> Membership:
    return member(school, "teaching_assistant", "Jo Bell")


@pytest.fixture
@remembered
def parent(school: School) -> Membership:
    """Ada's mother."""
    return member(school, "parent", "Grace Okafor")


@pytest.fixture
@remembered
def governor(school: School) -> Membership:
    return member(school, "governor", "Dev Patel")


@pytest.fixture
@remembered
def professional(school: School) -> Membership:
    """An educational psychologist."""
    return member(school, "professional", "Helen Cross")


@pytest.fixture
@remembered
def nia(next_door: School) -> Membership:
    """The SENCO of the school next door."""
    return member(next_door, "senco_admin", "Nia Price")


@pytest.fixture
def learner(school: School, senco: Membership) -> Callable[..., Learner]:
    """A factory: learner("Leo Nguyen", stage="K", tutor_group="3B") joins Larkrise."""

    def joins(name: str = "Leo Nguyen", **details: object) -> Learner:
        first, _, last = name.partition(" ")
        row = Joiner(**{"dob": date(2018, 5, 2), "legal_first": first, "legal_last": last, "nc_year": "3",
                        "entered_on": date(2025, 9, 1), **details})  # type: ignore[arg-type]
        return enrol(school=school, rows=[row], by=senco, on=TODAY)[0]

    return joins


@pytest.fixture
@remembered
def ada(school: School, senco: Membership, teacher: Membership, ta: Membership, parent: Membership,
        professional: Membership, learner: Callable[..., Learner]) -> Learner:
    """Ada Okafor, Year 6, at SEN support. Her mother Grace, her teacher by 6K's group, Jo Bell, Helen Cross for a
    month and Ada herself may see her.
    """
    ada = learner("Ada Okafor", preferred_first="Ada", dob=date(2016, 3, 14), sex="F", upn="A352000824929",
                  nc_year="6", tutor_group="6K", stage="K", needs=(NeedGiven(type="SLCN"), NeedGiven(type="SPLD")))
    with_team = {"by": senco, "on": TODAY}
    grace = add_contact(learner=ada, name="Grace Okafor", relationship="PAM", responsibility=True,
                        email="grace.okafor@larkrise.example", **with_team)
    tie_contact(contact=grace, member=parent, **with_team)
    grant(member=teacher, group=Group.objects.get(school=school, name="6K"), **with_team)
    grant(member=ta, learner=ada, **with_team)
    grant(member=professional, learner=ada, purpose="Assessment for the autumn review", ends_on=date(2026, 10, 6),
          **with_team)
    open_learner_account(learner=ada, **with_team)
    ada.refresh_from_db()
    return ada


@pytest.fixture
def learner_member(ada: Learner) -> Membership:
    """Ada as somebody who signs in."""
    assert ada.account
    return ada.account


@pytest.fixture
def client_for() -> Callable[[Membership | User], Client]:
    """A test client signed in as a member (or as a user), with the second factor behind them."""

    def signed_in(who: Membership | User) -> Client:
        user = who.user if isinstance(who, Membership) else who
        assert user is not None
        client = Client()
        client.force_login(user)
        session = client.session
        begin(session, user, second=True)
        if isinstance(who, Membership):
            session["acting"] = {who.school.slug: who.pk}
        session.save()
        return client

    return signed_in


@pytest.fixture
def same_queries_however_many(db: None) -> Callable[[Callable[[], object], Callable[[int], object]], int]:
    """Fails where `fn` asks the database more for ten than for two of what `make(n)` adds; gives the number."""

    def compared(fn: Callable[[], object], make: Callable[[int], object]) -> int:
        make(2)
        fn()  # fills caches, such as content types
        few = queries(fn)
        make(8)
        many = queries(fn)
        assert len(few) == len(many), f"{len(few)} queries for two, {len(many)} for ten:\n" + "\n".join(many)
        return len(many)

    return compared


def queries(fn: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        fn()
    return [query["sql"] for query in caught.captured_queries]
