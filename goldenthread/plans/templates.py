"""Plan types and their templates, read from packs/: which fields, outcomes and people go where, and for whom.

A template narrows who may read what stands under its sections; it never widens it. What a template said when a version
was issued is frozen in that version's body, so a later pack changes no plan that was issued.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from yaml import Node, ScalarNode

from goldenthread.learners.audiences import AUDIENCES, EVERYONE
from goldenthread.people.roles import ROLES
from goldenthread.schools import packs
from goldenthread.story.fields import FIELDS

VERSIONED, LIVE, RECEIVED = "versioned", "live", "received"
MAIN = "iplan"
LAYOUTS = ("facts", "entries", "needs", "outcomes", "people", "profile", "good-bad", "support")
LEVELS = ("aspiration", "key_stage", "year", "term", "step")
FACTS = ("photo", "name", "legal-name", "born", "year", "tutor-group", "stage", "upn", "first-language",
         "communication", "home-authority", "looked-after")


@dataclass(frozen=True)
class Part:
    """One section of a template. `audience` is the widest readership it allows."""

    key: str
    title: str
    child_title: str
    intro: str
    layout: str
    builder: str
    fields: tuple[str, ...]
    facts: tuple[str, ...]
    levels: tuple[str, ...]
    owner: str
    audience: str
    required: bool
    drop_empty: bool


@dataclass(frozen=True)
class Template:
    """A plan type as a pack has it. `urgent` are the fields whose change is shown beside a version at once."""

    type: str
    title: str
    child_title: str
    # What it is called inside a sentence: "Ada's plan", "Ada's IEP".
    called: str
    kind: str
    version: int
    issued_by: str
    review_months: int
    intro: str
    urgent: tuple[str, ...]
    sections: tuple[Part, ...]
    pack: str
    sha256: str

    @property
    def ref(self) -> str:
        return f"{self.pack}/{self.type}@{self.version}"

    def part(self, key: str) -> Part:
        """Raises KeyError where there is none."""
        return {part.key: part for part in self.sections}[key]

    def has(self, key: str) -> bool:
        return any(part.key == key for part in self.sections)


def words(node: Node) -> str:
    """Text that may be empty."""
    return "" if isinstance(node, ScalarNode) and node.value == "" else packs.text(node)


def field(node: Node) -> str:
    key = packs.slug(node)
    if key not in FIELDS:
        raise packs.Wrong(f"‘{key}’ is no field of the field bank.", node)
    return key


def section(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = SECTION(node)
    if found["builder"] in PARTS_OF and not found[PARTS_OF[found["builder"]]]:
        raise packs.Wrong(f"‘{PARTS_OF[found['builder']]}’ is missing.", node)
    return found


PARTS_OF = {"fields": "fields", "facts": "facts", "outcomes": "levels"}
SECTION = packs.mapping(
    key=packs.slug, title=packs.text, child_title=packs.text, intro=packs.optional(words),
    layout=packs.one_of(*LAYOUTS), builder=packs.slug,
    fields=packs.optional(packs.many(field), ()),
    facts=packs.optional(packs.many(packs.one_of(*FACTS)), ()),
    levels=packs.optional(packs.many(packs.one_of(*LEVELS)), ()),
    owner=packs.one_of(*ROLES), audience=packs.optional(packs.one_of(*AUDIENCES), EVERYONE),
    required=packs.optional(packs.flag, False), drop_empty=packs.optional(packs.flag, False),
)
SCHEMA = packs.mapping(
    type=packs.slug, title=packs.text, child_title=packs.text, called=packs.optional(packs.text, "plan"),
    kind=packs.one_of(VERSIONED, LIVE, RECEIVED),
    version=packs.number, issued_by=packs.one_of(*ROLES), review_months=packs.number, intro=words,
    urgent=packs.optional(packs.many(field), ()), sections=packs.unique(section, "key"),
)


def read(directory: Path, name: str) -> Template:
    """One template of a pack; a mistake in it is a PackError with file and line."""
    plain = packs.load(directory, name, SCHEMA)
    if plain["type"] != name:
        raise packs.PackError(f"packs/{directory.name}/{name}.yaml: ‘type’ must be {name}, like the file's name.")
    sections = tuple(Part(**part) for part in plain.pop("sections"))
    sha256 = hashlib.sha256((directory / f"{name}.yaml").read_bytes()).hexdigest()
    return Template(**plain, sections=sections, pack=directory.name, sha256=sha256)


@cache
def templates(root: Path | None = None) -> dict[str, Template]:
    """Every template of every pack, by pack and type: "core/iplan"."""
    root = root or Path(settings.PACKS_DIR)
    found = [read(pack, name) for pack in sorted(root.iterdir()) if pack.is_dir()
             for name in packs.names(pack) if name not in NOT_TEMPLATES]
    return {f"{template.pack}/{template.type}": template for template in found}


# What else a pack may hold, each read by the room whose it is.
NOT_TEMPLATES = {"fields", "review-questions", "clocks", "evidence", "outcome-bank"}


def of_type(type: str) -> Template | None:
    """The template a new plan of this type gets."""
    return templates().get(f"core/{type}")


def named(ref: str) -> Template:
    """The template behind a plan's reference. Where the pack has moved on to a newer number, the newer one."""
    return templates()[ref.partition("@")[0]]
