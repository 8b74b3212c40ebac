"""Files brought to the school, and taken in."""


import pytest

from goldenthread.exchange import operations
from goldenthread.exchange.tests.files import delimited
from goldenthread.exchange.tests.joining import NOW


@pytest.fixture
def bring(school, senco, today):
    """A file brought to the school and read."""

    def brought(*rows, content=None, by=senco, answers=None):
        content = content or delimited(*rows)
        batch = operations.stage(
            school=school, name="joiners.csv", content=content, on=today, by=by, now=NOW, answers=answers
        )
        return operations.read(batch=batch)

    return brought


@pytest.fixture
def take(bring, senco):
    def taken(*rows, **options):
        return operations.apply(batch=bring(*rows, **options), by=senco, now=NOW)

    return taken
