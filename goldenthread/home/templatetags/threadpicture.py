"""The picture of a thread, set in the font that the page is read in, and the list of the same."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.safestring import SafeString

from goldenthread.home.thread import drawing
from goldenthread.home.thread.knots import Knot
from goldenthread.home.thread.lettering import Lettering
from goldenthread.home.thread.picture import Picture, draw

register = template.Library()
register.filter("cards", drawing.cards)


@register.simple_tag(takes_context=True)
def picture_of(context: RequestContext, trees: list[Knot]) -> Picture:
    look: dict[str, Any] = context.get("look") or {}
    return draw(trees, Lettering(look.get("font", "")))


@register.simple_tag(takes_context=True)
def strands_of(context: RequestContext, trees: list[Knot]) -> SafeString:
    at = {"slug": context["request"].school.slug, "pk": context["learner"].pk, "uuid": drawing.NIL}
    return drawing.strands(trees, reverse("outcomes:history", kwargs=at), context["branch"])
