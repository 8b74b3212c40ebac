"""Issued rows are never changed, whatever door is tried. On PostgreSQL the web role's rights are tested besides."""

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError, OperationalError

from goldenthread.audit.triggers import missing
from goldenthread.plans.models import Body, Erasure, PlanVersion
from goldenthread.plans.tests.desk import OCTOBER

REFUSED = (IntegrityError, InternalError, OperationalError)


def save(row):
    row.save()


def save_fields(row):
    row.save(update_fields=["school"])


def bulk_update(row):
    type(row).objects.bulk_update([row], ["school"])


def update(row):
    type(row).objects.filter(pk=row.pk).update(school=row.school_id)


def delete(row):
    row.delete()


def queryset_delete(row):
    type(row).objects.all()._raw_delete("default")


def raw_update(row):
    sql(f"UPDATE {row._meta.db_table} SET school_id = school_id")


def raw_delete(row):
    sql(f"DELETE FROM {row._meta.db_table}")


def fixture(row):
    """As loaddata writes: the row goes over the one that is there."""
    for loaded in serializers.deserialize("json", serializers.serialize("json", [row])):
        loaded.save()


def replace(row):
    """INSERT OR REPLACE; on PostgreSQL its own way of writing over a row."""
    table, columns = row._meta.db_table, ", ".join(field.column for field in row._meta.concrete_fields)
    if connection.vendor == "sqlite":
        sql(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
    else:
        sql(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} "
            "ON CONFLICT (id) DO UPDATE SET school_id = excluded.school_id")


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("deed", [save, save_fields, bulk_update, update, delete, queryset_delete, raw_update,
                                  raw_delete, fixture, replace], ids=lambda deed: deed.__name__)
@pytest.mark.parametrize("model", [PlanVersion, Body, Erasure])
def test_no_door_changes_what_was_issued(desk, model, deed):
    from goldenthread.plans.operations import erase_body

    erase_body(version=desk.issue("k0"), reason="An order of the court.", by=desk.senco, on=OCTOBER)
    desk.issue("k1")
    before = list(model.objects.order_by("pk").values())
    with pytest.raises(REFUSED), transaction.atomic():
        deed(model.objects.first())
    assert list(model.objects.order_by("pk").values()) == before


def test_every_guard_stands_after_all_migrations(db):
    assert missing() == []


def test_a_version_cannot_belong_to_another_schools_plan(desk, next_door):
    version = desk.issue("k1")
    version.pk, version.number, version.key, version.school = None, 2, "k2", next_door
    version._state.adding = True
    import uuid

    version.uuid = uuid.uuid4()
    with pytest.raises(REFUSED), transaction.atomic():
        version.save()
