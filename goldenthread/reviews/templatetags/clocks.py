"""What the keys of statutory processes are called on a page."""

from django import template

from goldenthread.reviews.clocks import policies
from goldenthread.reviews.clocks.rules import OWNERS, PROCESSES, book

register = template.Library()


@register.filter
def process_title(key: str) -> str:
    """In a sentence: "EHC needs assessment", "annual review"."""
    found = PROCESSES.get(key, key)
    return found if found[:3].isupper() else found[:1].lower() + found[1:]


@register.filter
def rule_title(key: str) -> str:
    return book().rules[key].title if key in book().rules else key


@register.filter
def milestone_title(key: str) -> str:
    return book().milestones[key].title if key in book().milestones else key


@register.filter
def exception_title(key: str) -> str:
    return book().exceptions[key].title if key in book().exceptions else key


@register.filter
def owner_name(key: str) -> str:
    return OWNERS.get(key, key)


@register.filter
def ending(key: str) -> str:
    return policies.ENDINGS.get(key, key)
