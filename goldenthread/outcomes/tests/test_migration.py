"""What the first release wrote, after the second one's migration."""

from importlib import import_module
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

fold = import_module("goldenthread.outcomes.migrations.0002_in_full").fold


class Rows:
    """A table of three columns that can be filtered and updated as the migration does."""

    def __init__(self, rows):
        self.rows = rows

    def filter(self, **wanted):
        return Rows([row for row in self.rows if all(row[key] == value for key, value in wanted.items())])

    def update(self, **values):
        for row in self.rows:
            row |= {key: row[value.name] if hasattr(value, "name") else value for key, value in values.items()}


@pytest.mark.parametrize(("before", "after"), [
    (("open", "", ""), ("agreed", "")),
    (("closed", "met", ""), ("met", "")),
    (("closed", "partly_met", "Most"), ("partly_met", "Most")),
    (("closed", "stopped", "Moved"), ("stopped", "Moved")),
    (("closed", "stopped", ""), ("stopped", "No reason was recorded.")),
])
def test_the_result_becomes_the_state(before, after):
    row = dict(zip(("state", "result", "result_why"), before, strict=True))
    apps = MagicMock()
    apps.get_model.return_value = SimpleNamespace(objects=Rows([row]))
    fold(apps, None)
    assert (row["state"], row["result_why"]) == after
