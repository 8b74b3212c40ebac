"""Names of the field bank on a page."""

from django import template

from goldenthread.story.fields import FIELDS

register = template.Library()


@register.filter
def field_title(key: str) -> str:
    """The heading of a field; its key where an older pack had it and this one has not."""
    return FIELDS[key].title if key in FIELDS else key
