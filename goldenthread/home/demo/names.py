"""Invented names, as mixed as England's: drawn by ethnicity, from the families of names in banks/names.yaml."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from random import Random

from goldenthread.home.demo.bank import bank, weighted


@dataclass(frozen=True)
class Family:
    """What the members of a household share."""

    ethnicity: str
    names: str
    surname: str
    language: str


@cache
def _list(group: str, which: str) -> list[str]:
    return [name.strip() for name in bank("names")[group][which].split(",")]


def family(rng: Random) -> Family:
    """A household: its ethnicity by England's shares, then a group of names and a language likely in it."""
    population = bank("population")
    ethnicity = weighted(rng, population["ethnicity"])
    names = weighted(rng, population["names"][ethnicity])
    spoken = population["language"].get(names, {})
    language = weighted(rng, {**spoken, "ENG": 10 - sum(spoken.values())})
    return Family(ethnicity, names, _surname(names, rng), language)


def _surname(group: str, rng: Random) -> str:
    """A surname; one family in fifty of those whose names are double-barrelled joins two."""
    surname = rng.choice(_list(group, "last"))
    if group in ("british", "caribbean") and "-" not in surname and rng.random() < 0.03:
        surname = f"{surname}-{rng.choice(_list(group, 'last')).split('-')[0]}"
    return surname


def surname_for(household: Family, sex: str) -> str:
    """The family's surname as a girl or woman bears it, where the language changes it."""
    if sex == "F":
        for ending, hers in bank("names")[household.names].get("feminine", {}).items():
            if household.surname.endswith(ending):
                return household.surname.removesuffix(ending) + hers
    return household.surname


def child(rng: Random, household: Family, sex: str) -> str:
    return rng.choice(_list(household.names, sex))


def parent(rng: Random, household: Family, which: str, but: Collection[str] = ()) -> str:
    """A first name for a mother or a father; the surname is `surname_for`. To find another than those that are taken
    changes nothing else that is drawn.
    """
    found = rng.choice(_list(household.names, which))
    others = [name for name in _list(household.names, which) if name not in but]
    return found if found in others else Random(found).choice(others)  # noqa: S311 - stories, not secrets


def adults(household: Family, which: str, but: str = "") -> list[str]:
    """First names of grown-ups that go with a family, less one that is taken."""
    return [name for name in _list(household.names, which) if name != but]


def friend(rng: Random, sex: str, but: Collection[str] = ()) -> str:
    """Somebody from the class, whose family may come from anywhere. To find another name than those that are taken
    changes nothing else that is drawn.
    """
    found = child(rng, family(rng), sex)
    again = Random(found)  # noqa: S311 - stories, not secrets
    while found in but:
        found = child(again, family(again), sex)
    return found


SHORT = {
    "Oluwaseun": "Seun", "Oluwadamilola": "Dami", "Chukwuemeka": "Emeka", "Kosisochukwu": "Kosi", "William": "Will",
    "Benjamin": "Ben", "Matthew": "Matt", "Samuel": "Sam", "Alexander": "Alex", "Theodore": "Teddy", "Zachary": "Zach",
    "Joshua": "Josh", "Abigail": "Abi", "Isabella": "Bella", "Matilda": "Tilly", "Penelope": "Penny", "Beatrice": "Bea",
    "Charlotte": "Lottie", "Jessica": "Jess", "Aleksandra": "Ola", "Zuzanna": "Zuzia", "Łukasz": "Luke",
    "Wojciech": "Wojtek", "Abdirahman": "Abdi", "Zakariya": "Zak", "Temitope": "Temi", "Daniel": "Dan",
    "Sebastian": "Seb", "Harrison": "Harry", "Stanisław": "Staś", "Szymon": "Simon", "Prabhleen": "Prabh",
}  # fmt: skip


def called(rng: Random, first: str) -> str:
    """What the child is called: about half of those whose name has a short form go by it."""
    return SHORT[first] if first in SHORT and rng.random() < 0.5 else first


def goes_by_one_name(rng: Random, household: Family) -> bool:
    """In a few families nobody has a surname; forms ask for one all the same."""
    return household.names in ("indian", "lankan_nepali", "persian_kurdish_afghan") and rng.random() < 0.04


def plain(name: str) -> str:
    """A name as in an e-mail address: imran.khan."""
    letters = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L").replace("ø", "o"))
    return ".".join("".join(c for c in word if c.isascii() and c.isalpha()) for word in letters.lower().split())
