"""What the database itself refuses, on SQLite and PostgreSQL alike.

Written from the models: `append_only = True` refuses UPDATE and DELETE; two rows joined by a foreign key that both
carry a `school` must carry the same one. `erasable_with = "plans.Erasure"` lets a DELETE through where an erasure row
(field `erases_id`) already names the row. `frozen_when = "{row}.state = 'concluded'"` refuses UPDATE and DELETE of a
row for which that holds, and INSERT too where it asks another table ({row} is OLD, or NEW for one that comes in).
Migrations on SQLite rebuild tables and drop triggers without a word, so they are installed after every migration and
looked for at start-up.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models


@dataclass(frozen=True)
class Trigger:
    """A refusal: when `event` (UPDATE, DELETE or INSERT) on `table` meets `condition` ('' always)."""

    name: str
    table: str
    event: str
    sentence: str
    condition: str = ""


def wanted() -> list[Trigger]:
    """Every trigger the models call for."""
    found: list[Trigger] = []
    for model in apps.get_models():
        if model._meta.managed and model._meta.app_config.name.startswith("goldenthread."):
            found += append_only(model) + frozen(model) + same_school(model)
    return found


def append_only(model: type[models.Model]) -> list[Trigger]:
    if not getattr(model, "append_only", False):
        return []
    table, sentence = model._meta.db_table, f"{model._meta.label} rows are never changed."
    erasure = getattr(model, "erasable_with", "")
    spared = ""
    if erasure:
        eraser = apps.get_model(erasure)._meta.db_table
        spared = f"NOT EXISTS (SELECT 1 FROM {eraser} WHERE erases_id = OLD.id)"  # noqa: S608 - names of our tables
    return [
        Trigger(f"{table}_no_update", table, "UPDATE", sentence),
        Trigger(f"{table}_no_delete", table, "DELETE", sentence, spared),
    ]


def frozen(model: type[models.Model]) -> list[Trigger]:
    condition = getattr(model, "frozen_when", "")
    if not condition:
        return []
    table, sentence = model._meta.db_table, f"{model._meta.label} rows are not changed once they are final."
    found = [Trigger(f"{table}_frozen_{event.lower()}", table, event, sentence, condition.format(row="OLD"))
             for event in ("UPDATE", "DELETE")]
    if "SELECT" in condition:
        found.append(Trigger(f"{table}_frozen_insert", table, "INSERT", sentence, condition.format(row="NEW")))
    return found


def same_school(model: type[models.Model]) -> list[Trigger]:
    if not has_school(model):
        return []
    found = []
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.name == "school" or not has_school(field.related_model):
            continue
        table, parent, column = model._meta.db_table, field.related_model._meta.db_table, field.column
        own = f"(SELECT school_id FROM {parent} WHERE id = NEW.{column})"  # noqa: S608 - names of our tables
        condition = f"NEW.{column} IS NOT NULL AND NEW.school_id IS NOT NULL AND {own} <> NEW.school_id"
        sentence = f"{model._meta.label}.{field.name} belongs to another school."
        for event in ("INSERT", "UPDATE"):
            found.append(Trigger(f"{table}_{field.name}_school_{event.lower()}", table, event, sentence, condition))
    return found


def has_school(model: Any) -> bool:
    return any(field.name == "school" and field.is_relation for field in model._meta.concrete_fields)


def install(sender: Any = None, using: str = "default", **_: Any) -> None:
    """Make every wanted trigger anew; on PostgreSQL also give the web role what it needs and no more."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in wanted():
            if trigger.table in tables:
                for statement in statements(trigger, connection.vendor):
                    cursor.execute(statement)
        if connection.vendor == "postgresql" and settings.DATABASE_WEB_ROLE:
            grant(cursor, settings.DATABASE_WEB_ROLE, tables)


def stand_aside(sender: Any = None, using: str = "default", plan: Any = (), **_: Any) -> None:
    """On SQLite, take the triggers off before tables are rebuilt; a migration that fails leaves it to the next one, and
    nothing starts without them meanwhile.
    """
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for trigger in wanted():
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")


def statements(trigger: Trigger, vendor: str) -> list[str]:
    if vendor == "sqlite":
        when = f"WHEN {trigger.condition} " if trigger.condition else ""
        return [
            f"DROP TRIGGER IF EXISTS {trigger.name}",
            f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} {when}"
            f"BEGIN SELECT RAISE(ABORT, '{trigger.sentence}'); END",
        ]
    row = "OLD" if trigger.event == "DELETE" else "NEW"
    body = f"RAISE EXCEPTION '{trigger.sentence}' USING ERRCODE = 'integrity_constraint_violation';"
    if trigger.condition:
        body = f"IF {trigger.condition} THEN {body} END IF;"
    name = trigger.name[:63]
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN {row}; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {trigger.table}",
        f"CREATE TRIGGER {name} BEFORE {trigger.event} ON {trigger.table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def grant(cursor: Any, role: str, tables: set[str]) -> None:
    """The web role may read and add everywhere, and change or delete where rows are not append-only; where they can
    be erased, it may delete and the trigger decides.
    """
    kept = {model._meta.db_table: getattr(model, "erasable_with", "") for model in apps.get_models()
            if getattr(model, "append_only", False)}
    cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
    cursor.execute(f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}"')
    for table in sorted(tables):
        rights = "SELECT, INSERT, UPDATE, DELETE"
        if table in kept:
            rights = "SELECT, INSERT, DELETE" if kept[table] else "SELECT, INSERT"
        cursor.execute(f'REVOKE ALL ON "{table}" FROM "{role}"')
        cursor.execute(f'GRANT {rights} ON "{table}" TO "{role}"')


def missing(using: str = "default") -> list[str]:
    """The names of wanted triggers that the database does not have, for the start-up check."""
    connection = connections[using]
    query = ("SELECT name FROM sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite"
             else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    limit = 63 if connection.vendor == "postgresql" else None
    return [trigger.name for trigger in wanted() if trigger.name[:limit] not in present]
