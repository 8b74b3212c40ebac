"""Names of levels, results and judgements on a page."""

from django import template

from goldenthread.outcomes.levels import JUDGEMENTS, LEVELS, RESULTS

register = template.Library()


@register.filter
def level_name(key: str) -> str:
    return LEVELS.get(key, key)


@register.filter
def result_name(key: str) -> str:
    return RESULTS.get(key, key)


@register.filter
def judgement_name(key: str) -> str:
    return JUDGEMENTS.get(key, key)
