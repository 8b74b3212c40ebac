"""Every form says as whom it was written, so that one from an old tab can't act in another role (case A-27)."""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


class ActingTokenNode(CsrfTokenNode):
    """Django's own hidden field, and beside it the member that the page was made for; the door compares."""

    def render(self, context: Context) -> SafeString:
        field = super().render(context)
        member = getattr(context.get("request"), "member", None)
        if not field or member is None:
            return SafeString(field)
        return SafeString(field + format_html('<input type="hidden" name="acting_as" value="{}">', member.pk))


@register.tag
def csrf_token(parser: Parser, token: Token) -> ActingTokenNode:
    return ActingTokenNode()
