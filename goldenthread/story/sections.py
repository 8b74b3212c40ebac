"""The record as a page shows it: by whose words are expected, field by field, with what is missing in plain sight."""

from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.learners.policies import Reader
from goldenthread.story import queries
from goldenthread.story.fields import FIELDS, Field
from goldenthread.story.models import Entry
from goldenthread.story.voices import FAMILY, LEARNER, PROFESSIONAL, STAFF, VOICES

LONG_AGO = timedelta(days=365)


@dataclass(frozen=True)
class Part:
    """One field with what is written under it; `missed`: others have written here, those it belongs to have not."""

    field: Field
    entries: list[Entry]
    missed: bool


@dataclass(frozen=True)
class Section:
    """The fields where one voice is expected: those written in, and those still empty."""

    voice: str
    title: str
    missing: str
    written: list[Part]
    empty: list[Field]


@dataclass(frozen=True)
class Voice:
    """Whether a voice has been heard lately, in a sentence, and where and how to write down what it says."""

    key: str
    name: str
    heard_on: date | None
    missing: bool
    sentence: str
    ask: Field | None
    ask_text: str


def sections(reader: Reader, entries: list[Entry]) -> list[Section]:
    """The whole bank for this reader; what they may not read is not there and leaves no gap."""
    first = reader.learner.first
    names = names_of(reader)
    titles = {LEARNER: f"{first}’s own view", FAMILY: "From the family", STAFF: "What school knows and does",
              PROFESSIONAL: "From professionals"}
    found = []
    for voice, title in titles.items():
        mine = [field for field in FIELDS.values() if field.voice == voice and reader.may_read(field.audience)]
        parts = [part(field, [entry for entry in entries if entry.field == field.key]) for field in mine]
        missing = f"{names[voice]} has not been asked about this yet"
        found.append(Section(voice, title, missing, [part for part in parts if part.entries],
                             [part.field for part in parts if not part.entries]))
    return [section for section in found if section.written or section.empty]


def names_of(reader: Reader) -> dict[str, str]:
    first = reader.learner.first
    return {LEARNER: first, FAMILY: f"{first}’s family", STAFF: "School", PROFESSIONAL: "A professional"}


def part(field: Field, entries: list[Entry]) -> Part:
    return Part(field, entries, bool(entries) and all(entry.said_by != field.voice for entry in entries))


def heard(reader: Reader, on: date) -> list[Voice]:
    """Every voice with when it was last heard. A professional's is not missed: not every learner has one."""
    last = queries.voices(reader.learner)
    first = reader.learner.first
    names = names_of(reader)
    never = {LEARNER: f"Nobody has asked {first} yet.", FAMILY: f"Nobody has asked {first}’s family yet.",
             STAFF: "Nobody at school has written yet.", PROFESSIONAL: "No professional has been heard."}
    asked = {**names, STAFF: "school", PROFESSIONAL: "a professional"}
    found = []
    for key in VOICES:
        day = last[key]
        missing = key != PROFESSIONAL and (day is None or on - day > LONG_AGO)
        sentence = "" if day and not missing else "Not heard for more than a year." if day else never[key]
        ask = where_to_ask(reader, key) if missing or day is None else None
        found.append(Voice(key, names[key], day, missing, sentence, ask, f"Write down what {asked[key]} says"))
    return found


def where_to_ask(reader: Reader, voice: str) -> Field | None:
    """The field to begin with for a voice: one that a plan needs, else the first."""
    mine = [field for field in FIELDS.values() if field.voice == voice and reader.may_read(field.audience)]
    return next((field for field in mine if "iplan" in field.required_for), mine[0] if mine else None)
