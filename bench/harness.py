"""Measuring against a floor taken in the same run, because machines are noisy and ratios are not."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

RUNS = 30


@dataclass(frozen=True)
class Line:
    """One line of the table. `ratio` is value / floor where there is a floor; `holds` whether the aim is met."""

    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    aim: str
    holds: bool

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def seconds(what: Callable[[], Any]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def interleaved(floor: Callable[[], Any], subject: Callable[[], Any], runs: int = RUNS) -> tuple[float, float, float]:
    """(floor, subject, spread): medians in seconds over runs taken turn about, after one of each to warm up.

    The spread is the subject's middle half, as a share of its median.
    """
    floor()
    subject()
    floors, subjects = [], []
    for _ in range(runs):
        floors.append(seconds(floor))
        subjects.append(seconds(subject))
    low, middle, high = statistics.quantiles(subjects, n=4)
    return statistics.median(floors), middle, (high - low) / middle


def against_floor(name: str, floor: Callable[[], Any], subject: Callable[[], Any], at_most: float,
                  runs: int = RUNS) -> dict[str, Any]:
    """A line in milliseconds for what may cost at most so many times its floor."""
    base, value, spread = interleaved(floor, subject, runs)
    return Line(f"{name} (± {spread:.0%})", round(value * 1000, 2), "ms", round(base * 1000, 2),
                round(value / base, 2), f"<= {at_most:g} x", value / base <= at_most).as_dict()


def at_most(name: str, value: float, unit: str, limit: float) -> dict[str, Any]:
    """A line for what has a limit of its own and no floor."""
    return Line(name, round(value, 2), unit, None, None, f"<= {limit:g} {unit}", value <= limit).as_dict()
