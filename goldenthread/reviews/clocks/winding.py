"""What runs in a process, from what has happened in it: pure, so that a correction is the same sum done again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from goldenthread.reviews.clocks.deadlines import due, first_of, plan_back
from goldenthread.reviews.clocks.rights import is_under_five, looks_to_adulthood
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, Rule, book
from goldenthread.reviews.clocks.school_days import Closure, do_by

LATEST, ARRANGED, HAPPENED = "latest", "arranged", "happened"


@dataclass(frozen=True)
class Fact:
    """A day of a process, and whether it is over, arranged, or the latest possible."""

    on: date
    standing: str = HAPPENED


@dataclass(frozen=True)
class Case:
    """What of the learner and the process narrows the rules. `meet_by`: a move wants the meeting no later; `holidays`:
    a meeting is held on a school day.
    """

    kind: str
    dob: date
    nc_year: str = ""
    route: str = ""
    meet_by: date | None = None
    holidays: tuple[Closure, ...] = ()


@dataclass(frozen=True)
class Running:
    """What a rule comes to now: as a stored clock holds it."""

    rule: Rule
    trigger: str
    triggered_on: date
    due_on: date
    expected: bool
    met_on: date | None
    not_needed: str


def applies(rule: Rule, case: Case, by: date, decision: str = "") -> bool:
    """Whether a rule is for this learner in this process, being due by a day: who is five on it is not under five."""
    if case.kind not in rule.processes:
        return False
    if rule.when == "under-five":
        return is_under_five(case.dob, by)
    if rule.when == "year-9":
        return looks_to_adulthood(case.nc_year)
    return not rule.when or rule.when in {case.route, decision}


def with_meeting(case: Case, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """An annual review without a meeting gets the latest school day on which one would be in time, for a move
    too.
    """
    told = {kind: fact for kind, fact in facts.items() if fact.standing != LATEST}
    complete_by = due(book().rules["AR-CYCLE"], days(told))
    if case.kind == ANNUAL_REVIEW and "meeting" not in told and complete_by:
        latest = plan_back(complete_by).meeting_by
        told["meeting"] = Fact(do_by(min(latest, case.meet_by or latest), case.holidays), LATEST)
    return told


def days(facts: Mapping[str, Fact]) -> dict[str, date]:
    return {kind: fact.on for kind, fact in facts.items()}


def wind(case: Case, facts: Mapping[str, Fact], decision: str = "") -> Iterator[Running]:
    """Every clock that runs, given what has happened."""
    for rule in book().of(case.kind):
        found = first_of(rule, days(facts))
        if found and applies(rule, case, found[2], decision):
            trigger, on, by = found
            met = facts.get(rule.met_by)
            yield Running(rule, trigger, on, by, expected=facts[trigger].standing != HAPPENED and by >= on,
                          met_on=met.on if met else None, not_needed=why_not_needed(rule.key, decision, facts))


def why_not_needed(key: str, decision: str, facts: Iterable[str]) -> str:
    """Why a duty has fallen away, in a sentence; empty while it stands."""
    if key in {"AR-FINAL", "AR-REPS"} and decision in {"keep", "cease"}:
        return "The authority keeps the plan as it is." if decision == "keep" else "The authority ceases the plan."
    if key in {"EHC-NOPLAN", "EHC-FINAL", "EHC-ADVICE"} and decision == "not-assess":
        return "The authority will not assess."
    if key == "EHC-NOPLAN" and "plan_received" in facts:
        return "A plan was made."
    if key == "AR-AMEND" and "plan_received" in facts and "amendment_notice" not in facts:
        return "The final plan came without them, or before they were written down."
    if key in {"EHC-FINAL", "EHC-REASSESS", "EHC-DRAFT"} and "no_plan" in facts:
        return "The authority decided not to issue a plan."
    return ""
