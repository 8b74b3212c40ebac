"""Writing in a learner's record. Nothing anybody wrote is ever lost: what changes is kept as it was before."""

import dataclasses
import uuid as uuids
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.audiences import narrower
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import reader_who_sees
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now
from goldenthread.schools.models import School
from goldenthread.schools.words import clean, line, why_not_keep
from goldenthread.story import policies
from goldenthread.story.fields import FIELDS
from goldenthread.story.models import MAY_CHANGE, WORDS, Begun, Entry, EntryRevision
from goldenthread.story.voices import COMMENT, SOURCES, VOICES

TAKEN = "This could not be saved under its number. Copy your words, open the page again and put them in."
MISTAKE = "Written by mistake, thrown away before it was finished"
QUIET_MINUTES = 15
LABELS = {"said_by_name": 120, "how_gathered": 200, "source_label": 200}  # and how long each may be


class Conflict(Exception):
    """Somebody saved first. `mine` is the text that was not saved; `theirs` is the thing as it stands now."""

    def __init__(self, mine: str, theirs: Any) -> None:
        super().__init__("Somebody else saved this while you were writing.")
        self.mine, self.theirs = mine, theirs


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    """One thing to write: in whose record, under which field, whose words and how we know."""

    learner: Learner
    field: str
    text: str
    said_by: str
    said_by_name: str = ""
    how_gathered: str = ""
    happened_on: date | None = None
    source_kind: str = COMMENT
    source_label: str = ""
    audience: str | None = None
    # Who typed it, where another takes it into the record; of the same school.
    written_by: Membership | None = None
    uuid: uuids.UUID = dataclasses.field(default_factory=uuids.uuid4)


def write(*, learner: Learner, field: str, text: str, said_by: str, by: Membership, on: date,
          uuid: uuids.UUID | None = None, **how: Any) -> Entry:
    """Write one thing in a learner's record; `how` is what else Line takes.

    The same uuid with the same text again gives the entry that is there; with another text it raises Conflict.
    """
    given = Line(learner=learner, field=field, text=text, said_by=said_by, uuid=uuid or uuids.uuid4(), **how)
    return write_many(lines=[given], by=by, on=on)[0]


@transaction.atomic
def write_many(*, lines: Iterable[Line], by: Membership, on: date) -> list[Entry]:
    """Write many things, of many learners, all or none, in the same few statements for any number."""
    lines = list(lines)
    refuse_lines(lines, by, on)
    learners = {given.learner.pk for given in lines}
    # Two saves of one uuid wait for each other here, so that the second finds the first.
    list(Learner.objects.select_for_update().filter(pk__in=learners).order_by("pk").values_list("pk"))
    wanted = [made_of(given, by, on) for given in lines]
    there = {entry.uuid: entry for entry in Entry.objects.filter(uuid__in=[entry.uuid for entry in wanted])}
    fresh = [entry for entry in wanted if entry.uuid not in there]
    made = {entry.uuid: entry for entry in Entry.objects.bulk_create(fresh, batch_size=500)}
    record_many("story.entry_written", by=by,
                about=[(entry, entry.learner, {"field": entry.field, "said_by": entry.said_by}) for entry in fresh])
    return [made.get(entry.uuid) or same(entry, there[entry.uuid], by) for entry in wanted]


@transaction.atomic
def begin(*, learner: Learner, field: str, words: Mapping[str, Any], by: Membership, on: date) -> Begun | None:
    """Keep what somebody has typed and not yet said whose words it is; nothing typed keeps nothing."""
    refuse_if(policies.why_not_write(learner, field, by, on))
    refuse_if(why_not_keep(text) if (text := clean(words["text"])) else "")
    if not text:
        no_longer_begun(learner=learner, field=field, by=by)
        return None
    return keep_begun(learner=learner, field=field, words=words, by=by)


