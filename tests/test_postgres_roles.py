"""On PostgreSQL the web's role owns nothing and can't change what is kept for ever, whatever it sends."""

import os

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from goldenthread.config import checks
from goldenthread.config.database import postgres

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="this run is on SQLite; start.py test also makes the other"
    ),
]
KEPT = [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]


@pytest.fixture
def as_web(db):
    """A connection to the tests' database with the rights of the web."""
    role = postgres(os.environ["DATABASE_URL"])
    with psycopg.connect(
        host=role["HOST"], user=role["USER"], dbname=connection.settings_dict["NAME"], autocommit=True
    ) as web:
        yield web


def test_the_web_owns_no_table(as_web):
    owned = as_web.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user").fetchone()
    assert owned == (0,)


def test_an_owner_may_not_serve():
    # The tests themselves run as the owner, so the start-up check sees what it must refuse.
    assert checks.owns_tables()
    assert any("owns the tables" in reason for reason in checks.why_not_start())


# Where rows may be erased, a trigger decides which; that is tested in the room.
ERASABLE = {model._meta.db_table for model in apps.get_models() if getattr(model, "erasable_with", "")}
DEEDS = ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"]
CLOSED = [(deed, table) for table in KEPT for deed in DEEDS[2 if table in ERASABLE else 0 :]]


@pytest.mark.parametrize(("deed", "table"), CLOSED)
def test_what_is_kept_for_ever_is_out_of_the_webs_reach(as_web, deed, table):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_web.execute(deed.format(table))


@pytest.mark.parametrize("deed", ["ALTER TABLE {} DISABLE TRIGGER ALL", "DROP TRIGGER {}_no_update ON {}"])
def test_the_web_cant_switch_the_guards_off(as_web, deed):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_web.execute(deed.replace("{}", KEPT[0]))


def test_the_web_cant_step_round_the_triggers(as_web):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_web.execute("SET session_replication_role = replica")


def test_the_web_may_do_its_work(as_web):
    for table in KEPT:
        as_web.execute(f"SELECT * FROM {table} LIMIT 0")
    for table in ("django_session", "people_user"):
        as_web.execute(f"UPDATE {table} SET {'expire_date = expire_date' if 'session' in table else 'name = name'}")
