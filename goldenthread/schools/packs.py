"""The reader of packs: a school's paperwork as YAML, checked by rules, with the file and the line in every complaint.

A rule is a function of a YAML node that gives a plain Python value or raises PackError. Rooms put rules together:

    SECTION = mapping(key=slug, title=text, layout=one_of("facts", "entries"), fields=optional(many(slug), ()))
    iplan = load(settings.PACKS_DIR / "core", "iplan", mapping(title=text, sections=many(SECTION)))
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

Rule = Callable[[Node], Any]


class PackError(Exception):
    """A mistake in a pack, as a sentence: packs/core/iplan.yaml line 12: ‘layout’ must be one of …"""


class Wrong(Exception):
    """A rule's complaint about a node, before the file is known."""

    def __init__(self, sentence: str, node: Node) -> None:
        super().__init__(sentence)
        self.sentence, self.line = sentence, node.start_mark.line + 1


@dataclass(frozen=True)
class Optional:
    """A key that may be left out, and what stands for it then."""

    rule: Rule
    default: Any


class Loader(yaml.SafeLoader):
    """Plain YAML without anchors: a reader of a pack finds everything where it is used, and nothing can explode."""

    def compose_node(self, parent: Any, index: Any) -> Node | None:
        if self.check_event(yaml.AliasEvent):  # type: ignore[no-untyped-call]
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not used in packs", problem_mark=mark)
        return super().compose_node(parent, index)


def load(directory: Path, name: str, schema: Rule) -> Any:
    """What `directory/name.yaml` says, as plain values, once the schema has nothing against it."""
    path = Path(directory) / f"{name}.yaml"
    shown = "/".join(path.parts[-3:])
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=Loader)
        if node is None:
            raise PackError(f"{shown} is empty.")
        return schema(node)
    except FileNotFoundError:
        raise PackError(f"{shown} is not there.") from None
    except UnicodeDecodeError:
        raise PackError(f"{shown} is not UTF-8 text.") from None
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise PackError(f"{shown} line {line}: this is not YAML: {wrong.problem}.") from wrong
    except Wrong as wrong:
        raise PackError(f"{shown} line {wrong.line}: {wrong.sentence}") from wrong


def names(directory: Path) -> list[str]:
    """The YAML files of a pack, by name."""
    return sorted(path.stem for path in Path(directory).glob("*.yaml"))


def scalar(node: Node, kind: type, expected: str) -> Any:
    value = Loader("").construct_object(node) if isinstance(node, ScalarNode) else None  # type: ignore[no-untyped-call]
    if type(value) is not kind or value == "":
        raise Wrong(f"{expected} is expected here.", node)
    return value


def text(node: Node) -> str:
    return str(scalar(node, str, "Text (in quotes if it looks like a number, a date or yes/no)")).strip()


def number(node: Node) -> int:
    return int(scalar(node, int, "A whole number"))


def flag(node: Node) -> bool:
    return bool(scalar(node, bool, "true or false"))


def slug(node: Node) -> str:
    """A stable key: lower case letters, figures, hyphens and underscores."""
    found = text(node)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", found):
        raise Wrong(f"‘{found}’ must be lower case letters, figures and hyphens.", node)
    return found


def one_of(*allowed: str) -> Rule:
    def rule(node: Node) -> str:
        found = text(node)
        if found not in allowed:
            raise Wrong(f"‘{found}’ must be one of {', '.join(allowed)}.", node)
        return found

    return rule


def many(rule: Rule) -> Rule:
    """A list, as a tuple."""

    def listed(node: Node) -> tuple[Any, ...]:
        if not isinstance(node, SequenceNode):
            raise Wrong("A list is expected here, each line with a dash.", node)
        return tuple(rule(each) for each in node.value)

    return listed


def unique(rule: Rule, key: str) -> Rule:
    """A list of mappings no two of which have the same `key`."""

    def listed(node: Node) -> tuple[Any, ...]:
        found = many(rule)(node)
        seen: set[Any] = set()
        for each, at in zip(found, node.value, strict=True):
            if each[key] in seen:
                raise Wrong(f"‘{each[key]}’ is there twice.", at)
            seen.add(each[key])
        return found

    return listed


def optional(rule: Rule, default: Any = "") -> Optional:
    return Optional(rule, default)


def mapping(**rules: Rule | Optional) -> Rule:
    """Named values: every rule's key must be there unless it is optional, and no key without a rule."""

    def named(node: Node) -> dict[str, Any]:
        given = pairs(node)
        for key, (at, _) in given.items():
            if key not in rules:
                raise Wrong(f"‘{key}’ is not known here; known are {', '.join(rules)}.", at)
        return {key: value_of(key, rule, given, node) for key, rule in rules.items()}

    return named


def value_of(key: str, rule: Rule | Optional, given: dict[str, tuple[Node, Node]], whole: Node) -> Any:
    if key not in given:
        if isinstance(rule, Optional):
            return rule.default
        raise Wrong(f"‘{key}’ is missing.", whole)
    check = rule.rule if isinstance(rule, Optional) else rule
    try:
        return check(given[key][1])
    except Wrong as wrong:
        if isinstance(given[key][1], ScalarNode):
            wrong.sentence = f"‘{key}’: {wrong.sentence}"
        raise


def pairs(node: Node) -> dict[str, tuple[Node, Node]]:
    """A mapping's keys, each with its own node and its value's."""
    if not isinstance(node, MappingNode):
        raise Wrong("Names and values (name: value) are expected here.", node)
    found: dict[str, tuple[Node, Node]] = {}
    for key, value in node.value:
        if key.value in found:
            raise Wrong(f"‘{key.value}’ is there twice.", key)
        found[key.value] = (key, value)
    return found
