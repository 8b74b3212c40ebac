"""The thread of outcomes of one child: from an aspiration to a key stage, a year, a term and the next step."""

from dataclasses import dataclass, field

from goldenthread.home.demo.bank import say
from goldenthread.home.demo.texts import Teller
from goldenthread.learners.codes import area_of

LEVELS = {"key_stage": "key_stage", "year": "year", "term": "term", "step": "step"}


@dataclass(frozen=True)
class Hope:
    """One outcome, with those that lead to it."""

    level: str
    wording: str
    area: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    steps: tuple["Hope", ...] = field(default=())


def threads(t: Teller) -> list[Hope]:
    """One aspiration, and under it a thread for the first need or two."""
    rng = t.rng("aspiration")
    told = [(shown.type, thread) for shown in t.told() for thread in shown.told["threads"][:2]][: 2]
    below = tuple(_thread(t, type_, thread, f"thread/{n}") for n, (type_, thread) in enumerate(told))
    aspiration = rng.choice(t.lines("aspirations"))
    return [Hope("aspiration", say(aspiration, rng, t.facts), steps=below)]


def _thread(t: Teller, type_: str, thread: str, purpose: str) -> Hope:
    """A bank's thread: key stage over year over terms, the step under the first of these."""
    rng, area = t.rng(purpose), area_of(type_)
    told = [line.partition(": ")[::2] for line in thread.strip().splitlines()]
    made = [(LEVELS[label], [say(part, rng, t.facts).strip() for part in text.split(";;")]) for label, text in told]

    def hope(level: str, parts: list[str], *steps: Hope) -> Hope:
        measure, baseline, target = parts[1:] or ["", "", ""]
        return Hope(level, parts[0], area, measure, baseline, target, steps)

    step = [hope(level, parts) for level, parts in made if level == "step"]
    terms = [hope(level, parts) for level, parts in made if level == "term"]
    terms[0] = Hope(**{**terms[0].__dict__, "steps": tuple(step)})
    year = next(parts for level, parts in made if level == "year")
    top = next(parts for level, parts in made if level == "key_stage")
    return hope("key_stage", top, hope("year", year, *terms))
