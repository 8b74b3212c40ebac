"""The sentence banks (YAML beside this file) and the small grammar that composes from them.

A slot in braces is filled from what is known of the child (`{first}`, `{pet}`), a choice (`{red|green}`), a range
(`{3-6}`) or a named list of the bank. Slots nest. Everything is a function of the seed: the same child, the same words.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

BANKS = Path(__file__).with_name("banks")
SLOT = re.compile(r"\{([^{}]*)\}")
RANGE = re.compile(r"^(\d+)-(\d+)$")
SENTENCE_START = re.compile(r"(^|[.!?] )([a-zà-ž])")


@cache
def bank(name: str) -> Any:
    """One bank as read; shared, so never changed by its readers."""
    return yaml.safe_load((BANKS / f"{name}.yaml").read_text("utf-8"))


def seeded(*parts: object) -> Random:
    """A generator of its own for each purpose, so that a new sentence in one field moves no other field."""
    return Random("/".join(str(part) for part in parts))  # noqa: S311 - stories, not secrets


def weighted(rng: Random, weights: Mapping[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def fill(text: str, rng: Random, known: Mapping[str, Any]) -> str:
    """The text with every slot filled, innermost first; a name nobody knows is a mistake in a bank, and says so."""

    def one(slot: re.Match[str]) -> str:
        inside = slot[1]
        if "|" in inside:
            return rng.choice(inside.split("|"))
        if span := RANGE.match(inside):
            return str(rng.randint(int(span[1]), int(span[2])))
        value = known[inside]
        return rng.choice(value) if isinstance(value, list) else str(value)

    while "{" in text:
        text = SLOT.sub(one, text)
    return text


TH = re.compile(r"\b((?:[2-9])?[123])th\b")
ONE = re.compile(r"\b1 (day|time|lesson|game|piece|exit|sentence|question|turn|word|month|year)s\b")


def say(text: str, rng: Random, known: Mapping[str, Any]) -> str:
    """A filled text put right: sentences begin with a capital whatever filled their first slot; 1 day; the 21st."""
    text = ONE.sub(r"1 \1", fill(text, rng, known))
    text = TH.sub(lambda m: m[1] + {"1": "st", "2": "nd", "3": "rd"}[m[1][-1]], text)
    return SENTENCE_START.sub(lambda m: m[1] + m[2].upper(), text.strip())


def some(lines: list[str], rng: Random, known: Mapping[str, Any], number: int) -> list[str]:
    """That many different lines of the list, filled."""
    return [say(line, rng, known) for line in rng.sample(lines, min(number, len(lines)))]
