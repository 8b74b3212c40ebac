"""Stages and needs in England's shares: SEN type by stage and phase, then a way in which that need shows itself.

EHC plans follow DfE's primary needs of January 2025, less those mostly met in special schools. SEN support follows the
order DfE gives for each phase; where exact shares are not published for 2026 they are our rounding.
"""

from dataclasses import dataclass
from random import Random

from goldenthread.home.demo.bank import bank, weighted

SHARES = {
    ("primary", "K"): {"SLCN": 37, "SEMH": 17, "MLD": 16, "SPLD": 11, "ASD": 8, "NSA": 4, "OTH": 3, "PD": 2, "HI": 1,
                       "VI": 1},
    ("secondary", "K"): {"SPLD": 22, "SEMH": 23, "SLCN": 15, "MLD": 15, "ASD": 13, "OTH": 5, "NSA": 2, "PD": 2,
                         "HI": 2, "VI": 1},
    ("primary", "E"): {"ASD": 33, "SLCN": 27, "SEMH": 17, "MLD": 8, "PD": 5, "SLD": 3, "SPLD": 1, "HI": 2, "DS": 2,
                       "VI": 1, "OTH": 1},
    ("secondary", "E"): {"ASD": 32, "SEMH": 24, "SLCN": 18, "MLD": 11, "PD": 4, "SPLD": 5, "HI": 2, "SLD": 1, "DS": 1,
                         "VI": 1, "OTH": 1},
}  # fmt: skip
AREAS = {
    "communication": ["SLCN", "ASD"],
    "learning": ["MLD", "SPLD", "SLD", "DS", "NSA"],
    "emotional": ["SEMH", "OTH"],
    "physical": ["HI", "VI", "PD"],
}
# What tends to come second where there is a second need.
SECOND = {
    "SLCN": ["MLD", "SEMH", "SPLD"], "ASD": ["SLCN", "SEMH", "SPLD"], "SEMH": ["SLCN", "SPLD", "MLD"],
    "SPLD": ["SEMH", "SLCN"], "MLD": ["SLCN", "SEMH"], "SLD": ["SLCN"], "DS": ["SLCN"], "HI": ["SLCN"], "VI": ["SPLD"],
    "PD": ["SPLD", "SEMH"], "OTH": ["SPLD", "SLCN"], "NSA": [],
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One need as it shows itself in one child: the census code, and the entry of the banks that describes it."""

    type: str
    key: str

    @property
    def area(self) -> str:
        return next(area for area, types in AREAS.items() if self.type in types)

    @property
    def told(self) -> dict:
        """The bank's words for this presentation."""
        return bank(f"need_{self.area}")[self.type][self.key]


@dataclass(frozen=True)
class Sen:
    """A stage and its needs; false where there are none."""

    stage: str = ""
    needs: tuple[Shown, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stage)


NONE = Sen()


def likelihood(sex: str, nc_year: str) -> float:
    """How much likelier this child is to be on the register than another: boys about 1.8 to 1, years 3 to 8 most."""
    middle = 0.7 if nc_year in ("R", "10", "11") else 0.9 if nc_year in ("1", "9") else 1.1
    return middle * (1.8 if sex == "M" else 1.0)


def sen(rng: Random, phase: str, nc_year: str, stage: str) -> Sen:
    """The stage with one need or two; those with an EHC plan have two more often."""
    first = shown(rng, weighted(rng, SHARES[phase, stage]), nc_year)
    # Some needs are the whole of the story: what comes second is part of the same.
    second = [] if first.told.get("alone") or rng.random() > (0.6 if stage == "E" else 0.3) else SECOND[first.type]
    return Sen(stage, (first, shown(rng, rng.choice(second), nc_year)) if second else (first,))


def fixed(given: Sen, type_: str) -> Sen:
    """The same stage, with the one need that the demo's story asks for."""
    area = next(area for area, types in AREAS.items() if type_ in types)
    return Sen(given.stage, (Shown(type_, next(iter(bank(f"need_{area}")[type_]))),))


def shown(rng: Random, type_: str, nc_year: str) -> Shown:
    """One way this need shows itself, out of those the banks describe for the age."""
    area = next(area for area, types in AREAS.items() if type_ in types)
    age = 0 if nc_year == "R" else int(nc_year)
    ways = {
        key: told.get("weight", 1)
        for key, told in bank(f"need_{area}")[type_].items()
        if told.get("from", 0) <= age <= told.get("to", 14)
    }
    return Shown(type_, weighted(rng, ways))
