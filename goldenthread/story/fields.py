"""The field bank: every kind of thing that can be written in a learner's record, read from packs/core/fields.yaml."""

from dataclasses import dataclass

from django.conf import settings

from goldenthread.learners.audiences import AUDIENCES
from goldenthread.schools import packs
from goldenthread.story.voices import VOICES


@dataclass(frozen=True)
class Field:
    """What can be told under one heading, who may read it at most, and whose words are expected."""

    key: str
    title: str
    child_title: str
    help: str
    audience: str
    voice: str
    required_for: tuple[str, ...]


SCHEMA = packs.mapping(fields=packs.unique(packs.mapping(
    key=packs.slug, title=packs.text, child_title=packs.text, help=packs.text, audience=packs.one_of(*AUDIENCES),
    voice=packs.one_of(*VOICES), required_for=packs.optional(packs.many(packs.slug), ())), key="key"))

FIELDS: dict[str, Field] = {row["key"]: Field(**row)
                            for row in packs.load(settings.PACKS_DIR / "core", "fields", SCHEMA)["fields"]}
PLACE = {key: place for place, key in enumerate(FIELDS)}
