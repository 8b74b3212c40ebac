"""The picture of a thread, set in the font that the page is read in."""

from typing import Any

from django import template
from django.template.context import RequestContext

from goldenthread.home.thread.knots import Knot
from goldenthread.home.thread.lettering import Lettering
from goldenthread.home.thread.picture import Picture, draw

register = template.Library()


@register.simple_tag(takes_context=True)
def picture_of(context: RequestContext, trees: list[Knot]) -> Picture:
    look: dict[str, Any] = context.get("look") or {}
    return draw(trees, Lettering(look.get("font", "")))
