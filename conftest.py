"""The cast, and what every room's tests share. Everybody here came in through operations."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.people.hashing import Argon2
from goldenthread.people.models import Membership, User
from goldenthread.people.operations import open_account
from goldenthread.people.sessions import begin
from goldenthread.schools.models import School
from goldenthread.schools.operations import open_school

TODAY = date(2026, 9, 7)
# Long ago, so that the cast is here whatever day the clock of the machine shows.
SINCE = date(2020, 9, 1)


def pytest_configure() -> None:
    # The tests make many accounts; how hard real passwords are to guess has a test of its own.
    Argon2.time_cost, Argon2.memory_cost = 1, 64


@pytest.fixture
def today() -> date:
    """The day the cast lives on, for operations. Pages read the clock."""
    return TODAY


@pytest.fixture
def school(db: None) -> School:
    """Larkrise, a primary school."""
    return open_school(slug="larkrise", name="Larkrise Primary School", phase="primary", la="823", estab="2001", on=TODAY)


@pytest.fixture
def next_door(db: None) -> School:
    """Ashfield, the secondary school next door."""
    return open_school(slug="ashfield", name="Ashfield School", phase="secondary", la="823", estab="4002", on=TODAY)


def member(school: School, role: str, name: str) -> Membership:
    email = "" if role == "learner" else f"{name.lower().replace(' ', '.')}@{school.slug}.example"
    return open_account(school=school, role=role, name=name, email=email, on=SINCE)


@pytest.fixture
def senco(school: School) -> Membership:
    return member(school, "senco_admin", "Priya Shah")


@pytest.fixture
def senco_team(school: School) -> Membership:
    return member(school, "senco_team", "Tom Reed")


@pytest.fixture
def teacher(school: School) -> Membership:
    return member(school, "teacher", "Imran Khan")


@pytest.fixture
def ta(school: School) -> Membership:
    return member(school, "teaching_assistant", "Jo Bell")


@pytest.fixture
def parent(school: School) -> Membership:
    """Ada's mother."""
    return member(school, "parent", "Grace Okafor")


@pytest.fixture
def learner_member(school: School) -> Membership:
    """Ada as somebody who signs in."""
    return member(school, "learner", "Ada Okafor")


@pytest.fixture
def governor(school: School) -> Membership:
    return member(school, "governor", "Dev Patel")


@pytest.fixture
def professional(school: School) -> Membership:
    """An educational psychologist."""
    return member(school, "professional", "Helen Cross")


@pytest.fixture
def nia(next_door: School) -> Membership:
    """The SENCO of the school next door."""
    return member(next_door, "senco_admin", "Nia Price")


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
