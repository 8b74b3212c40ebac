"""Plan types and their templates, read from packs/: which fields, outcomes and people go where, and for whom.

A template narrows who may read what stands under its sections; it never widens it. What a template said when a version
was issued is frozen in that version's body, so a later pack changes no plan that was issued.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from yaml import Node, ScalarNode

from goldenthread.learners.audiences import AUDIENCES, EVERYONE
from goldenthread.learners.codes import STAGES
from goldenthread.outcomes.levels import LEVELS, ORIGINS
from goldenthread.people.roles import ROLES
from goldenthread.schools import packs
from goldenthread.story.fields import FIELDS

VERSIONED, LIVE, RECEIVED = "versioned", "live", "received"
MAIN = "iplan"
RECEIVED_MAIN = "ehc-plan"
LAYOUTS = ("facts", "entries", "needs", "outcomes", "targets", "triples", "words", "people", "profile", "good-bad",
           "support")
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
    origins: tuple[str, ...]
    # Above each outcome the one it leads to, though that is of no level of this section.
    parents: bool
    # What of a review this section tells: its builder knows them.
    kinds: tuple[str, ...]
    # The curriculum year from which a learner has this section; 0 for all.
    only_from_year: int
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
    # The sections the learner's own copy opens with, in this order; the others follow under folded headings.
    child_opens: tuple[str, ...]
    # What it is called inside a sentence: "Ada's plan", "Ada's IEP".
    called: str
    kind: str
    version: int
    issued_by: str
    review_months: int
    # Offered for learners at these stages of SEN provision; for all where it names none.
    stages: tuple[str, ...]
    intro: str
    urgent: tuple[str, ...]
    sections: tuple[Part, ...]
    pack: str
    sha256: str

    @property
    def a_called(self) -> str:
        """A plan, an IEP: said with its article."""
        return f"{'an' if self.called[0] in 'aeioAEIO' else 'a'} {self.called}"

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
    if found["builder"] != "outcomes" and (found["origins"] or found["parents"]):
        raise packs.Wrong("‘origins’ and ‘parents’ are for sections with the builder ‘outcomes’.", node)
    return found


def school_year(node: Node) -> int:
    """A year of the national curriculum, 1 to 13."""
    found = packs.number(node)
    if not 1 <= found <= 13:
        raise packs.Wrong(f"{found} is no curriculum year: they go from 1 to 13.", node)
    return found


PARTS_OF = {"fields": "fields", "facts": "facts", "outcomes": "levels"}
SECTION = packs.mapping(
    key=packs.slug, title=packs.text, child_title=packs.text, intro=packs.optional(words),
    layout=packs.one_of(*LAYOUTS), builder=packs.slug,
    fields=packs.optional(packs.many(field), ()),
    facts=packs.optional(packs.many(packs.one_of(*FACTS)), ()),
    levels=packs.optional(packs.many(packs.one_of(*LEVELS)), ()),
    origins=packs.optional(packs.many(packs.one_of(*ORIGINS)), ()),
    parents=packs.optional(packs.flag, False),
    kinds=packs.optional(packs.many(packs.slug), ()),
    only_from_year=packs.optional(school_year, 0),
    owner=packs.one_of(*ROLES), audience=packs.optional(packs.one_of(*AUDIENCES), EVERYONE),
    required=packs.optional(packs.flag, False), drop_empty=packs.optional(packs.flag, False),
)
SCHEMA = packs.mapping(
    type=packs.slug, title=packs.text, child_title=packs.text, child_opens=packs.optional(packs.many(packs.slug), ()),
    called=packs.optional(packs.text, "plan"),
    kind=packs.one_of(VERSIONED, LIVE, RECEIVED),
    version=packs.number, issued_by=packs.one_of(*ROLES), review_months=packs.number,
    stages=packs.optional(packs.many(packs.one_of(*STAGES)), ()), intro=words,
    urgent=packs.optional(packs.many(field), ()), sections=packs.unique(section, "key"),
)


def read(directory: Path, name: str) -> Template:
    """One template of a pack; a mistake in it is a PackError with file and line."""
    plain = packs.load(directory, name, SCHEMA)
    if plain["type"] != name:
        raise packs.PackError(f"packs/{directory.name}/{name}.yaml: ‘type’ must be {name}, like the file's name.")
    sections = tuple(Part(**part) for part in plain.pop("sections"))
    if unknown := set(plain["child_opens"]) - {part.key for part in sections}:
        raise packs.PackError(f"packs/{directory.name}/{name}.yaml: ‘child_opens’ names {', '.join(sorted(unknown))}, "
                              "which is no section of it.")
    sha256 = hashlib.sha256((directory / f"{name}.yaml").read_bytes()).hexdigest()
    return Template(**plain, sections=sections, pack=directory.name, sha256=sha256)


@cache
def templates(root: Path | None = None) -> dict[str, Template]:
    """Every template of every pack, by pack and type: "core/iplan"."""
    root = root or Path(settings.PACKS_DIR)
    found = [read(pack, name) for pack in sorted(root.iterdir()) if pack.is_dir()
             for name in packs.names(pack) if is_template(pack, name)]
    return {f"{template.pack}/{template.type}": template for template in found}


def is_template(directory: Path, name: str) -> bool:
    """A template says of which `type` of plan it is; what else a pack holds is read by the room whose it is."""
    text = (directory / f"{name}.yaml").read_text(encoding="utf-8", errors="replace")
    return re.search(r"^type\s*:", text, re.MULTILINE) is not None


def of_type(type: str) -> Template | None:
    """The template a new plan of this type gets."""
    return templates().get(f"core/{type}")


def named(ref: str) -> Template:
    """The template behind a plan's reference. Where the pack has moved on to a newer number, the newer one."""
    return templates()[ref.partition("@")[0]]
