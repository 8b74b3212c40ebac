"""How judgements come out on the pages of a review."""

from django import template

from goldenthread.outcomes.states import TAGS

register = template.Library()


@register.filter
def state_kind(state: str) -> str:
    """The tag a judgement is shown in."""
    return TAGS.get(state, "note")