def keep_begun(*, learner: Learner, field: str, words: Mapping[str, Any], by: Membership) -> Begun:
    """Keep what is begun for its writer alone. Whether they may write it is asked by whoever calls."""
    begun, _ = Begun.objects.update_or_create(learner=learner, field=field, by=by, defaults={
        "school_id": by.school_id, "words": dict(words), "kept_at": now()})
    return begun


def no_longer_begun(*, learner: Learner, field: str, by: Membership) -> None:
    """It was saved, or emptied."""
    Begun.objects.filter(learner=learner, field=field, by=by).delete()


@transaction.atomic
def let_go_of_begun(*, school: School, by: Membership, at: datetime) -> int:
    """What was begun and left untouched for as long as it is kept goes. What happened says how many, of nobody."""
    count, _ = Begun.objects.filter(school=school, kept_at__lt=at - Begun.KEPT_FOR).delete()
    if count:
        record("story.begun_let_go", by=by, about=None, count=count, days=Begun.KEPT_FOR.days)
    return count


def refuse_lines(lines: list[Line], by: Membership, on: date) -> None:
    """Ask every rule of every line, with one question to the database."""
    asked = {given.learner.pk for given in lines}
    seen = set(Learner.objects.visible_to(by, on).filter(pk__in=asked).values_list("pk", flat=True))
    for given in lines:
        refuse_if("" if given.learner.pk in seen else "This learner's record is not open to you.")
        refuse_if(policies.why_not_write_as(reader_who_sees(by, given.learner), given.field, given.audience))
        refuse_if(why_not_keep(clean(given.text)) or why_not_say(vars(given)))
        refuse_if(policies.why_not_happen(given.learner, given.happened_on, on) if given.happened_on else "")


def why_not_say(words: Mapping[str, Any]) -> str:
    """What is wrong with whose words and which source are named."""
    if words["said_by"] not in VOICES:
        return "Say whose words these are."
    if words["source_kind"] not in SOURCES:
        return "Say where this comes from."
    for name, longest in LABELS.items():
        if len(line(words[name])) > longest:
            return f"“{words[name][:30]}…” is too long: at most {longest} characters fit there."
    return ""


def made_of(given: Line, by: Membership, on: date) -> Entry:
    at = now()
    return Entry(
        uuid=given.uuid, school_id=by.school_id, learner=given.learner, field=given.field, text=clean(given.text),
        said_by=given.said_by, said_by_name=line(given.said_by_name), how_gathered=line(given.how_gathered),
        happened_on=given.happened_on or on, source_kind=given.source_kind, source_label=line(given.source_label),
        audience=given.audience or FIELDS[given.field].audience, written_by=given.written_by or by,
        recorded_at=at, revised_by=by, revised_at=at)


def same(wanted: Entry, there: Entry, by: Membership) -> Entry:
    """The entry already kept under this uuid, if it is the same thing and this member may read it."""
    place = (there.school_id, there.learner_id, there.field) == (wanted.school_id, wanted.learner_id, wanted.field)
    refuse_if("" if place and reader_who_sees(by, wanted.learner).may_read(there.audience) else TAKEN)
    if there.text != wanted.text:
        raise Conflict(wanted.text, there)
    return there


def locked(entry: Entry) -> Entry:
    """The entry as it stands, nobody else changing it.

    No joins: PostgreSQL, having waited for the row, looks for what it points at now among what it pointed at before.
    """
    return Entry.objects.select_for_update().get(pk=entry.pk)


