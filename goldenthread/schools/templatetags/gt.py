"""How days, moments, names and the words people write come out on a page."""

from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import nh3
from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from goldenthread.schools.forms import in_words

register = template.Library()

LONDON = ZoneInfo("Europe/London")
RULES = ("newline", "escape", "emphasis", "list", "entity")
TAGS = {"p", "br", "em", "strong", "ul", "ol", "li"}


@register.filter
def day(value: date | datetime | str | None) -> str:
    """7 September 2026; takes a date, a moment (as London's day) or an ISO date."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).date()
    return in_words(value)


@register.filter
def moment(value: datetime | str | None) -> str:
    """7 September 2026, 14:02, by the clock on a wall in London."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return f"{day(value)}, {value.astimezone(LONDON):%H:%M}"


@register.filter
def hour(value: time | None) -> str:
    """3 pm, 3:30 pm or midday, as people say it."""
    if value is None or (value.hour, value.minute) == (12, 0):
        return "midday" if value else ""
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes} {'am' if value.hour < 12 else 'pm'}"


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("zero", {"breaks": True}).enable(list(RULES))


def parse(text: str | None) -> list[Token]:
    """The same reading of the same Markdown, for what is not HTML: paper and comparison."""
    return _parser().parse(text or "")


@register.filter
def markdown(text: str | None) -> SafeString:
    """The small Markdown people may write (bold, italics, lists, line breaks); anything else shows as typed."""
    return _rendered(text or "")


@lru_cache(maxsize=2_000)  # a plan has fifty such texts, and is read far more often than written
def _rendered(text: str) -> SafeString:
    # nh3 as well: should the parser ever let a tag through, it goes no further.
    return mark_safe(nh3.clean(_parser().render(text), tags=TAGS, attributes={}))  # noqa: S308


@register.filter
def initials(name: str | None) -> str:
    """The first letters of the first and the last name, for a learner with no photo."""
    words = str(name or "").split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


@register.simple_tag(takes_context=True)
def pageqs(context: RequestContext, **changes: Any) -> str:
    """This page's address query with some parts changed; None takes one out. For filters, sorting and paging."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def elided(page: Any) -> Any:
    """The page numbers worth showing, as 1 2 … 7 8 9 … 20."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
