"""Every page × every role × every relation to a learner, against a table written by hand (cases A-01 to A-19, A-30).

A denied page is the same 404 as a page that does not exist, and changes nothing.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.people.models import Mail
from goldenthread.people.permissions import Permission
from goldenthread.people.sessions import begin
from goldenthread.plans import operations as plans
from goldenthread.plans.models import Plan
from tests.matrix.canaries import escaped
from tests.matrix.table import Page, addresses, pages
from tests.matrix.world import Actor, World, build, canary

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
PAGES = pages()
AT_SCHOOL = [page for page in PAGES if page.about in {"school", "learner", "draft"}]
# What a role may is a table in Python, tried in full on SQLite; how somebody stands to a learner is asked in SQL, and
# is tried in every way on PostgreSQL too, by those whom a page may be for; a role that it is never for tries it once.
ASKED_AGAIN = {"senco_admin", "teacher", "parent", "learner", "anonymous", "operator", "support"}
CELLS = [(page, method) for page in AT_SCHOOL for method in page.methods]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Built once for all cells; each request is rolled back."""
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), transaction.atomic():
        world = build(NOW.date())
        if connection.vendor == "postgresql":
            world.actors = [actor for actor in world.actors if actor.role in ASKED_AGAIN]
        yield world
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def the_clock(world: World) -> None:
    """In place of the cast's own: it stands where the world was built."""


@pytest.fixture(scope="module")
def clients(world: World) -> dict[Actor, Client]:
    return {actor: client_of(actor, world) for actor in world.actors}


@pytest.fixture(scope="module")
def nothing(world: World, clients: dict[Actor, Client]) -> Callable[[Actor, str], str]:
    """What an actor is told of a page that does not exist. Asked once: it is compared with in thousands of cells."""

    @cache
    def told(actor: Actor, method: str) -> str:
        answer, _ = ask(clients[actor], method, f"/s/{world.school.slug}/no-such-page/")
        return plain(answer.body)

    return told


def client_of(actor: Actor, world: World) -> Client:
    client = Client(raise_request_exception=True)
    if actor.user:
        client.force_login(actor.user)
        session = client.session
        begin(session, actor.user, second=True)
        if actor.member:
            session["acting"] = {actor.member.school.slug: actor.member.pk}
        session.save()
    return client


def address(page: Page, world: World, slug: str | None = None) -> str:
    kwargs = {name: world.things.get(thing, thing) for name, thing in page.args.items()}
    return reverse(page.name, kwargs={"slug": slug or world.school.slug, **kwargs}) + page.query


def trying(page: Page, method: str, world: World) -> list[Actor]:
    if connection.vendor != "postgresql":
        return world.actors
    once = {actor.role: actor for actor in reversed(world.actors)}
    return [actor for actor in world.actors if actor.role in page.methods[method] or once[actor.role] == actor]


def asked_to_sign_in(answer: Any) -> bool:
    """Sent to the sign-in page; or, where something was written, shown it again to send once signed in."""
    return answer.status_code == 401 or (answer.status_code == 302 and answer["Location"].startswith("/sign-in/"))


def filled(page: Page, world: World) -> dict[str, str]:
    """What the table posts, where an empty form is about nothing."""
    return {name: world.things.get(value, value) for name, value in page.data.items()}


def ask(client: Client, method: str, path: str, data: dict[str, str] | None = None):
    """The answer, and the statements that would have written something; all of it undone, on the client's side too."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic(), CaptureQueriesContext(connection) as caught:
        answer = getattr(client, method)(path, **({"data": data} if data else {}))
        if answer.streaming:
            answer.body = b"".join(answer.streaming_content)
        else:
            answer.body = answer.content
        transaction.set_rollback(True)
    client.cookies = cookies
    writes = [query["sql"] for query in caught if re.match(r"(INSERT|UPDATE|DELETE)", query["sql"])]
    return answer, [sql for sql in writes if "django_session" not in sql]


def plain(body: bytes) -> str:
    """A page without what differs from one request to the next: the token against forged forms."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", body.decode())


def test_every_address_is_in_the_table():
    missing = {name for name, _, _ in addresses()} - {page.name for page in PAGES}
    assert missing == set()


def test_the_addresses_that_name_a_plan_type_are_in_the_table_with_one():
    typed = {name for name, path, _ in addresses() if "_type:type>" in path}
    assert typed - {page.name for page in PAGES if "type" in page.args} == set()


