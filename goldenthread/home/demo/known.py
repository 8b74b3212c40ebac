"""What is true of one child all through their record: people, pets, pronouns, loves. The slots of the banks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from goldenthread.home.demo import names
from goldenthread.home.demo.bank import bank, fill, seeded, weighted
from goldenthread.home.demo.schools import YEARS, Child, Place
from goldenthread.learners.codes import LANGUAGES

PRONOUNS = {"F": ("she", "her", "her", "herself"), "M": ("he", "him", "his", "himself")}
AGES = dict(enumerate(["four", "five", "six", "seven", "eight", "nine", "ten", "eleven"], start=4))
PARENTS = {"mum": 80, "dad": 14, "gran": 3, "auntie": 2}


@dataclass(frozen=True)
class Adult:
    """Somebody who says things about the child, and how they are named beside their words."""

    name: str
    role: str
    called: str = ""  # by the children, or a carer by those who know them

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


def shows(child: Child) -> bool:
    """Does not speak for themselves in words: others say what they see."""
    return any(shown.key in ("few-words", "global") for shown in child.sen.needs[:1])


def band(child: Child) -> str:
    """Which of three ages the banks speak of."""
    year = 0 if child.nc_year == "R" else int(child.nc_year)
    return "young" if year <= 2 else "junior" if year <= 6 else "teen"


def carer(place: Place, child: Child) -> Adult:
    """The grown-up at home who speaks for the family."""
    rng = seeded(place.slug, child.number, "carer")
    if fixed := bank("places")["carers"].get(place.slug, {}).get(child.cast):
        return Adult(fixed, "mum", fixed.split()[0])
    if child.looked_after:
        stranger = names.family(rng)
        last = names.surname_for(stranger, "F")
        first = names.parent(rng, stranger, "mother", but=on_staff(place, last))
        return Adult(f"{first} {last}", "foster carer", first)
    role = weighted(rng, PARENTS)
    last = names.surname_for(child.family, "M" if role == "dad" else "F") if child.last else ""
    first = names.parent(rng, child.family, "father" if role == "dad" else "mother", but=on_staff(place, last))
    return Adult(f"{first} {last}".strip(), role, first)


def other_parent(place: Place, child: Child) -> Adult:
    """The other one to ring, for some."""
    rng, role = seeded(place.slug, child.number, "second contact"), carer(place, child).role
    which, called = ("father", "dad") if role != "dad" else ("mother", "mum")
    last = names.surname_for(child.family, "M" if which == "father" else "F")
    first = names.parent(rng, child.family, which, but=on_staff(place, last))
    return Adult(f"{first} {last}", called, first)


def on_staff(place: Place, surname: str) -> set[str]:
    """First names of the named staff who have this surname: nobody at home is called as one of them is."""
    staff = [row["name"].rpartition(" ") for row in bank("places")["staff"].get(place.slug, [])]
    return {first for first, _, last in staff if last == surname}


def at_home(place: Place, roll: Iterable[Child]) -> set[str]:
    """The names of all who may be a contact of somebody on the register."""
    return {adult(place, child).name for child in roll if child.sen for adult in (carer, other_parent)}


def known(place: Place, child: Child, teacher: Adult, ta: Adult, others: Collection[str] = ()) -> dict[str, Any]:
    """Every slot of the banks, settled once for this child, so that the dog has one name all through the plan. Their
    friends bear none of the names of `others`, who have plans of their own.
    """
    rng = seeded(place.slug, child.number, "known")
    they, them, their, themself = PRONOUNS[child.sex]
    home, general = carer(place, child), bank("general")["lists"]
    facts: dict[str, Any] = {name: rng.choice(general[name]) for name in ("pet", "pet_kind", "music", "worker")}
    facts |= {name: general[name] for name in general if name not in facts and name != "household"}
    facts |= {
        "first": child.first, "they": they, "them": them, "their": their, "themself": themself,
        "teacher": teacher.called, "ta": ta.called, "teacher_name": teacher.name, "ta_name": ta.name,
        "mum": home.role, "mum_name": home.called, "home_cap": home.name,
        "language_name": LANGUAGES.get(child.family.language, "English"), "next_year": next_year(child),
        "friend": names.friend(rng, rng.choice("FM"), but=others),
        "friend2": names.friend(rng, rng.choice("FM"), but=others),
    }  # fmt: skip
    facts |= diagnosed(place, child)
    facts |= relatives(rng, child, facts["mum_name"]) | {"came": rng.choice(general["month"])}
    facts |= customs(rng, child, facts)
    love = rng.choice(suiting(0 if child.nc_year == "R" else int(child.nc_year)))
    facts["doing"] = fill(love["doing"], rng, facts)
    facts |= {part: fill(love[part], rng, facts) for part in ("interest", "job", "line")}
    facts["household"] = household(rng, child, facts)
    return facts


def diagnosed(place: Place, child: Child) -> dict[str, str]:
    """How old they were, as a word; no older than they are now."""
    rng, age = seeded(place.slug, child.number, "diagnosed"), 4 + (0 if child.nc_year == "R" else int(child.nc_year))
    return {name: rng.choice([word for at, word in AGES.items() if first <= at <= min(last, max(age, first))])
            for name, first, last in (("diagnosed", 4, 9), ("diagnosed_late", 8, 11))}


def customs(rng: Random, child: Child, facts: dict[str, Any]) -> dict[str, Any]:
    """What this family calls each other, speaks, cooks and does on a free day."""
    population, group = bank("population"), child.family.names
    outing = rng.choice(population["outings"].get(group, population["outings"]["any"]))
    spoken = child.family.language != "ENG"
    talk = "We speak {language_name} at home, and {they} {answers in English|switches between the two|reads a little}."
    return {
        "home": facts["mum_name"] if child.looked_after else facts["mum"].capitalize(),
        "outing": outing, "outing_cap": outing[0].upper() + outing[1:],
        "food": population["food"].get(group, population["food"]["any"]),
        "home_talk": fill(talk, rng, facts) if spoken else "", "music_shown": f"{facts['relname']} singing",
    }  # fmt: skip


def relatives(rng: Random, child: Child, carer_first: str) -> dict[str, str]:
    """Two of the wider family: the one they are close to, with what that person is to them, and another."""
    women, men = (names.adults(child.family, which, but=carer_first) for which in ("mother", "father"))
    pairs = [(rng.choice(women), rng.choice(men), "hers"), (rng.choice(men), rng.choice(women), "his")]
    close, other, whose = rng.choice(pairs)
    return {"relative": rng.choice(bank("general")["lists"][whose]), "relname": close, "relname2": other}


@cache
def suiting(year: int) -> list[dict[str, Any]]:
    return [love for love in bank("interests") if love["ages"][0] <= year <= love["ages"][1]]


def household(rng: Random, child: Child, facts: dict[str, Any]) -> str:
    if child.looked_after:
        return f"{child.first} has lived with {facts['home_cap']} since {facts['came']}."
    return fill(rng.choice(bank("general")["lists"]["household"]), rng, facts)


def next_year(child: Child) -> str:
    years = YEARS["primary"] + YEARS["secondary"]
    at = years.index(child.nc_year)
    return "secondary school" if child.nc_year == "6" else f"Year {years[at + 1]}" if at + 1 < len(years) else "college"
