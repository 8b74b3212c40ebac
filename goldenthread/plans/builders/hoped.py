"""What is hoped for and worked towards, and what came of it."""

from collections.abc import Iterable, Sequence
from datetime import date

from goldenthread.learners import codes
from goldenthread.learners.audiences import narrower
from goldenthread.outcomes.levels import JUDGEMENTS, LEVELS
from goldenthread.outcomes.models import Outcome, ProgressNote
from goldenthread.outcomes.queries import for_learners as outcomes_of
from goldenthread.outcomes.queries import newest
from goldenthread.outcomes.states import MET
from goldenthread.plans.above import with_parents
from goldenthread.plans.builders.builder import Section, learner_ids
from goldenthread.plans.document import Node
from goldenthread.plans.models import Plan
from goldenthread.schools.forms import in_words


def load_outcomes(plans: Sequence[Plan], on: date) -> dict[int, list[Outcome]]:
    """Every outcome, from the highest level down, with its parent, what it follows and its `latest` note."""
    return outcomes_of(learner_ids(plans), people=False)


def outcomes(section: Section, loaded: dict[int, list[Outcome]]) -> Iterable[Node]:
    """Those worked towards, and those closed since the current version, with what came of them."""
    part, all = section.part, loaded.get(section.plan.learner_id, [])
    replaced = {outcome.follows_id for outcome in all if not outcome.is_slip}
    shown = [outcome for outcome in all
             if outcome.level in part.levels and (not part.origins or outcome.origin in part.origins)
             and (outcome.is_open or closed_since(outcome, section, outcome.pk in replaced))]
    further_down(shown, all)
    placed = with_parents(shown) if part.parents else ((outcome, False) for outcome in shown)
    yield from (outcome_node(outcome, above) for outcome, above in placed)


def further_down(shown: list[Outcome], all: list[Outcome]) -> None:
    """Each shown with `.below`, the newest note under it that this section has no place for, or None; never one that
    fewer may read than read the outcome it is told at.
    """
    here = {outcome.pk for outcome in shown}
    for outcome in all:
        outcome.below = None  # type: ignore[attr-defined]
    for outcome in (each for each in all if each.pk not in here):
        above = outcome.parent
        while above:
            if above.pk in here and narrower(outcome.audience, above.audience) == above.audience:
                above.below = newest([above.below, outcome.latest])  # type: ignore[attr-defined]
            above = above.parent


def closed_since(outcome: Outcome, section: Section, replaced: bool) -> bool:
    """Open in the current version (whatever day it was closed for), or set and closed since that was issued. What gave
    way to another before anybody was told of it is no news, unless it was met.
    """
    if section.current_since is None or outcome.closed_on is None or outcome.is_slip:
        return False
    if outcome_id(outcome) in section.shown_open:
        return True
    return (outcome.state == MET or not replaced) and min(outcome.closed_on, outcome.starts_on) >= section.current_since


def outcome_id(outcome: Outcome) -> str:
    return f"outcome:{outcome.uuid}"


def outcome_node(outcome: Outcome, above: bool = False) -> Node:
    """`above`: it is there for those below it."""
    note = outcome.latest or getattr(outcome, "below", None)  # type: ignore[attr-defined]
    data = {
        "level": outcome.level,
        "level_name": LEVELS[outcome.level],
        "wording": outcome.wording,
        "area_name": codes.AREAS.get(outcome.area, outcome.area),
        "measure": outcome.measure,
        "baseline": outcome.baseline,
        "target": outcome.target,
        "due_on": outcome.due_on.isoformat() if outcome.due_on else "",
        "state": outcome.state,
        "state_name": outcome.state_name,
        "closed_on": outcome.closed_on.isoformat() if outcome.closed_on else "",
        "result": outcome.result,
        "result_name": outcome.result_name,
        "parent": f"outcome:{outcome.parent.uuid}" if outcome.parent else "",
        "progress": told_progress(outcome, note) if note else "",
        "progress_on": note.on.isoformat() if note else "",
        "judgement": JUDGEMENTS[note.judgement] if note else "",
    }
    # Only where there is something to say, so that a plan issued before these were asked for still reads the same.
    more = {"unit": outcome.unit, "strategies": outcome.strategies, "who_helps": outcome.who_helps, "above": above,
            "follows": outcome_id(outcome.follows) if outcome.follows else "",
            "progress_of": outcome_id(note.outcome) if note and note.outcome_id != outcome.pk else "",
            "result_why": outcome.result_why}
    data |= {key: value for key, value in more.items() if value}
    return Node(outcome_id(outcome), "outcome", outcome.revision, outcome.audience, data)


def told_progress(outcome: Outcome, note: ProgressNote) -> str:
    """Its own words; of a step further down also how it went, for nothing else here says that it is another's."""
    if note.outcome_id == outcome.pk:
        return note.text
    said = f"Further down: {note.judgement_name.lower()}, {in_words(note.on)}"
    return f"{said}: {note.text}" if note.text else f"{said}."
