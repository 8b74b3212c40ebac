"""The invented trust: its schools, and who is on roll in each. Pure: a school's name is its only seed.

Ages follow the academic year given, so that the demo is alive in any year; names, needs and words never change.
UPNs carry establishment numbers that were never issued (0000 to 0009), so that none can be a real child's.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from goldenthread.home.demo import names, needs
from goldenthread.home.demo.bank import bank, seeded

LA = "823"
YEARS = {"primary": ["R", "1", "2", "3", "4", "5", "6"], "secondary": ["7", "8", "9", "10", "11"]}
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # the UPN's own alphabet, in the order of its values


@dataclass(frozen=True)
class Place:
    """A school to be made: how large, and how many of its learners are on the register."""

    slug: str
    name: str
    phase: str
    index: int
    size: int
    register: int
    plans: int  # of those on the register, how many have an EHC plan


@dataclass(frozen=True)
class Child:
    number: int
    sex: str
    family: names.Family
    legal_first: str
    first: str  # what everybody calls them
    last: str
    dob: date
    nc_year: str
    tutor_group: str
    upn: str
    joined: date
    sen: needs.Sen = needs.NONE
    looked_after: bool = False
    mis_number: str = ""
    cast: str = ""  # set for the fixed cast


LARKRISE = Place("larkrise", "Larkrise Primary School", "primary", 0, 240, 50, 7)
ASHFIELD = Place("ashfield", "Ashfield School", "secondary", 1, 1000, 154, 25)
MILLBROOK = Place("millbrook", "Millbrook First School", "primary", 2, 30, 6, 1)


def trust() -> list[Place]:
    """Forty schools, 20,000 learners, 4,000 of them on the register."""
    places = [LARKRISE, ASHFIELD, MILLBROOK]
    called = bank("places")
    for number, name in enumerate(called["secondary"]):
        places.append(Place(_slug(name), name, "secondary", 3 + number, 1150, 207, 34))
    for number, name in enumerate(called["primary"]):
        size, register = (340, 75) if number % 2 else (318, 72)
        if name == called["primary"][-1]:  # the last takes what is left, so that the trust's sums are round
            size, register = 20_000 - sum(p.size for p in places), 4_000 - sum(p.register for p in places)
        places.append(Place(_slug(name), name, "primary", 3 + len(called["secondary"]) + number, size, register, 11))
    return places


def terms(starts: int) -> list[tuple[date, date]]:
    """First and last days of a year's three terms, as most schools of England have them."""
    return [(_weekday(date(starts, 9, 2), 1), _weekday(date(starts, 12, 18), -1)),
            (_weekday(date(starts + 1, 1, 4), 1), _weekday(date(starts + 1, 3, 27), -1)),
            (_weekday(date(starts + 1, 4, 12), 1), _weekday(date(starts + 1, 7, 21), -1))]


def _weekday(day: date, step: int) -> date:
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def _slug(name: str) -> str:
    return name.split(maxsplit=1)[0].lower()


def upn(index: int, entered: int, serial: int) -> str:
    """A permanent UPN with its right check letter, given when the child first came to school.

    Ten establishment numbers serve forty schools: each of four schools that share one has 250 serials of every year.
    """
    digits = f"{LA}{index % 10:04d}{entered % 100:02d}{index // 10 * 250 + serial:03d}"
    return LETTERS[sum(place * int(digit) for place, digit in enumerate(digits, start=2)) % 23] + digits


def learners(place: Place, starts: int) -> list[Child]:
    """Everybody on roll in the academic year that starts in September of `starts`, the register's needs included."""
    rng = seeded(place.slug, "roll")
    years = YEARS[place.phase]
    roll = [_child(place, n, years[n * len(years) // place.size], starts) for n in range(place.size)]
    for number, sen in _on_register(place, roll, rng).items():
        roll[number] = _with(roll[number], sen=sen)
    return _cast(place, roll, rng)


def _with(child: Child, **changes: object) -> Child:
    return Child(**{**child.__dict__, **changes})


def _child(place: Place, number: int, nc_year: str, starts: int) -> Child:
    rng = seeded(place.slug, number)
    household = names.family(rng)
    sex = rng.choice("MF")
    first = names.child(rng, household, sex)
    age = 4 if nc_year == "R" else int(nc_year) + 4
    dob = date(starts - age - 1, 9, 1) + timedelta(days=rng.randrange(365))
    reception = starts - (age - 4)
    years = len(YEARS[place.phase])
    serial = number - -(-(number * years // place.size) * place.size // years)  # place in the year group
    return Child(
        number=number, sex=sex, family=household, legal_first=first, first=names.called(rng, first),
        last="" if names.goes_by_one_name(rng, household) else names.surname_for(household, sex),
        dob=dob, nc_year=nc_year,
        tutor_group=_tutor_group(place, nc_year, serial, rng), upn=upn(place.index, reception, serial),
        joined=_joined(place, nc_year, starts, rng), looked_after=rng.random() < 0.007, mis_number=f"{4001 + number}",
    )  # fmt: skip


def _tutor_group(place: Place, nc_year: str, serial: int, rng: Random) -> str:
    """Primaries name classes for trees and birds; secondaries put forms of about 28 into letters of the school."""
    if place.phase == "secondary":
        return f"{nc_year}{place.name[:1] if place.size < 400 else 'KLMNPRSTW'[serial % (place.size // 140)]}"
    classes = bank("places")["classes"]
    forms = max(1, place.size // 7 // 20)
    year = YEARS["primary"].index(nc_year)
    return classes[(place.index * 5 + year * forms + serial % forms) % len(classes)]


def _joined(place: Place, nc_year: str, starts: int, rng: Random) -> date:
    """Most came in the September of the first year here, one in seven later."""
    here = YEARS[place.phase].index(nc_year)
    if here and rng.random() < 0.15:
        here = rng.randrange(here)
    return date(starts - here, 9, 1)


def _on_register(place: Place, roll: list[Child], rng: Random) -> dict[int, needs.Sen]:
    """Who has needs: boys nearly twice as often as girls and more in the middle years, as in the national figures."""
    order = sorted(roll, key=lambda child: rng.random() ** (1 / needs.likelihood(child.sex, child.nc_year)))[::-1]
    chosen = order[: place.register]
    return {
        child.number: needs.sen(seeded(place.slug, child.number, "sen"), place.phase, child.nc_year,
                                "E" if at < place.plans else "K")
        for at, child in enumerate(chosen)
    }  # fmt: skip


def _cast(place: Place, roll: list[Child], rng: Random) -> list[Child]:
    """The fixed people of the demo among the learners of its three named schools, in the years of its story."""
    for fixed in bank("places")["cast"].get(place.slug, []):
        at = next(child for child in roll if child.nc_year == fixed["year"] and not child.cast)
        donor = next(child for child in roll if child.sen.stage == fixed["stage"] and not child.cast)
        if at.sen.stage != fixed["stage"]:  # the register keeps its size: two children change places
            roll[donor.number], at = _with(donor, sen=at.sen), _with(at, sen=donor.sen)
        roll[at.number] = _with(
            at, sex=fixed["sex"], legal_first=fixed["first"], first=fixed["first"], last=fixed["last"],
            family=names.Family(fixed["ethnicity"], fixed["names"], fixed["last"], fixed.get("language", "ENG")),
            cast=fixed["cast"], sen=needs.fixed(at.sen, fixed["need"]), looked_after=fixed["cast"] == "looked-after",
        )  # fmt: skip
    return roll
