import pytest
from django.db import connection

from goldenthread.audit.triggers import wanted
from goldenthread.plans import operations as plans
from goldenthread.plans.models import Body, PlanVersion, Standing
from goldenthread.plans.queries import tampered
from goldenthread.plans.tests.desk import DECEMBER, OCTOBER


@pytest.fixture
def unguarded(db):
    """As the owner of the tables, who can take the triggers off."""
    with connection.cursor() as cursor:
        for trigger in wanted():
            if trigger.table.startswith("plans_"):
                on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name[:63]}{on}")


def test_what_was_issued_as_it_should_be_has_nothing_wrong(desk):
    one = desk.issue("k1")
    entry = desk.ada.entries.first()
    plans.correct(version=one, patches={f"entry:{entry.uuid}": {"text": "Mended."}}, reason="Typing error.",
                  by=desk.senco, on=OCTOBER, key="c1")
    two = desk.issue("k2", on=DECEMBER)
    plans.erase_body(version=two, reason="An order of the court.", by=desk.senco, on=DECEMBER)
    assert list(tampered()) == []


@pytest.mark.parametrize(("spoil", "sentence"), [
    (lambda one, two: Body.objects.filter(version=one).update(json="{}"), "does not hold the words"),
    (lambda one, two: Body.objects.filter(version=two).delete(), "no erasure says why"),
    (lambda one, two: PlanVersion.objects.filter(pk=one.pk).update(issued_by_name="Somebody"), "says other things"),
    (lambda one, two: PlanVersion.objects.filter(pk=two.pk).update(number=3), "does not follow"),
    (lambda one, two: PlanVersion.objects.filter(pk=two.pk).update(previous_sha256="0" * 64), "does not follow"),
    (lambda one, two: Standing.objects.filter(version=two).update(state="archived"), "do not stand"),
])
def test_what_a_tables_owner_did_is_found(desk, unguarded, spoil, sentence):
    one, two = desk.issue("k1"), desk.issue("k2", on=OCTOBER)
    spoil(one, two)
    assert any(sentence in found for found in tampered())
