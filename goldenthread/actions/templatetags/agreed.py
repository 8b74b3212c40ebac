"""Where an action comes from, and what this member may do about it."""

from django import template

from goldenthread.actions.causes import ORIGINS, Origin
from goldenthread.actions.managers import SEES_THE_SCHOOL
from goldenthread.actions.models import Action
from goldenthread.actions.queries import News
from goldenthread.people.models import Membership

register = template.Library()


@register.filter
def origin(action: Action) -> Origin | None:
    """The rule that raised it, or the room in which people agreed it."""
    return ORIGINS.get(action.kind) or ORIGINS.get(action.source_room)


@register.filter
def origin_address(action: Action) -> str:
    """Where somebody sees to it, for an action that comes from a room that says so."""
    found = origin(action)
    return found.where(action) if found and found.where else ""


@register.filter
def changeable_by(action: Action, member: Membership) -> bool:
    """Whether the buttons are offered to who sees the action: as policies.why_not_change, without a question."""
    if member.kind in SEES_THE_SCHOOL:
        return True
    if action.owner is None and action.owner_role == member.role:
        return True
    return member.user_id in {action.owner.user_id if action.owner else None, action.raised_by.user_id}


@register.filter
def in_words(news: News) -> str:
    """2 actions are new for you and 1 has become overdue."""
    told = [counted(news.new, "new for you"), counted(news.overdue, "overdue since we last wrote")]
    return " and ".join(filter(None, told))


def counted(number: int, what: str) -> str:
    return f"{number} action{' is' if number == 1 else 's are'} {what}" if number else ""
