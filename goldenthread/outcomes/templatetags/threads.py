"""Names of levels, results and judgements on a page."""

from uuid import uuid4

from django import template

from goldenthread.outcomes.levels import JUDGEMENTS, LEVELS
from goldenthread.outcomes.states import STATES

register = template.Library()


@register.filter
def level_name(key: str) -> str:
    return LEVELS.get(key, key)


@register.filter
def state_name(key: str) -> str:
    return STATES.get(key, key)


@register.filter
def judgement_name(key: str) -> str:
    return JUDGEMENTS.get(key, key)


@register.simple_tag
def fresh_uuid() -> str:
    """A new number for a form, by which a second press is known as the same."""
    return str(uuid4())
