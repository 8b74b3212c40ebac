"""The starting set of the bank, read from packs/core/outcome-bank.yaml; a mistake in it is named with file and line."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from yaml import Node

from goldenthread.learners.codes import AREAS
from goldenthread.outcomes.bank import naming
from goldenthread.outcomes.bank.phases import PHASES, PLACE
from goldenthread.outcomes.levels import LEVELS
from goldenthread.schools import packs

NAME = "outcome-bank"


def words(node: Node) -> str:
    text = packs.text(node)
    if why := naming.why_not_placeholders(text, naming.FIRST):
        raise packs.Wrong(why, node)
    return text


def one(node: Node) -> dict[str, Any]:
    """A wording as the operations take it."""
    found: dict[str, Any] = ROW(node)
    youngest, oldest = PLACE[found.pop("from")], PLACE[found.pop("to")]
    if youngest > oldest:
        raise packs.Wrong("‘to’ must not come before ‘from’.", node)
    area = "" if found["area"] == "none" else found["area"]
    return {**found, "area": area, "youngest": youngest, "oldest": oldest}


RULES: dict[str, packs.Rule | packs.Optional] = {
    "key": packs.slug, "area": packs.one_of(*AREAS, "none"), "level": packs.one_of(*LEVELS),
    "from": packs.one_of(*PHASES), "to": packs.one_of(*PHASES), "wording": words,
    "measure": packs.optional(words), "target": packs.optional(words)}
ROW = packs.mapping(**RULES)
SCHEMA = packs.mapping(outcomes=packs.unique(one, "key"))


@cache
def starting_set(folder: Path | None = None) -> tuple[dict[str, Any], ...]:
    """Every wording of the set, each with its stable key."""
    found: tuple[dict[str, Any], ...] = packs.load(folder or settings.PACKS_DIR / "core", NAME, SCHEMA)["outcomes"]
    return found


def starting_set_is_sound(**_: Any) -> list[CheckMessage]:
    try:
        starting_set()
    except packs.PackError as wrong:
        return [Error(str(wrong), id="outcomes.E001")]
    return []