@transaction.atomic
def revise(*, entry: Entry, text: str, revision: int, by: Membership, on: date, **changes: Any) -> Entry:
    """Change an entry that stands at `revision`; the text before is kept. `changes` are other parts of Words.

    Raises Conflict where it has moved on to another text: nothing is merged and nothing is dropped.
    """
    stands = locked(entry)
    text = clean(text)
    refuse_if(policies.why_not_change(stands, by, on, changes.get("audience")))
    refuse_if(why_not_keep(text) or why_not_say({name: getattr(stands, name) for name in MAY_CHANGE} | changes))
    changed = {name: value for name, value in tidy({**changes, "text": text}).items() if getattr(stands, name) != value}
    if not changed:
        return stands
    if "happened_on" in changed:
        refuse_if(policies.why_not_happen(stands.learner, changed["happened_on"], on))
    if stands.revision != revision:
        raise Conflict(text, stands)
    keep(stands)
    follows = stands.revised_by_id == by.pk and (now() - stands.revised_at).total_seconds() < QUIET_MINUTES * 60
    for name, value in {**changed, "revision": revision + 1, "revised_by": by, "revised_at": now()}.items():
        setattr(stands, name, value)
    stands.save(update_fields=[*changed, "revision", "revised_by", "revised_at"])
    if not follows:  # typing that saves itself is one act, not a hundred
        record("story.entry_revised", by=by, about=stands, learner=stands.learner, field=stands.field)
    return stands


@transaction.atomic
def set_aside(*, entry: Entry, text: str, audience: str, by: Membership, on: date) -> Entry:
    """Keep words that gave way to a colleague's among the earlier wordings, for no more readers than both had in mind.

    What the entry says, and who saved it last, stays. Asked twice, they are kept once.
    """
    stands, text = locked(entry), clean(text)
    refuse_if(policies.why_not_change(stands, by, on) or why_not_keep(text))
    if not text or text == stands.text or stands.revisions.filter(text=text).exists():
        return stands
    keep(stands)
    words = {name: getattr(stands, name) for name in WORDS} | {
        "text": text, "audience": narrower(stands.audience, audience), "revision": stands.revision + 1,
        "revised_by_id": by.pk, "revised_at": now()}
    EntryRevision.objects.create(entry=stands, school_id=stands.school_id, **words)
    stands.revision += 2
    stands.save(update_fields=["revision"])
    record("story.entry_revised", by=by, about=stands, learner=stands.learner, field=stands.field)
    return stands


def tidy(changes: dict[str, Any]) -> dict[str, Any]:
    """What may be changed of an entry, cleaned; a name that is not part of Words is a mistake of the caller's."""
    if unknown := set(changes) - set(MAY_CHANGE):
        raise TypeError(f"An entry has no {', '.join(sorted(unknown))} to change.")
    return {name: line(value) if name in LABELS else value for name, value in changes.items()}


def keep(stands: Entry) -> None:
    """Put an entry as it stands into its history."""
    EntryRevision.objects.create(entry=stands, school_id=stands.school_id,
                                 **{name: getattr(stands, name) for name in WORDS})


@transaction.atomic
def retire(*, entry: Entry, why: str, by: Membership, on: date) -> Entry:
    """Take an entry out of the record as it is from now on; it stays in the history and in versions already issued."""
    stands = locked(entry)
    if stands.retired_on:
        return stands
    refuse_if(policies.why_not_change(stands, by, on))
    refuse_if("" if line(why) else "Say why this is taken out of the record.")
    refuse_if(why_not_keep(line(why), longest=200))
    stands.retired_on, stands.retired_why = on, line(why)
    stands.save(update_fields=["retired_on", "retired_why"])
    record("story.entry_retired", by=by, about=stands, learner=stands.learner, field=stands.field)
    return stands


@transaction.atomic
def throw_away(*, entry: Entry, by: Membership, on: date) -> Entry:
    """Retire an entry that its writer has only begun, and that nobody else has touched; its history stays."""
    refuse_if(policies.why_not_throw_away(locked(entry), by))
    return retire(entry=entry, why=MISTAKE, by=by, on=on)


@transaction.atomic
def restore(*, entry: Entry, by: Membership, on: date) -> Entry:
    """Bring a retired entry back as it was."""
    stands = locked(entry)
    refuse_if(policies.why_not_write(stands.learner, stands.field, by, on, stands.audience))
    if stands.retired_on:
        stands.retired_on, stands.retired_why = None, ""
        stands.save(update_fields=["retired_on", "retired_why"])
        record("story.entry_restored", by=by, about=stands, learner=stands.learner, field=stands.field)
    return stands
