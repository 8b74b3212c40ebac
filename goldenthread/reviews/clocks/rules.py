"""The rules as packs/core/clocks.yaml has them. A date that was worked out is stored: a later pack changes none."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from yaml import Node

from goldenthread.reviews.clocks.spans import UNITS
from goldenthread.schools import packs

ANNUAL_REVIEW, NEEDS_ASSESSMENT = "annual_review", "needs_assessment"
REASSESSMENT, PHASE_TRANSFER = "reassessment", "phase_transfer"
PROCESSES = {
    ANNUAL_REVIEW: "Annual review",
    NEEDS_ASSESSMENT: "EHC needs assessment",
    REASSESSMENT: "EHC reassessment",
    PHASE_TRANSFER: "Phase transfer",
}
SCHOOL, LA, SCHOOL_OR_LA, FAMILY = "school", "la", "school_or_la", "family"
OWNERS = {
    SCHOOL: "The school",
    SCHOOL_OR_LA: "The school, or the authority where it arranges the review",
    LA: "The local authority",
    FAMILY: "The family or young person",
}
# Whose duty the school has to do something about.
OURS = (SCHOOL, SCHOOL_OR_LA)
WHEN = ("under-five", "year-9", "amend", "post16", "other", "between")


@dataclass(frozen=True)
class Period:
    """From a trigger to a due date: `count` units after it or `before` it, or before a `day` (month, day) of its year.

    `starts_with`: the period begins with the trigger's own day. `earliest`: when the time for it begins, in units.
    `sooner_weeks`: due so long before the last day that all this gives, for what has to come of it by then.
    """

    trigger: str
    unit: str = ""
    count: int = 0
    before: bool = False
    starts_with: bool = False
    earliest: int = 0
    day: tuple[int, int] | None = None
    sooner_weeks: int = 0


@dataclass(frozen=True)
class Rule:
    """One duty with its time. `when` narrows whom it is for; without a period it has no date, only its words."""

    key: str
    title: str
    processes: tuple[str, ...]
    periods: tuple[Period, ...]
    owed_by: str
    met_by: str
    exceptions: tuple[str, ...]
    when: str
    source: str
    words: str
    # How long before the day the school is reminded.
    notice_weeks: int = 2

    @property
    def is_ours(self) -> bool:
        return self.owed_by in OURS

    @property
    def strictly_before(self) -> bool:
        """Due before its day, not on it."""
        return any(period.day and not period.sooner_weeks for period in self.periods)

    @property
    def runs_back(self) -> bool:
        """Due before the thing that triggers it: two weeks before a meeting."""
        return any(period.before or period.sooner_weeks for period in self.periods)

    @property
    def before_meeting(self) -> bool:
        """Done before the meeting or not at all: on its day nobody waits for it any more."""
        return any(period.before and period.trigger == "meeting" for period in self.periods)

    @property
    def owner(self) -> str:
        return OWNERS[self.owed_by]


@dataclass(frozen=True)
class Milestone:
    key: str
    title: str
    processes: tuple[str, ...]


@dataclass(frozen=True)
class Excuse:
    key: str
    title: str
    words: str


@dataclass(frozen=True)
class Book:
    """All of the pack: rules, milestones and exceptions by key, in its order."""

    rules: dict[str, Rule]
    milestones: dict[str, Milestone]
    exceptions: dict[str, Excuse]

    def of(self, process: str) -> list[Rule]:
        return [rule for rule in self.rules.values() if process in rule.processes]

    @property
    def before_meetings(self) -> list[str]:
        return [rule.key for rule in self.rules.values() if rule.before_meeting]

    @property
    def under_five(self) -> list[str]:
        return [rule.key for rule in self.rules.values() if rule.when == "under-five"]

    def milestones_of(self, process: str) -> list[Milestone]:
        return [milestone for milestone in self.milestones.values() if process in milestone.processes]


def code(node: Node) -> str:
    """A rule's key as people quote it: AR-REPORT."""
    found = packs.text(node)
    if not found.replace("-", "").isalnum() or found != found.upper():
        raise packs.Wrong(f"‘{found}’ must be capital letters, figures and hyphens.", node)
    return found


