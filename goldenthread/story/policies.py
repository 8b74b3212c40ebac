"""Why not: who may write what in a learner's record."""

from datetime import date

from goldenthread.learners.audiences import AUDIENCES, WIDTH
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader, reader_of
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.story.fields import FIELDS, Field
from goldenthread.story.models import Entry


def why_not_write(learner: Learner, field: str, by: Membership, on: date, audience: str | None = None) -> str:
    """Why this member cannot write under this field, for these readers (the field's own where none are named)."""
    return why_not_write_as(reader_of(by, learner, on), field, audience)


def why_not_write_as(reader: Reader, field: str, audience: str | None = None) -> str:
    """As why_not_write, for a reader already known: asks the database nothing."""
    if not reader.audiences:
        return "This learner's record is not open to you."
    if not reader.member.may(Permission.RECORD_WRITE):
        return "Only staff and professionals who work with this learner can write in the record."
    if field not in FIELDS:
        return "There is no such part of the record."
    return why_not_show(reader, FIELDS[field], audience or FIELDS[field].audience)


def why_not_show(reader: Reader, field: Field, audience: str) -> str:
    """Why this writer cannot let these people read what is written under the field."""
    if audience not in AUDIENCES:
        return "Choose who may read this from the list."
    if not reader.may_read(audience):
        return "You cannot write what you could not read yourself."
    if WIDTH[audience] < WIDTH[field.audience]:
        return f"“{field.title}” is never shown to more people than this: {AUDIENCES[field.audience]}."
    return ""


def why_not_happen(learner: Learner, happened_on: date, on: date) -> str:
    """Why nothing can have been said or seen of this learner on this day."""
    if happened_on < learner.dob:
        return f"This is before {learner.first} was born. Check the day, the month and the year."
    if happened_on > on:
        return "This is in the future. Enter the day when it was said or seen, today at the latest."
    return ""


def why_not_change(entry: Entry, by: Membership, on: date, audience: str | None = None) -> str:
    """Why this member cannot change this entry, or who may read it."""
    return why_not_change_as(reader_of(by, entry.learner, on), entry, audience)


def why_not_change_as(reader: Reader, entry: Entry, audience: str | None = None) -> str:
    """As why_not_change, for a reader already known."""
    if why := why_not_write_as(reader, entry.field, entry.audience):
        return why
    if entry.retired_on:
        return "This was taken out of the record. Bring it back first; what you typed is still here."
    if audience and (why := why_not_write_as(reader, entry.field, audience)):
        return why
    if audience and WIDTH[audience] < WIDTH[entry.audience] and reader.kind not in {"senco", "system"}:
        return "Only the SENCO's team can let more people read this."
    return ""


def why_not_throw_away(entry: Entry, by: Membership) -> str:
    """Why this member cannot throw away what they began: only their own words go without being asked why."""
    if {entry.written_by_id, entry.revised_by_id} != {by.pk} or entry.revisions.exclude(revised_by=by).exists():
        return "Somebody else has written in this too, so it stays in the record. Take it out there if it is wrong."
    return ""
