"""The few things done from the pages that gather: so far, taking the register out of the building."""

from goldenthread.audit.operations import record
from goldenthread.people.models import Membership


def note_export(*, by: Membership, count: int) -> None:
    """Write down that the register was exported, and how many learners were in it."""
    record("home.register_exported", by=by, about=None, count=count)