def day_of_year(node: Node) -> tuple[int, int]:
    found = packs.text(node)
    try:
        day = datetime.strptime(f"{found} 2023", "%d %B %Y")  # a common year: 29 February is no date for every year
    except ValueError:
        raise packs.Wrong(f"‘{found}’ must be a day and a month, as 15 February.", node) from None
    return day.month, day.day


PERIOD = packs.mapping(
    trigger=packs.slug, **{unit: packs.optional(packs.number, 0) for unit in UNITS},
    before=packs.optional(packs.flag, False), starts_with=packs.optional(packs.flag, False),
    earliest=packs.optional(packs.number, 0), before_day=packs.optional(day_of_year, None),
    sooner_weeks=packs.optional(packs.number, 0),
)


def period(node: Node) -> Period:
    found = PERIOD(node)
    counts = {unit: found[unit] for unit in UNITS if found[unit]}
    if len(counts) + bool(found["before_day"]) != 1:
        raise packs.Wrong("One of days, weeks, months and before_day is expected here.", node)
    if min(found["sooner_weeks"], *counts.values(), 0) < 0 or (found["before"] and found["starts_with"]):
        raise packs.Wrong("A period is counted forwards, or with ‘before: true’ backwards.", node)
    unit, count = next(iter(counts.items()), ("", 0))
    return Period(found["trigger"], unit, count, found["before"], found["starts_with"], found["earliest"],
                  found["before_day"], found["sooner_weeks"])


RULE: dict[str, Any] = {
    "key": code, "title": packs.text, "processes": packs.many(packs.one_of(*PROCESSES)), "from": packs.many(period),
    "owed_by": packs.one_of(*OWNERS), "met_by": packs.optional(packs.slug), "when": packs.optional(packs.one_of(*WHEN)),
    "exceptions": packs.optional(packs.many(packs.slug), ()), "source": packs.text, "words": packs.text,
    "notice_weeks": packs.optional(packs.number, 2),
}
MILESTONE = packs.mapping(key=packs.slug, title=packs.text, processes=packs.many(packs.one_of(*PROCESSES)))
EXCEPTION = packs.mapping(key=packs.slug, title=packs.text, words=packs.text)
# Triggers that are no milestone of a learner's process.
OF_THE_SCHOOL = {"term"}


def whole(node: Node) -> dict[str, Any]:
    """The file, each rule naming only what is in it."""
    found: dict[str, Any] = packs.mapping(
        milestones=packs.unique(MILESTONE, "key"), exceptions=packs.unique(EXCEPTION, "key"),
        rules=packs.unique(packs.mapping(**RULE), "key"))(node)
    known = {each["key"] for each in found["milestones"]} | OF_THE_SCHOOL
    excuses = {each["key"] for each in found["exceptions"]}
    for rule, at in zip(found["rules"], packs.pairs(node)["rules"][1].value, strict=True):
        named = {each.trigger for each in rule["from"]} | ({rule["met_by"]} if rule["met_by"] else set())
        if strange := sorted((named - known) | (set(rule["exceptions"]) - excuses)):
            raise packs.Wrong(f"‘{strange[0]}’ is neither a milestone nor an exception of this file.", at)
    return found


def read(directory: Path) -> Book:
    """The pack's rules; a mistake in it is a PackError with file and line."""
    plain = packs.load(directory, "clocks", whole)
    rules = [Rule(periods=row.pop("from"), **row) for row in plain["rules"]]
    return Book({rule.key: rule for rule in rules},
                {row["key"]: Milestone(**row) for row in plain["milestones"]},
                {row["key"]: Excuse(**row) for row in plain["exceptions"]})


@cache
def book() -> Book:
    return read(Path(settings.PACKS_DIR) / "core")


def named(key: str) -> Rule:
    return book().rules[key]