def test_no_row_of_the_table_is_stale():
    assert {page.name for page in PAGES} - {name for name, _, _ in addresses()} == set()


def test_every_page_stands_behind_a_door():
    assert [path for _, path, view in addresses() if not hasattr(view, "door")] == []


def test_every_page_of_a_school_stands_behind_the_schools_door():
    doors = {view.door for _, path, view in addresses() if path.startswith("s/<slug:slug>/")}
    assert doors <= {*Permission, "any member"}


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "method"), CELLS, ids=lambda cell: getattr(cell, "name", cell))
def test_everyone_tries_this_door(page: Page, method: str, world: World, clients: dict[Actor, Client], nothing):
    path, wrong = address(page, world), []
    for actor in trying(page, method, world):
        answer, writes = ask(clients[actor], method, path, filled(page, world) if method == "post" else None)
        if actor.role == "anonymous":
            right = asked_to_sign_in(answer) and not writes
        elif page.admits(method, actor.role, actor.relation):
            right = answer.status_code < 500 and answer.status_code not in {403, 404, 405}
        else:
            same = answer.status_code == 404 and plain(answer.body) == nothing(actor, method)
            right = same and not writes
        if not right:
            wrong.append(f"{actor}: {answer.status_code}")
        if leaks := escaped(answer, answer.body, actor):
            wrong.append(f"{actor} was shown {leaks}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("page", AT_SCHOOL, ids=lambda page: page.name)
def test_a_page_answers_the_methods_the_table_names_and_no_other(page: Page, world: World, clients):
    senco = next(actor for actor in world.actors if actor.role == "senco_admin" and actor.relation == "related")
    for method in {"get", "post", "put", "delete", "patch"} - set(page.methods):
        assert ask(clients[senco], method, address(page, world))[0].status_code == 405, method


@pytest.mark.django_db
@pytest.mark.parametrize("page", [page for page in AT_SCHOOL if page.args], ids=lambda page: page.name)
def test_another_schools_things_do_not_exist_at_ones_own_school(page: Page, world: World, clients):
    """A-01, A-29: a SENCO who puts our learner's number behind her own school's address finds nothing."""
    nia = next(actor for actor in world.actors if actor.role == "senco_admin" and actor.relation == "next_door")
    for method in page.methods:
        answer, writes = ask(clients[nia], method, address(page, world, slug=world.next_door.slug))
        assert answer.status_code == 404, method
        assert writes == []


@pytest.mark.django_db
@pytest.mark.parametrize("page", [page for page in PAGES if page.about == "site"], ids=lambda page: page.name)
def test_pages_outside_a_school_open_to_those_the_table_names(page: Page, world: World, clients):
    """Operators and support teams have pages of their own, and no others have them."""
    wrong = []
    (who,) = set().union(*page.methods.values())
    method = next(iter(page.methods))
    kwargs = {name: world.things.get(thing, thing) for name, thing in page.args.items()}
    for actor in world.actors:
        answer, _ = ask(clients[actor], method, reverse(page.name, kwargs=kwargs))
        if who == "anyone":
            right = answer.status_code < 500
        elif actor.role == "anonymous":
            right = asked_to_sign_in(answer)
        elif who in {"signed in", actor.role}:
            # What an address of theirs names (a role, a passkey) may be somebody else's: then there is nothing.
            right = answer.status_code < 404 or (answer.status_code == 404 and page.args)
        else:
            right = answer.status_code == 404
        if not right:
            wrong.append(f"{actor}: {answer.status_code}")
        if leaks := escaped(answer, answer.body, actor):
            wrong.append(f"{actor} was shown {leaks}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_no_letter_names_a_child_or_carries_a_word_of_theirs(world: World):
    """C-10: the family is told that there is something to read, and nothing of what it is or about whom."""
    senco = next(actor for actor in world.actors if actor.role == "senco_admin" and actor.relation == "related")
    with transaction.atomic():
        plans.issue(plan=Plan.objects.get(pk=world.things["plan"]), by=senco.member, on=NOW.date(), key="second",
                    what_changed=canary("ada", "everyone"))
        letters = list(Mail.objects.all())
        transaction.set_rollback(True)
    assert "parent.related@people.example" in {letter.to for letter in letters}
    assert "parent.blocked@people.example" not in {letter.to for letter in letters}
    for letter in letters:
        assert not re.search("CNRY|Ada|Okafor", f"{letter.subject}\n{letter.body}"), letter.subject
        assert "Larkrise" not in letter.subject
