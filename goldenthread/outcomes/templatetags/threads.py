"""Names of levels, results and judgements on a page."""

from uuid import uuid4

from django import template

from goldenthread.outcomes.levels import JUDGEMENTS, LEVELS
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.states import AGREED, AT_RISK, MOVES, ON_TRACK, STATES

register = template.Library()

PRESSES = {AGREED: "Agree to it", ON_TRACK: "It is on track", AT_RISK: "It is at risk"}


@register.filter
def level_name(key: str) -> str:
    return LEVELS.get(key, key)


@register.filter
def state_name(key: str) -> str:
    return STATES.get(key, key)


@register.filter
def judgement_name(key: str) -> str:
    return JUDGEMENTS.get(key, key)


@register.filter
def presses(outcome: Outcome) -> list[tuple[str, str]]:
    """The moves of an open outcome that take one press; closing it asks what came of it."""
    return [(state, words) for state, words in PRESSES.items() if state in MOVES[outcome.state]]


@register.simple_tag
def fresh_uuid() -> str:
    """A new number for a form, by which a second press is known as the same."""
    return str(uuid4())
