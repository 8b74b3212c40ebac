"""What the boxes of needs hold after somebody else changed the needs while they were open."""

from collections.abc import Iterable, Mapping
from typing import Any

from goldenthread.learners.models import Need

BOXES = ("type", "area", "description", "uuid")
Box = Mapping[str, str]


def boxes_of(needs: Iterable[Need]) -> list[dict[str, str]]:
    """Needs as their boxes hold them."""
    return [boxed({name: getattr(need, name) for name in BOXES}) for need in needs]


def boxed(values: Any) -> dict[str, str]:
    """One need, in words that a hidden box brings back the same; what is no need is an empty one."""
    told = values if isinstance(values, Mapping) else {}
    return {name: str(told.get(name) or "") for name in BOXES}


def merged(sent: Iterable[tuple[Box, Box]], theirs: Iterable[Box]) -> list[dict[str, str]]:
    """Theirs in their order, each with what one person changed in it; then the needs that only this person names.

    `sent` is every box as it was opened and as it came back. So a box left as it was opened takes what is saved, and
    one that was changed keeps what was typed. A need that somebody else ended comes back only where its box was
    changed, as a new one.
    """
    typed = {now["uuid"] or now["type"]: (before, now) for before, now in sent if now["uuid"] or now["type"]}
    held = [_changed(box, *(typed.pop(box["uuid"], None) or typed.pop(box["type"], (box, box)))) for box in theirs]
    return [*held, *({**now, "uuid": ""} for before, now in typed.values() if now["type"] and now != before)]


def _changed(theirs: Box, before: Box, now: Box) -> dict[str, str]:
    return {name: theirs[name] if now[name] == before[name] else now[name] for name in theirs}
