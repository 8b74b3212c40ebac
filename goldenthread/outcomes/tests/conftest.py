import pytest

from goldenthread.story.tests.cast import Cast


@pytest.fixture
def cast(db):
    return Cast()
